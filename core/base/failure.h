// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace latent {

/// What the exception that is being handled says, as one sentence for people. For catch handlers: throws
/// nothing, even where no memory is left for the sentence.
std::string failureSentence() noexcept;

/// Does the work; returns why it failed, as a sentence, or nothing. For what must not throw.
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
