// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/ask/kept_answers.h"
#include "ui/ask/lane.h"

namespace latent {

/// Where questions are answered off the GUI thread. One for the whole program: all runs that are looked at
/// share its threads. A fast lane follows the pointer (LatestQuery); long lanes report progress, can be
/// cancelled, and keep answers (LongQuery). What can take minutes has a lane of its own, so that no other
/// kind waits for it. Must outlive whoever asks. GUI thread.
class Asker {
  public:
    /// On the fast lane, of those that wait: what follows the pointer goes first.
    enum Priority { kBackground, kMap, kSelection, kPointer };

    Lane* fast() { return &m_fast; }
    Lane* opening() { return &m_opening; }         // of files with data
    Lane* statistics() { return &m_statistics; }   // of data sets
    Lane* diagnostics() { return &m_diagnostics; } // of models
    Lane* walks() { return &m_walks; }
    Lane* colours() { return &m_colours; } // of the map: a number or a group for every image
    KeptAnswers* kept() { return &m_kept; }

  private:
    KeptAnswers m_kept;
    Lane m_fast{Lane::Pace::Fast};
    Lane m_opening{Lane::Pace::Long};
    Lane m_statistics{Lane::Pace::Long};
    Lane m_diagnostics{Lane::Pace::Long};
    Lane m_walks{Lane::Pace::Long};
    Lane m_colours{Lane::Pace::Long};
};

/// Null without an asker: then nothing is asked.
inline Lane* fastLane(Asker* asker) {
    return asker ? asker->fast() : nullptr;
}

} // namespace latent
