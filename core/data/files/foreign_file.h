// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace latent {

/// A kind of file that holds images for other programs, or no images.
struct ForeignKind {
    std::string_view what;   // "an HDF5 file"
    std::string_view advice; // "save its arrays with numpy.savez and open the .npz file"

    /// "an HDF5 file: save its arrays …", for a sentence and for the list of skipped files.
    std::string text() const { return std::string(what) + ": " + std::string(advice); }
};

/// Recognises such a file by its first bytes, ideally kForeignStart of them (decompressed if they are gzip),
/// and in a few cases by its lower-case name. Nothing if it is none of the known kinds. A zip archive counts
/// as foreign unless its first member is a NumPy array.
std::optional<ForeignKind> foreignKind(std::string_view start, std::string_view lowerName);

inline constexpr std::size_t kForeignStart = 1024;

} // namespace latent
