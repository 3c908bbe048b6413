// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/junk_files.h"

#include "core/data/format.h"

#include <algorithm>
#include <array>
#include <string>

namespace latent {

bool isJunkFile(std::string_view name) {
    using namespace std::string_view_literals;
    // In lower case: Windows varies the case.
    constexpr std::array kNames{"__macosx"sv,
                                "icon\r"sv,
                                "desktop db"sv,
                                "desktop df"sv, // macOS
                                "thumbs.db"sv,
                                "ehthumbs.db"sv,
                                "ehthumbs_vista.db"sv,
                                "desktop.ini"sv,
                                "$recycle.bin"sv,
                                "recycler"sv,
                                "system volume information"sv, // Windows
                                "lost+found"sv,                // Linux
                                "@eadir"sv,
                                "#recycle"sv,
                                "#snapshot"sv,
                                "@recycle"sv,
                                "@recently-snapshot"sv, // network storage
                                "picasa.ini"sv,
                                "__pycache__"sv};
    if (name.starts_with('.')) return true;
    return std::find(kNames.begin(), kNames.end(), lowerCase(std::string(name))) != kNames.end();
}

} // namespace latent
