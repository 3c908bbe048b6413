// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/failure.h"

#include "core/base/error.h"

#include <new>
#include <system_error>

namespace latent {
namespace {

constexpr const char* kNoMemory = "there is not enough memory for this";

std::string sentenceOfCurrent() {
    try {
        throw;
    } catch (const std::bad_alloc&) {
        return kNoMemory;
    } catch (const std::length_error&) { // a container larger than any memory
        return kNoMemory;
    } catch (const std::system_error& error) {
        if (error.code() == std::errc::resource_unavailable_try_again)
            return "the system cannot start another thread";
        return onOneLine(error.what());
    } catch (const std::exception& error) {
        return onOneLine(error.what());
    } catch (...) {
        return "an unknown error occurred";
    }
}

} // namespace

std::string failureSentence() noexcept {
    try {
        return sentenceOfCurrent();
    } catch (...) {
        return "out of memory"; // short enough to need no allocation
    }
}

} // namespace latent
