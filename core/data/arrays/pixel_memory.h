// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/files/mapped_file.h"
#include "core/data/image_dataset.h"
#include "core/data/questions.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace latent {

/// Where pixels are stored: memory of our own, or a mapped file with extra memory after it.
class PixelMemory {
  public:
    /// Throws Error if this is more than half of the free memory; `file` and `position` are where the size is
    /// stated.
    PixelMemory(std::uint64_t size, const std::string& file, const std::string& position);
    /// The pixels begin at byte `begin` of the file and extend to its end.
    PixelMemory(std::shared_ptr<MappedFile> file, std::uint64_t begin);

    std::uint8_t* data() const { return m_pixels; }
    std::uint64_t size() const { return m_size; }
    bool mapped() const { return m_mapped != nullptr; }
    /// The first `size` bytes, immutable from now on.
    PixelStore finish(std::uint64_t size) const;
    PixelStore finish() const { return finish(m_size); }

  private:
    std::uint64_t m_size = 0;
    std::shared_ptr<MappedFile> m_mapped;
    std::shared_ptr<std::uint8_t[]> m_owned;
    std::uint8_t* m_pixels = nullptr;
};

/// Pixels whose number is known only when all have arrived. Each time it grows, its size is checked against
/// the free memory.
class GrowingPixels {
  public:
    GrowingPixels(std::string file, std::uint64_t imageBytes, const OpenOptions& options)
        : m_file(std::move(file))
        , m_imageBytes(imageBytes)
        , m_allowed(allowedImageBytes(options)) {}
    /// Makes room for `bytes` more. Throws Error; TooLarge.
    std::uint8_t* grow(std::uint64_t bytes, const std::string& position);
    std::vector<std::uint8_t>& bytes() { return m_bytes; }
    PixelStore finish() { return PixelStore::own(std::move(m_bytes)); }

  private:
    std::string m_file;
    std::uint64_t m_imageBytes;
    std::uint64_t m_allowed; // bytes
    std::vector<std::uint8_t> m_bytes;
};

} // namespace latent
