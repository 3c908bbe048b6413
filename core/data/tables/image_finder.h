// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace latent {

/// Finds an image by its file's name as a table writes it: with all, some, none or more of its folders, with
/// or without the ending, with either slash.
class ImageFinder {
  public:
    /// files: [images] file of each below the opened folder.
    explicit ImageFinder(const std::vector<std::string>& files);

    /// Nothing: no image has that name, or several have and none has it exactly.
    std::optional<Index> find(std::string_view name) const;

  private:
    void add(const std::string& key, Index image);

    std::unordered_map<std::string, Index> m_whole;   // −1: several images are of that file
    std::unordered_map<std::string, Index> m_shorter; // ends of names, without endings too; −1: ambiguous
};

} // namespace latent
