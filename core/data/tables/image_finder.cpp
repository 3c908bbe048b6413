// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tables/image_finder.h"

#include "core/data/files/clean_text.h"
#include "core/data/format.h"
#include "core/data/pictures/picture_kind.h"
#include "core/data/tables/csv_cells.h"

#include <algorithm>

namespace latent {
namespace {

std::string withoutPictureEnding(const std::string& name) {
    return isNamedPicture(lowerCase(name)) ? name.substr(0, name.rfind('.')) : name;
}

/// "a/b/c.png", "b/c.png", "c.png".
template <class Visit>
void forEachEnd(const std::string& name, Visit visit) {
    for (std::size_t begin = 0;;) {
        visit(name.substr(begin));
        begin = name.find('/', begin) + 1;
        if (begin == 0) return;
    }
}

std::optional<Index> in(const std::unordered_map<std::string, Index>& map, const std::string& key) {
    const auto found = map.find(key);
    if (found == map.end() || found->second < 0) return std::nullopt;
    return found->second;
}

} // namespace

ImageFinder::ImageFinder(const std::vector<std::string>& files) {
    for (std::size_t i = 0; i < files.size(); ++i) {
        const std::string name = composedName(files[i]);
        const auto image = static_cast<Index>(i);
        const auto [found, isNew] = m_whole.try_emplace(name, image);
        if (!isNew) found->second = -1;
        forEachEnd(name, [&](const std::string& end) {
            add(end, image);
            const std::string bare = withoutPictureEnding(end);
            if (bare != end) add(bare, image);
        });
    }
}

void ImageFinder::add(const std::string& key, Index image) {
    const auto [found, isNew] = m_shorter.try_emplace(key, image);
    if (!isNew && found->second != image) found->second = -1;
}

std::optional<Index> ImageFinder::find(std::string_view name) const {
    std::string key = composedName(trimmed(name));
    std::replace(key.begin(), key.end(), '\\', '/');
    while (key.starts_with("./")) key.erase(0, 2);
    if (const auto image = in(m_whole, key)) return image;
    std::optional<Index> image;
    forEachEnd(key, [&](const std::string& end) {
        if (!image) image = in(m_shorter, end);
        if (!image) image = in(m_shorter, withoutPictureEnding(end));
    });
    return image;
}

} // namespace latent
