// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace latent {

enum class SetSplit { None, Train, Test, Validation };
enum class SetRole { None, Images, Labels };

/// What the name of a file says of its place in a set. "emnist-letters-train-images-idx3-ubyte.gz" holds the
/// training images of "emnist-letters", "y_test.npy" the test labels of a set without a name.
struct PartName {
    SetSplit split = SetSplit::None;
    SetRole role = SetRole::None;
    std::string stem; // the other words, as they are written, between hyphens

    bool operator==(const PartName&) const = default;
};

/// Words are what stands between punctuation and capitals: train, test, t10k, val, x, y, images, labels, ….
PartName partNameOf(std::string_view fileName);

/// The name without the endings that tell the format, ".gz", ".npy", ".npz", ".csv", ".idx" and the like, and
/// "-idx3-ubyte".
std::string_view withoutEndings(std::string_view fileName);

} // namespace latent
