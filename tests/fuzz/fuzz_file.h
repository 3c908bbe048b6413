// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

// What the fuzz targets share: a file in memory, and what must hold of every set that is opened.
namespace latent::fuzzing {

/// A file that lives in memory only. Opened anew for every input.
class MemoryFile {
  public:
    MemoryFile(const std::uint8_t* data, std::size_t size)
        : m_file(memfd_create("fuzz", MFD_CLOEXEC)) {
        if (m_file < 0 || ::write(m_file, data, size) != static_cast<ssize_t>(size)) std::abort();
    }
    ~MemoryFile() { ::close(m_file); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    std::string path() const { return "/proc/self/fd/" + std::to_string(m_file); }

  private:
    int m_file;
};

inline void require(bool holds) {
    if (!holds) std::abort();
}

inline void checkWhole(const ImageDataset& dataset) {
    const auto size = static_cast<std::size_t>(dataset.size());
    require(size > 0 && dataset.shape.pixels() > 0);
    require(dataset.pixels.bytes.size() == size * static_cast<std::size_t>(dataset.shape.pixels()));
    require(dataset.labels.empty() || dataset.labels.size() == size);
    for (const std::uint16_t label : dataset.labels) require(label < dataset.classNames.size());
    for (const Factor& factor : dataset.factors) require(factor.values.size() == size);
    for (const std::uint32_t index : dataset.train) require(index < size);
    for (const std::uint32_t index : dataset.test) require(index < size);
    require(!dataset.pixelRule.empty());
    unsigned sum = 0; // every pixel can be read
    for (const std::uint8_t pixel : dataset.pixels.bytes) sum += pixel;
    [[maybe_unused]] const volatile unsigned used = sum;
}

inline int openBytes(const Format& format, const std::uint8_t* data, std::size_t size,
                     const OpenOptions& options = {}) {
    const MemoryFile file(data, size);
    try {
        checkWhole(format.open(file.path(), options, {}));
    } catch (const Error& error) {
        require(std::string(error.what()).find('\n') == std::string::npos);
    }
    return 0;
}

} // namespace latent::fuzzing
