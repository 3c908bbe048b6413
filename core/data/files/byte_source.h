// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/files/mapped_file.h"
#include "core/data/progress.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace latent {

/// Bytes read from front to back: of a plain or compressed file, or of an archive member.
class ByteSource {
  public:
    virtual ~ByteSource() = default;

    /// Fills out with up to count bytes; fewer only at the end of the data. If the data carry a checksum,
    /// reports the end only after verifying it. Throws Error.
    virtual std::size_t read(std::uint8_t* out, std::size_t count) = 0;
    /// Upper bound for the total number of bytes: exact if the data are not compressed.
    virtual std::uint64_t largestSize() const = 0;
    /// How much of the data has been used, 0 … 1.
    virtual double fraction() const = 0;
    /// Bytes returned so far.
    virtual std::uint64_t position() const = 0;
    virtual bool packed() const = 0;
    /// The name of the data in error messages.
    virtual const std::string& name() const = 0;
    /// All the data, from the first byte on, as memory followed by `room` bytes; null if that is impossible.
    virtual std::shared_ptr<MappedFile> map(std::size_t /*room*/) const { return nullptr; }

    [[noreturn]] void failAt(std::uint64_t position, const std::string& cause) const;
    /// Fills out, or throws Error: the data end within `what`.
    void readHeader(std::span<std::uint8_t> out, const std::string& what);
    /// Catches a wrong size before anything is allocated for it: `what` ("70 images of 28×28") takes
    /// `declared` more bytes, as stated at `statedAt`.
    void requireRoomFor(std::uint64_t declared, std::uint64_t statedAt, const std::string& what) const;
    /// Reads count bytes; `whole` is the required length of all the data, for the error message.
    void readExactly(std::uint8_t* out, std::uint64_t count, std::uint64_t whole, const Progress& progress);
    /// Requires the data to end here.
    void requireEnd();
    [[noreturn]] void failForMore(std::uint64_t whole) const;
};

} // namespace latent
