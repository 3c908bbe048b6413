// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/session_file.h"

#include <chrono>
#include <future>
#include <set>
#include <string>
#include <vector>

namespace latent {

/// The file of --checkpoint: a session that is written every so often on a thread of its own, so that
/// training does not wait for the disk. A write that fails is reported once and tried again the next time;
/// a part of the session that has to be left out is reported once.
class CheckpointFile {
  public:
    /// path: empty: nothing is ever written. session: holds the run of that index, which write() replaces.
    CheckpointFile(std::string path, double seconds, SessionFile session, std::size_t run);
    /// Waits for a write under way.
    ~CheckpointFile();

    bool isWanted() const { return !m_path.empty(); }
    /// Whether it is time for the next one, and the last is written.
    bool isDue();
    /// Writes the session with this run.
    void write(Run run);
    /// The same, and waits until it is on the disk. Throws OutputError.
    void writeLast(Run run);

  private:
    /// What came of a write.
    struct Written {
        std::string failure;              // a sentence; empty: none
        std::vector<std::string> leftOut; // see saveSession()
    };
    std::string finishWrite();
    void tellOnce(const std::vector<std::string>& leftOut);

    std::string m_path;
    std::chrono::duration<double> m_interval;
    SessionFile m_session;
    std::size_t m_run;
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
    std::future<Written> m_writing;
    bool m_told = false; // that writes fail
    std::set<std::string> m_toldLeftOut;
};

} // namespace latent
