// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/picture_sizes.h"

#include "core/data/format.h"
#include "core/data/pictures/picture.h"
#include "core/data/pictures/picture_file.h"

#include <algorithm>
#include <map>

namespace latent {
namespace {

constexpr int kFilesPerSurveyTask = 64; // files
constexpr std::uint64_t kHeaderBytes = 64 << 10;

std::vector<QSize> sizesOf(const std::filesystem::path& folder, const PictureFile& file) {
    const std::string name = lowerCase(file.name);
    FileBytes read = readPictureFile(folder, file, kHeaderBytes);
    const bool paged = read.bytes.startsWith("II") || read.bytes.startsWith("MM"); // pages lie anywhere
    if (!paged) {
        std::vector<QSize> sizes = PictureReader::sizesIn(std::move(read.bytes), name);
        if (file.size <= kHeaderBytes || !sizes.front().isEmpty()) return sizes;
    }
    return PictureReader::sizesIn(readPictureFile(folder, file).bytes, name);
}

qint64 pixelsOf(const QSize& size) {
    return qint64{size.width()} * size.height();
}

} // namespace

std::vector<std::vector<QSize>> surveySizes(const std::filesystem::path& folder,
                                            const std::vector<PictureFile>& files, ThreadTeam& team,
                                            const Progress& progress) {
    std::vector<std::vector<QSize>> sizes(files.size());
    const auto count = static_cast<int>(files.size());
    team.run((count + kFilesPerSurveyTask - 1) / kFilesPerSurveyTask, [&](int task, int) {
        const int end = std::min(count, (task + 1) * kFilesPerSurveyTask);
        for (int i = task * kFilesPerSurveyTask; i < end && !progress.stop.stop_requested(); ++i) {
            const auto file = static_cast<std::size_t>(i);
            sizes[file] = sizesOf(folder, files[file]);
        }
    });
    if (progress.stop.stop_requested()) throw Cancelled();
    return sizes;
}

SizeStatistics sizeStatistics(const std::vector<QSize>& sizes) {
    SizeStatistics statistics;
    std::map<std::pair<int, int>, Index> counts;
    for (const QSize& size : sizes) {
        if (size.isEmpty()) continue;
        if (statistics.count == 0) statistics.smallest = statistics.largest = size;
        if (pixelsOf(size) < pixelsOf(statistics.smallest)) statistics.smallest = size;
        if (pixelsOf(size) > pixelsOf(statistics.largest)) statistics.largest = size;
        ++statistics.count;
        const Index same = ++counts[{size.width(), size.height()}];
        if (same > statistics.usualCount) {
            statistics.usualCount = same;
            statistics.usual = size;
        }
    }
    return statistics;
}

} // namespace latent
