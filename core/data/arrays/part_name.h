// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace latent {

enum class SetSplit { None, Train, Test, Validation };
enum class SetRole { None, Images, Labels };

/// What a file name says about the file's role in a set. "emnist-letters-train-images-idx3-ubyte.gz" holds
/// the training images of "emnist-letters", "y_test.npy" the test labels of a set without a name.
struct PartName {
    SetSplit split = SetSplit::None;
    SetRole role = SetRole::None;
    std::string stem; // the other words, as written, joined by hyphens

    bool operator==(const PartName&) const = default;
};

/// Words are delimited by punctuation and capitals: train, test, t10k, val, x, y, images, labels, ….
PartName partNameOf(std::string_view fileName);

/// The name without endings that indicate the format, ".gz", ".npy", ".npz", ".csv", ".idx" and the like, and
/// "-idx3-ubyte".
std::string_view withoutEndings(std::string_view fileName);

} // namespace latent
