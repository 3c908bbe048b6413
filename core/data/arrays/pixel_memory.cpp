// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/pixel_memory.h"

#include "core/data/files/memory.h"

#include <algorithm>
#include <utility>

namespace latent {

PixelMemory::PixelMemory(std::uint64_t size, const std::string& file, const std::string& position)
    : m_size(size) {
    requireMemory(size, file, position);
    // Not zeroed: pages are allocated as pixels arrive, so a wrong size in a header costs nothing.
    m_owned = std::make_shared_for_overwrite<std::uint8_t[]>(static_cast<std::size_t>(size));
    m_pixels = m_owned.get();
}

PixelMemory::PixelMemory(std::shared_ptr<MappedFile> file, std::uint64_t begin)
    : m_size(file->bytes().size() - begin)
    , m_mapped(std::move(file))
    , m_pixels(m_mapped->bytes().data() + begin) {}

PixelStore PixelMemory::finish(std::uint64_t size) const {
    const std::span<const std::uint8_t> pixels(m_pixels, static_cast<std::size_t>(size));
    if (!m_mapped) return {pixels, m_owned};
    m_mapped->makeReadOnly();
    return {pixels, m_mapped, m_mapped.get()};
}

std::uint8_t* GrowingPixels::grow(std::uint64_t bytes, const std::string& position) {
    const std::size_t used = m_bytes.size();
    const std::uint64_t wanted = used + bytes;
    if (wanted > m_bytes.capacity()) {
        if (wanted > m_allowed)
            throw TooLarge(m_file, position, wanted, m_allowed, 0, m_allowed / m_imageBytes);
        const std::uint64_t twice = m_bytes.capacity() * std::uint64_t{2};
        const std::uint64_t next = std::max<std::uint64_t>(wanted, std::min(twice, m_allowed));
        m_bytes.reserve(static_cast<std::size_t>(next));
    }
    m_bytes.resize(static_cast<std::size_t>(wanted));
    return m_bytes.data() + used;
}

} // namespace latent
