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

// Errors for data that cannot be opened until the user decides something. The sentence of each names the
// command-line option that answers it; its members hold what a window needs to ask.
namespace latent {

/// An array of an archive, as shown in a list of choices.
struct FoundArray {
    std::string key;
    std::string shape;       // "(60000, 28, 28)"
    std::uint64_t count = 0; // length of its slowest axis: images, or labels
    bool mayBeImages = false;
    bool mayBeLabels = false;
};

/// It is unclear which array holds the images. Answered by OpenOptions::imagesKey and labelsKey.
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
    bool afterLabel = false; // a table's first column is a label, not a pixel

    bool operator==(const ImageSize&) const = default;
};

/// Images are rows of numbers that do not form a square. Answered by OpenOptions::width and height.
class SizeUnclear : public Error {
  public:
    SizeUnclear(const std::string& file, const std::string& position, const std::string& cause,
                std::uint64_t numbersPerImage, std::vector<ImageSize> possible);

    std::uint64_t numbers = 0;
    std::vector<ImageSize> sizes; // all possible sizes, the most likely first
};

/// A column of a table, as shown in a list of choices.
struct FoundColumn {
    std::size_t number = 0; // from 1
    std::string text;       // "column 65, “class”"
    std::string values;     // "0, 1, 2, …"
};

/// It is unclear which column of a table holds the labels. Answered by OpenOptions::labelColumn.
class LabelColumnUnclear : public Error {
  public:
    LabelColumnUnclear(const std::string& file, const std::string& position, std::vector<FoundColumn> found);

    std::vector<FoundColumn> columns; // the candidates
};

/// The images take more than half of the free memory. Answered by OpenOptions::readAtMost.
class TooLarge : public Error {
  public:
    /// imagesInAll: 0 if unknown until all are read. imagesThatFit: 0 if no part can be read alone.
    TooLarge(const std::string& file, const std::string& position, std::uint64_t bytesNeeded,
             std::uint64_t bytesAllowed, std::uint64_t imagesInAll, std::uint64_t imagesThatFit);

    std::uint64_t needed = 0;  // bytes; if the end is unknown, for the images seen so far
    std::uint64_t allowed = 0; // bytes
    std::uint64_t images = 0;  // total, or 0
    std::uint64_t fitting = 0; // a round number, or 0
};

using OpenQuestion = std::variant<ArraysUnclear, SizeUnclear, LabelColumnUnclear, TooLarge>;

/// Possible widths and heights of images with this many numbers, grey or colour, within the supported sides:
/// those nearest to a square first, colour squares before all others.
std::vector<ImageSize> plausibleSizes(std::uint64_t numbers);

/// Throws SizeUnclear, or Error if no size is possible. `cause`: "images of 6 numbers are not square".
/// `maybeLabel`: whether the first number may be a label.
[[noreturn]] void askForSize(const std::string& file, const std::string& position, const std::string& cause,
                             std::uint64_t numbers, bool maybeLabel = false);

/// The question in an error, if the user's answer would help.
std::optional<OpenQuestion> questionIn(const std::exception& error);

/// Throws TooLarge if these images would exceed the allowed memory. `partly`: whether the first of them can
/// be read alone.
void requireImageMemory(std::uint64_t images, std::uint64_t imageBytes, const OpenOptions& options,
                        const std::string& file, const std::string& position, bool partly = true);

/// The memory allowed for the pixels of a set.
std::uint64_t allowedImageBytes(const OpenOptions& options);

} // namespace latent
