// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/checkpoint_file.h"

#include "app/commands/common.h"
#include "core/base/failure.h"

#include <utility>

namespace latent {
CheckpointFile::CheckpointFile(std::string path, double seconds, SessionFile session, std::size_t run)
    : m_path(std::move(path))
    , m_interval(seconds)
    , m_session(std::move(session))
    , m_run(run) {}

CheckpointFile::~CheckpointFile() = default; // the future waits

bool CheckpointFile::isDue() {
    if (!isWanted() || std::chrono::steady_clock::now() - m_last < m_interval) return false;
    if (m_writing.valid() && m_writing.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
        return false;
    const std::string failure = finishWrite();
    if (!failure.empty() && !std::exchange(m_told, true))
        tell("the checkpoint could not be written and is tried again: " + failure);
    return true;
}

void CheckpointFile::write(Run run) {
    if (!isWanted()) return;
    finishWrite();
    m_last = std::chrono::steady_clock::now();
    m_session.runs[m_run] = std::move(run);
    m_writing = std::async(std::launch::async, [path = m_path, session = m_session] {
        Written written;
        written.failure = tryTo([&] { written.leftOut = saveSession(path, session); });
        return written;
    });
}

void CheckpointFile::writeLast(Run run) {
    if (!isWanted()) return;
    finishWrite();
    m_session.runs[m_run] = std::move(run);
    try {
        tellOnce(saveSession(m_path, m_session));
    } catch (const Error& error) {
        throw OutputError(error.what());
    }
}

std::string CheckpointFile::finishWrite() {
    if (!m_writing.valid()) return {};
    Written written = m_writing.get();
    tellOnce(written.leftOut);
    return std::move(written.failure);
}

void CheckpointFile::tellOnce(const std::vector<std::string>& leftOut) {
    for (const std::string& sentence : leftOut)
        if (m_toldLeftOut.insert(sentence).second) tell(m_path + ": " + sentence);
}

} // namespace latent
