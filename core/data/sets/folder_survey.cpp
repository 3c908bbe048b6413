// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sets/folder_survey.h"

#include "core/data/arrays/cifar.h"
#include "core/data/files/clean_text.h"
#include "core/data/files/foreign_file.h"
#include "core/data/files/junk_files.h"
#include "core/data/files/natural_order.h"
#include "core/data/pictures/picture_kind.h"
#include "core/data/sets/set_folder.h"

#include <algorithm>
#include <deque>
#include <system_error>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr int kSurveyDepth = 4;
constexpr int kMostFolders = 1000;
constexpr int kMostFilesExamined = 200;
constexpr std::size_t kMostForeign = 100;
constexpr int kPicturesOfASet = 2;

struct Place {
    fs::path path;
    std::string below;
    int depth = 0;
};

class Survey {
  public:
    explicit Survey(const fs::path& folder)
        : m_places{{folder, "", 0}} {}

    FolderSurvey run() {
        for (int folders = 0; !m_places.empty() && !m_found.pictures; ++folders) {
            const Place place = std::move(m_places.front());
            m_places.pop_front();
            if (folders == kMostFolders) m_found.pictures = true;
            if (!isSet(place)) lookInto(place);
        }
        return std::move(m_found);
    }

  private:
    bool isSet(const Place& place) {
        if (place.depth == 0) return false;
        const PathProbe probe = probeFolder(place.path);
        const HoldsSet holds = holdsSet(place.path);
        const bool cifar = kCifarFolderFormat.holds(probe);
        if (holds == HoldsSet::No && !cifar) return false;
        m_found.sets.push_back({place.path, place.below, cifar ? &kCifarFolderFormat : &kSetFolderFormat,
                                cifar || holds == HoldsSet::Surely});
        return true;
    }

    static PathProbe probeFolder(const fs::path& path) {
        PathProbe probe;
        probe.path = path;
        probe.isFolder = true;
        return probe;
    }

    void lookInto(const Place& place) {
        std::vector<std::string> names;
        std::error_code failed;
        fs::directory_iterator entry(place.path, failed);
        for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
            const std::string name = entry->path().filename().string();
            if (isJunkFile(name)) continue;
            std::error_code ignored;
            if (entry->is_directory(ignored))
                names.push_back(name);
            else if (entry->is_regular_file(ignored))
                lookAt(*entry, place.below.empty() ? name : place.below + "/" + name);
            if (m_found.pictures) return;
        }
        if (place.depth == kSurveyDepth) return;
        std::sort(names.begin(), names.end(), naturallyLess);
        for (const std::string& name : names)
            m_places.push_back(
                {place.path / name, place.below.empty() ? name : place.below + "/" + name, place.depth + 1});
    }

    void lookAt(const fs::directory_entry& file, const std::string& below) {
        if (isNamedPicture(lowerCase(below))) return addPicture();
        if (++m_filesExamined > kMostFilesExamined) {
            m_found.pictures = true;
            return;
        }
        try {
            const PathProbe probe = probePath(file.path());
            if (!pictureKind(probe.start).empty()) return addPicture();
            const auto kind = foreignKind(probe.start, probe.lowerName);
            if (kind && m_found.foreign.size() < kMostForeign)
                m_found.foreign.push_back({cleanText(below), kind->text()});
        } catch (const Error&) { // opening the file will report it
        }
    }

    void addPicture() { m_found.pictures = ++m_pictures >= kPicturesOfASet; }

    FolderSurvey m_found;
    std::deque<Place> m_places;
    int m_pictures = 0;
    int m_filesExamined = 0;
};

} // namespace

FolderSurvey surveyFolder(const fs::path& folder) {
    FolderSurvey survey = Survey(folder).run();
    std::sort(survey.foreign.begin(), survey.foreign.end(),
              [](const SkippedFile& a, const SkippedFile& b) { return naturallyLess(a.name, b.name); });
    return survey;
}

} // namespace latent
