// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cerrno>
#include <dlfcn.h>
#include <sys/types.h>

// For inclusion in one source of a test program: replaces system calls.
namespace latent::testing {

/// While it exists, one kind of call fails with this error.
class FailingDisk {
  public:
    /// Interrupted: every second write and fsync fails, and the other writes are partial.
    enum Call { None, Write, Sync, Close, Rename, Interrupted };

    FailingDisk(Call call, int error) {
        s_error = error;
        s_call = call;
    }
    ~FailingDisk() { s_call = None; }

    static bool fails(Call call) {
        const bool interrupts = s_call == Interrupted && (call == Write || call == Sync);
        if (s_call != call && !(interrupts && ++s_calls % 2 == 1)) return false;
        errno = s_error;
        return true;
    }
    static bool shortens() { return s_call == Interrupted; }

  private:
    static inline Call s_call = None;
    static inline int s_error = 0;
    static inline int s_calls = 0;
};

template <class Call>
Call* realCall(Call*, const char* name) {
    return reinterpret_cast<Call*>(dlsym(RTLD_NEXT, name));
}

} // namespace latent::testing

extern "C" {

ssize_t write(int file, const void* bytes, size_t count) {
    using latent::testing::FailingDisk;
    static const auto real = latent::testing::realCall(&write, "write");
    if (FailingDisk::fails(FailingDisk::Write)) return -1;
    return real(file, bytes, FailingDisk::shortens() ? std::min<size_t>(count, 1000) : count);
}
int fsync(int file) {
    static const auto real = latent::testing::realCall(&fsync, "fsync");
    return latent::testing::FailingDisk::fails(latent::testing::FailingDisk::Sync) ? -1 : real(file);
}
int close(int file) {
    static const auto real = latent::testing::realCall(&close, "close");
    const bool fails = latent::testing::FailingDisk::fails(latent::testing::FailingDisk::Close);
    const int error = errno;
    const int result = real(file); // it is closed anyway
    errno = error;
    return fails ? -1 : result;
}
int rename(const char* from, const char* to) noexcept {
    static const auto real = latent::testing::realCall(&rename, "rename");
    return latent::testing::FailingDisk::fails(latent::testing::FailingDisk::Rename) ? -1 : real(from, to);
}

} // extern "C"
