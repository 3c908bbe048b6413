// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/checkpoint_file.h"

#include "app/commands/common.h"
#include "core/base/failure.h"

#include <utility>

namespace latent {
namespace {

// Throws what saving throws.
void saveWhole(const std::string& path, const SessionFile& session) {
    tellOf(path, saveSession(path, session));
}

} // namespace

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
        return tryTo([&] { saveWhole(path, session); });
    });
}

void CheckpointFile::writeLast(Run run) {
    if (!isWanted()) return;
    finishWrite();
    m_session.runs[m_run] = std::move(run);
    try {
        saveWhole(m_path, m_session);
    } catch (const Error& error) {
        throw OutputError(error.what());
    }
}

std::string CheckpointFile::finishWrite() {
    return m_writing.valid() ? m_writing.get() : std::string();
}

} // namespace latent
