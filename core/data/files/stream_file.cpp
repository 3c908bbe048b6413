// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/stream_file.h"

#include "core/base/error.h"

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace latent {

StreamFile::StreamFile(const std::filesystem::path& path)
    : m_name(path.string())
    , m_file(QFile::decodeName(m_name.c_str())) {
    // Unbuffered, so that the write that fills the disk reports it.
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered)) fail();
}

void StreamFile::write(const void* bytes, std::size_t count) {
    const auto* at = static_cast<const char*>(bytes);
    // A disk that is filling up first accepts part of the data; only the next write reports the cause.
    for (auto left = static_cast<qint64>(count); left > 0;) {
        const qint64 written = m_file.write(at, left);
        if (written <= 0) fail();
        at += written;
        left -= written;
    }
}

void StreamFile::restart() {
    if (!m_file.resize(0) || !m_file.seek(0)) fail();
}

void StreamFile::close() {
    m_file.close();
    if (m_file.error() != QFileDevice::NoError) fail();
}

void StreamFile::fail() const {
    throw Error(m_name, "", "cannot be written: " + m_file.errorString().toStdString());
}

void syncToDisk(const std::filesystem::path& path) {
    QFile file(QFile::decodeName(path.string().c_str()));
    if (file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly) && fsync(file.handle()) == 0) return;
    throw Error(path.string(), "", std::string("cannot be written: ") + std::strerror(errno));
}

} // namespace latent
