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

/// Bytes that come from front to back: of a file, plain or unpacked on the way, or of a member of an archive.
class ByteSource {
  public:
    virtual ~ByteSource() = default;

    /// Fills out with up to count bytes; fewer only at the end of the data. Where the data carry a checksum,
    /// their end is only reported once that was found right. Throws Error.
    virtual std::size_t read(std::uint8_t* out, std::size_t count) = 0;
    /// The most bytes that can come in all: exact if the data are not packed.
    virtual std::uint64_t largestSize() const = 0;
    /// How much of the data has been used, 0 … 1.
    virtual double fraction() const = 0;
    /// Bytes handed out so far.
    virtual std::uint64_t position() const = 0;
    virtual bool packed() const = 0;
    /// What errors call the data.
    virtual const std::string& name() const = 0;
    /// The whole, from its first byte on, as memory that is followed by `room` bytes; null where that cannot
    /// be.
    virtual std::shared_ptr<MappedFile> map(std::size_t /*room*/) const { return nullptr; }

    [[noreturn]] void failAt(std::uint64_t position, const std::string& cause) const;
    /// Fills out, or says that the data end within `what`.
    void readHeader(std::span<std::uint8_t> out, const std::string& what);
    /// Catches a wrong size before anything is allocated for it: `what` ("70 images of 28×28") takes
    /// `declared` bytes more, as is stated at `statedAt`.
    void requireRoomFor(std::uint64_t declared, std::uint64_t statedAt, const std::string& what) const;
    /// Reads count bytes; `whole` is how long all the data must be, for the sentence if they are not.
    void readExactly(std::uint8_t* out, std::uint64_t count, std::uint64_t whole, const Progress& progress);
    /// Requires that nothing follows.
    void requireEnd();
    [[noreturn]] void failForMore(std::uint64_t whole) const;
};

} // namespace latent
