// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/looking.h"
#include "core/train/json_reader.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

// The JSON of what is looked at. Private to core/run.
namespace latent {

/// The sets of images of a desk, each written once however many steps of undo share it.
class ImageSetTable {
  public:
    int numberOf(const ImageSet& set);
    /// Little-endian words, compressed by zlib as qCompress() does, in base64.
    std::vector<std::string> texts() const;

  private:
    std::vector<ImageSet> m_sets;
};

/// The table of a desk; empty where it has none. Throws Error.
std::vector<ImageSet> readImageSets(const JsonReader& desk);

nlohmann::json written(const Looking& looking, ImageSetTable& sets);
/// Throws Error.
Looking readLooking(const JsonReader& reader, const std::vector<ImageSet>& sets);

} // namespace latent
