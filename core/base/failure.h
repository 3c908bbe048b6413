// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace latent {

/// Describes the exception being handled in one sentence for users. For catch handlers: never throws, even if
/// there is no memory left for the sentence.
std::string failureSentence() noexcept;

/// Runs the work; returns why it failed, as a sentence, or nothing. For functions that must not throw.
template <class Work>
std::string tryTo(Work work) noexcept {
    try {
        work();
        return {};
    } catch (...) {
        return failureSentence();
    }
}

} // namespace latent
