// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/progress.h"
#include "ui/walk/walk_film.h"

#include <filesystem>
#include <optional>
#include <string>

namespace latent {

/// How a walk is written: as an animation, or as one PNG picture with all of its frames, row by row.
enum class WalkFormat { Webp, Gif, Sheet };

/// By the path's ending; nothing for other endings than .webp, .gif and .png.
std::optional<WalkFormat> walkFormatOf(const std::filesystem::path& path);

/// The file's content. Throws Error, which names no file, or Cancelled. Long work: not for the GUI thread.
std::string walkBytes(const WalkFilm& film, WalkFormat format, const Progress& progress);

} // namespace latent
