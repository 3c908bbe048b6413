// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cerrno>
#include <dlfcn.h>
#include <pthread.h>

#ifndef __has_feature
#define __has_feature(name) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define LATENT_SANITISED_THREADS // which has to see each thread begin
#endif

// For one source of a test's program: stands before the system's pthread_create.
namespace latent::testing {

/// So many more threads start, then none until it dies.
class ThreadLimit {
  public:
#ifdef LATENT_SANITISED_THREADS
    static constexpr bool kWorks = false;
#else
    static constexpr bool kWorks = true;
#endif

    explicit ThreadLimit(int more) {
        s_left = more;
    }
    ~ThreadLimit() {
        s_left = kAny;
    }
    static bool takesAnother() {
        return s_left == kAny || s_left-- > 0;
    }

  private:
    static constexpr int kAny = -1;
    static inline std::atomic<int> s_left = kAny;
};

} // namespace latent::testing

#ifndef LATENT_SANITISED_THREADS
extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*work)(void*),
                              void* argument) noexcept {
    static const auto real = reinterpret_cast<decltype(&pthread_create)>(dlsym(RTLD_NEXT, "pthread_create"));
    return latent::testing::ThreadLimit::takesAnother() ? real(thread, attributes, work, argument) : EAGAIN;
}
#endif
