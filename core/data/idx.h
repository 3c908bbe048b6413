// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image_shape.h"
#include "core/data/byte_reader.h"
#include "core/data/progress.h"

#include <cstdint>
#include <filesystem>
#include <vector>

// IDX, the format of MNIST (LeCun, Cortes and Burges): two zero bytes, the element's type, the number of
// dimensions, their sizes as big-endian 32-bit numbers, then the elements. Plain or gzip.
namespace latent {

/// Longest side of an image that is read.
inline constexpr int kMaxImageSide = 128;

/// A file of images, its header read and checked. Everything throws Error with file, position and cause.
class IdxImageFile {
  public:
    explicit IdxImageFile(const std::filesystem::path& path);

    const std::string& name() const { return m_reader.name(); }
    ImageShape shape() const { return m_shape; }
    Index count() const { return m_count; }
    /// All pixels of all images. The file has been found long enough to hold them (if it is packed:
    /// not too short for it to be possible).
    std::uint64_t bytes() const { return static_cast<std::uint64_t>(m_count * m_shape.pixels()); }

    /// Whether mapping this file is better than copying it: plain, and too large to be held in memory
    /// lightly.
    bool worthMapping() const;
    /// Maps the file, which must end with its pixels: they are the first bytes() of pixels, [bytes() + room],
    /// and the room follows them. Instead of readPixels(). See MappedFile.
    struct MappedPixels {
        std::shared_ptr<MappedFile> file;
        std::uint8_t* pixels = nullptr;
    };
    MappedPixels mapPixels(std::uint64_t room) const;

    /// Reads exactly bytes() into out and requires the file to end there. Once.
    void readPixels(std::uint8_t* out, const Progress& progress);

  private:
    ByteReader m_reader;
    ImageShape m_shape;
    Index m_count = 0;
};

/// The labels of `images` images; another number of them is an error.
std::vector<std::uint16_t> readIdxLabels(const std::filesystem::path& path, Index images);

} // namespace latent
