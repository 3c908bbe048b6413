// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace latent {

/// Labels as they are written. If all are whole numbers from 0 to 65,535, those are the labels; otherwise
/// each text is a class, in alphabetical order.
class TextLabels {
  public:
    /// False if there are more than 65,536 different ones.
    bool add(std::string_view text);
    /// Sets the set's labels and the names of its classes.
    void finish(ImageDataset& dataset) const;

  private:
    std::unordered_map<std::string, std::uint16_t> m_ids;
    std::vector<std::string> m_texts;    // [ids]
    std::vector<std::uint16_t> m_labels; // [images], ids
};

} // namespace latent
