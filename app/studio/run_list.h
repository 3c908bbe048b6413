// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run.h"

#include <QObject>

#include <vector>

namespace latent {

/// What is known of all runs of the session, oldest first; the large parts are in the store. GUI thread.
class RunList : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    const std::vector<ListedRun>& all() const { return m_runs; }
    const ListedRun* find(const std::string& id) const;
    /// The colour that the fewest runs have, the first of them.
    int freeColour() const;
    /// "VAE 3": what the run is, and a number that no other run of the kind has.
    std::string freeName(const RunInfo& run) const;

  public slots:
    void reset(const std::vector<latent::ListedRun>& runs);
    /// Adds it in front, or replaces the one with its id.
    void put(const latent::ListedRun& run);
    void remove(const std::string& id);

  signals:
    void changed();

  private:
    std::vector<ListedRun> m_runs;
};

} // namespace latent
