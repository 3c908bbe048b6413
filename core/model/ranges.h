// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/configuration.h"

#include <cstddef>
#include <string>
#include <vector>

// The values that settings may have. Each check throws Error with one sentence that names the setting and the
// range.
namespace latent {

/// The text with both ends of the range for LOW and HIGH.
std::string withEnds(std::string text, const std::string& low, const std::string& high);

template <class T>
struct IntegerRange {
    T low;
    T high;
    const char* outside = nullptr; // the sentence, see withEnds(); nullptr: T holds no other values

    std::string with(const std::string& text) const {
        return withEnds(text, std::to_string(low), std::to_string(high));
    }
    void check(T value) const {
        if (value < low || value > high) throw Error(with(outside));
    }
};

/// From `low` to `high`, or 0 if that turns the setting off. Smaller values make no sense, and near the
/// smallest normal float (1.2e-38) the threads of a ThreadTeam, which flush subnormal numbers, would read 0
/// where other threads do not.
struct RealRange {
    const char* what; // the setting in the sentence: "the learning rate"
    float low;
    float high;
    bool orZero = false;

    void check(float value) const;
};

/// 1 to `most` layers of 1 to `largest`.
struct SizesRange {
    std::size_t most;
    int largest;
    const char* layers;  // "hidden layers"
    const char* size;    // "the size of a hidden layer"
    const char* numbers; // what a list is of: "hidden layers", "channels"
    bool orNone = false; // no layer at all is fine too

    void check(const std::vector<int>& sizes) const;
    /// "512,256"
    std::vector<int> parse(const std::string& text) const;
};

void checkAmount(const Corruption& corruption);
void checkNumbers(const Likelihood& likelihood);

} // namespace latent
