// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/decoding_rota.h"
#include "app/newest_answer.h"
#include "app/preview_models.h"

#include <QTimer>

namespace latent {

/// What decoding many pictures of a point has in common: first as small as they are shown, a few at a time so
/// that no other question waits long, and once nothing has changed for a moment in full. GUI thread; decodes
/// on the pool.
class ProgressiveDecoder : public QObject {
    Q_OBJECT
  public:
    /// previews: used on the thread only; both outlive this.
    ProgressiveDecoder(WorkThread* thread, int priority, PreviewModels* previews, QObject* parent);

    /// Forgets what is asked, and what is under way will not be delivered.
    void drop();
    /// Device pixels across which a picture is shown; 0: not known, decoded in full.
    void setShownPixels(int pixels) { m_shownPixels = pixels; }

  signals:
    void failed(const QString& sentence);

  protected:
    /// What is shown has changed: decodes all of it anew.
    void begin(SnapshotPtr snapshot, int items);
    virtual bool somethingDue() const { return !m_rota.done(); }
    /// A question for some of what is due. The step is that of the pictures to make.
    virtual NewestAnswer::Question nextQuestion(const SnapshotPtr& snapshot, int step) = 0;
    virtual void beginRota() {}
    /// Of the pictures that are made at rest.
    virtual int finestStep(const Snapshot&) const { return 1; }
    /// Items that one answer may decode, if each takes so many images.
    int itemsAtOnce(int images, int step) const;

    DecodingRota m_rota;
    PreviewModels* m_previews;

  private:
    void pump();
    void refine();
    int step() const;

    NewestAnswer m_answer;
    QTimer m_restLater;
    SnapshotPtr m_snapshot;
    int m_shownPixels = 0;
    bool m_fine = false;
};

} // namespace latent
