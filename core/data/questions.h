// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/index.h"
#include "core/data/open_options.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// Where data cannot be opened until somebody says more. Each is an Error whose sentence names the option of
// the command line that answers it, and carries what a window needs to ask.
namespace latent {

/// An array of an archive, as a chooser shows it.
struct FoundArray {
    std::string key;
    std::string shape;       // "(60000, 28, 28)"
    std::uint64_t count = 0; // of its slowest axis: images, or labels
    bool mayBeImages = false;
    bool mayBeLabels = false;
};

/// Which array holds the images is not plain. Answered by OpenOptions::imagesKey and labelsKey.
class ArraysUnclear : public Error {
  public:
    ArraysUnclear(const std::string& file, const std::string& cause, std::vector<FoundArray> found)
        : Error(file, "", cause)
        , arrays(std::move(found)) {}

    std::vector<FoundArray> arrays;
};

struct ImageSize {
    int width = 0;
    int height = 0;
    int channels = 1;
    bool afterLabel = false; // a table's first column is no pixel

    bool operator==(const ImageSize&) const = default;
};

/// Images are rows of numbers that make no square. Answered by OpenOptions::width and height.
class SizeUnclear : public Error {
  public:
    SizeUnclear(const std::string& file, const std::string& position, const std::string& cause,
                std::uint64_t numbersAnImage, std::vector<ImageSize> possible);

    std::uint64_t numbers = 0;
    std::vector<ImageSize> sizes; // all that there can be, the likeliest first
};

/// A column of a table, as a chooser shows it.
struct FoundColumn {
    std::size_t number = 0; // from 1
    std::string text;       // "column 65, “class”"
    std::string values;     // "0, 1, 2, …"
};

/// Which column of a table holds the labels is not plain. Answered by OpenOptions::labelColumn.
class LabelColumnUnclear : public Error {
  public:
    LabelColumnUnclear(const std::string& file, const std::string& position, std::vector<FoundColumn> found);

    std::vector<FoundColumn> columns; // that it can be
};

/// The images take more than half of the memory that is free. Answered by OpenOptions::readAtMost.
class TooLarge : public Error {
  public:
    /// imagesInAll: 0 where that is not known before all are read. imagesThatFit: 0 where no part can be read
    /// alone.
    TooLarge(const std::string& file, const std::string& position, std::uint64_t bytesNeeded,
             std::uint64_t bytesAllowed, std::uint64_t imagesInAll, std::uint64_t imagesThatFit);

    std::uint64_t needed = 0;  // bytes; of what was seen so far where the end is not known
    std::uint64_t allowed = 0; // bytes
    std::uint64_t images = 0;  // in all, or 0
    std::uint64_t fitting = 0; // a round number, or 0
};

using OpenQuestion = std::variant<ArraysUnclear, SizeUnclear, LabelColumnUnclear, TooLarge>;

/// Width and height of images of so many numbers, grey or coloured, with sides that are read: those nearest
/// to a square first, squares of colour before all.
std::vector<ImageSize> plausibleSizes(std::uint64_t numbers);

/// Throws SizeUnclear, or Error where no size is possible. `cause`: "images of 6 numbers are no squares".
/// `maybeLabel`: whether the first of the numbers may be a label.
[[noreturn]] void askForSize(const std::string& file, const std::string& position, const std::string& cause,
                             std::uint64_t numbers, bool maybeLabel = false);

/// The question in an error, if somebody's answer would help.
std::optional<OpenQuestion> questionIn(const std::exception& error);

/// Throws TooLarge where these images would take more than may be used. `partly`: whether the first of them
/// can be read alone.
void requireImageMemory(std::uint64_t images, std::uint64_t imageBytes, const OpenOptions& options,
                        const std::string& file, const std::string& position, bool partly = true);

/// What the pixels of a set may take.
std::uint64_t allowedImageBytes(const OpenOptions& options);

} // namespace latent
