// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace latent {

/// A set of images without its name and factors, as bytes that only the program on this machine reads: 64-bit
/// numbers in native order, texts and lists preceded by their lengths, the pixels last.
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

/// The set in the bytes, whose pixels stay in place; the owner keeps them alive. Nothing if the bytes are
/// invalid.
std::optional<ImageDataset> unpackDataset(std::string_view bytes, std::shared_ptr<const void> owner);

} // namespace latent
