// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unistd.h>
#include <utility>

namespace latent {

/// Closes a file descriptor.
class FileHandle {
  public:
    FileHandle() = default;
    explicit FileHandle(int descriptor)
        : m_descriptor(descriptor) {}
    ~FileHandle() {
        if (isOpen()) close(m_descriptor);
    }
    FileHandle(FileHandle&& other) noexcept
        : m_descriptor(other.release()) {}
    FileHandle& operator=(FileHandle&& other) noexcept {
        std::swap(m_descriptor, other.m_descriptor);
        return *this;
    }

    bool isOpen() const { return m_descriptor >= 0; }
    int get() const { return m_descriptor; }
    /// For callers that close it themselves to check the result.
    int release() { return std::exchange(m_descriptor, -1); }

  private:
    int m_descriptor = -1;
};

} // namespace latent
