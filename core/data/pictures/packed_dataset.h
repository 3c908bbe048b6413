// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace latent {

/// A set of images, its name and factors aside, as bytes that only this machine's program reads: numbers of
/// 64 bits in its own order, texts and lists after their lengths, the pixels last.
class DatasetWriter {
  public:
    void add(std::uint64_t number);
    void add(std::string_view text);
    void add(const ImageDataset& dataset);
    const std::string& bytes() const { return m_bytes; }

  private:
    template <class Number>
    void addAll(const std::vector<Number>& numbers);
    void addTexts(const std::vector<std::string>& texts);

    std::string m_bytes;
};

/// The set in the bytes, whose pixels stay where they are; the owner keeps them. Nothing if they do not make
/// sense.
std::optional<ImageDataset> unpackDataset(std::string_view bytes, std::shared_ptr<const void> owner);

} // namespace latent
