// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/gestures.h"
#include "core/run/desk.h"
#include "ui/state/shared_looking.h"

#include <vector>

class QUndoStack;

namespace latent {

/// Records on an undo stack what the person changes about the Looking, one step a gesture. GUI thread.
class LookingHistory : public QObject {
    Q_OBJECT
  public:
    /// Both outlive this.
    LookingHistory(SharedLooking* looking, QUndoStack* stack, QObject* parent = nullptr);

    /// The recorded steps, oldest first, and how many of them are done: the others were undone.
    std::vector<LookingStep> steps() const;
    int done() const;
    /// Replaces all steps; done: at most steps.size().
    void restore(const std::vector<LookingStep>& steps, int done);

  private:
    void record(const Looking& before, SharedLooking::By by);

    SharedLooking* m_looking;
    QUndoStack* m_stack;
    Gestures m_gestures;
};

} // namespace latent
