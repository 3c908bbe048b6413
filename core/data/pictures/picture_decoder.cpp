// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/picture_decoder.h"

#include "core/data/format.h"
#include "core/data/pictures/picture_file.h"
#include "core/data/pictures/picture_pixels.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <utility>

namespace latent {
namespace {

constexpr int kFilesPerTask = 16;
constexpr int kFirstSide = 28; // for pictures that are only inspected, or must have their own size

std::string pageText(const std::string& name, int page) {
    return name + ", page " + std::to_string(page);
}

} // namespace

PictureDecoder::PictureDecoder(const std::filesystem::path& folder, const FolderScan& scan,
                               const OpenOptions& options, const Progress& progress)
    : m_folder(folder)
    , m_files(scan.files)
    , m_options(options)
    , m_progress(progress)
    , m_first(scan.files.size() + 1)
    , m_failures(scan.files.size())
    , m_sizes(scan.files.size())
    , m_facts(scan.files.size()) {
    std::iota(m_first.begin(), m_first.end(), std::size_t{0}); // one image per file, until the survey
}

SizeStatistics PictureDecoder::survey(ThreadTeam& team) {
    const std::vector<std::vector<QSize>> found = surveySizes(m_folder, m_files, team, m_progress);
    const Index most = m_options.readAtMost; // for the whole set: the files were chosen accordingly
    const auto mostPages =
        most > 0 ? std::max<std::size_t>(1, static_cast<std::size_t>(most) / found.size()) : SIZE_MAX;
    m_sizes.clear();
    for (std::size_t file = 0; file < found.size(); ++file) {
        const std::size_t pages = std::min(found[file].size(), mostPages);
        m_sizes.insert(m_sizes.end(), found[file].begin(),
                       found[file].begin() + static_cast<std::ptrdiff_t>(pages));
        m_first[file + 1] = m_first[file] + pages;
    }
    m_failures.assign(m_sizes.size(), {});
    m_surveyed = true;
    return sizeStatistics(m_sizes);
}

QSize PictureDecoder::firstSize() const {
    for (std::size_t i = 0; i < m_files.size(); ++i) {
        if (i % 16 == 0) m_progress.at(0);
        FileBytes file = readPictureFile(m_folder, m_files[i]);
        if (!file.failure.empty()) continue;
        PictureReader reader(std::move(file.bytes), lowerCase(m_files[i].name));
        const Picture picture = reader.read(0, kFirstSide);
        if (picture.failure.empty()) return picture.whole;
    }
    return {};
}

void PictureDecoder::run(ThreadTeam& team, const PictureTarget& target, DecodingRound& round,
                         std::uint8_t* out) {
    const auto count = static_cast<int>(m_files.size());
    team.run((count + kFilesPerTask - 1) / kFilesPerTask, [&](int task, int worker) {
        const int begin = task * kFilesPerTask;
        const int end = std::min(count, begin + kFilesPerTask);
        for (int i = begin; i < end; ++i) {
            if (round.failed() || m_progress.stop.stop_requested()) return;
            const auto file = static_cast<std::size_t>(i);
            decode(file, target, round,
                   out + m_first[file] * static_cast<std::size_t>(target.shape.pixels()));
        }
        round.done += end - begin;
        if (worker == 0) report(static_cast<double>(round.done) / count);
    });
    if (m_progress.stop.stop_requested()) throw Cancelled();
}

// Only the calling thread reports, and progress never goes backwards.
void PictureDecoder::report(double fraction) {
    m_reported = std::max(m_reported, fraction);
    m_progress.report(m_reported);
}

void PictureDecoder::fail(std::size_t file, const std::string& cause) {
    std::fill(m_failures.begin() + static_cast<std::ptrdiff_t>(m_first[file]),
              m_failures.begin() + static_cast<std::ptrdiff_t>(m_first[file + 1]), cause);
}

// Any thread.
void PictureDecoder::decode(std::size_t file, const PictureTarget& target, DecodingRound& round,
                            std::uint8_t* out) {
    try {
        FileBytes read = readPictureFile(m_folder, m_files[file]);
        if (!read.failure.empty()) return fail(file, read.failure);
        PictureReader reader(std::move(read.bytes), lowerCase(m_files[file].name));
        if (reader.count() > 1 && !m_surveyed)
            round.needsSurvey = true;
        else
            decodePages(file, reader, target, round, out);
    } catch (const std::bad_alloc&) {
        fail(file, "there is not enough memory for it");
    }
}

void PictureDecoder::decodePages(std::size_t file, PictureReader& reader, const PictureTarget& target,
                                 DecodingRound& round, std::uint8_t* out) {
    const int side = target.fit ? std::max(target.shape.width, target.shape.height) : kFirstSide;
    for (int page = 0; page < pagesOf(file) && !round.failed(); ++page) {
        const std::size_t image = m_first[file] + static_cast<std::size_t>(page);
        Picture picture = page < reader.count()
                              ? reader.read(page, side)
                              : Picture{{}, {}, "it changed while the folder was being read"};
        m_sizes[image] = picture.whole;
        m_failures[image] = std::move(picture.failure);
        if (m_failures[image].empty()) place(picture, target, round, out);
        out += target.shape.pixels();
    }
    m_facts[file] = {reader.animated(), reader.endMissing(), reader.pagesMissing()};
}

void PictureDecoder::place(const Picture& picture, const PictureTarget& target, DecodingRound& round,
                           std::uint8_t* out) {
    if (isDeep(picture.image)) {
        const int highest = highestValue(picture.image);
        for (int before = round.highest; before < highest;)
            if (round.highest.compare_exchange_weak(before, highest)) break;
    }
    const QImage image = inBytes(picture.image, target.bits);
    if (image.hasAlphaChannel()) round.anyTransparent = true;
    const QSize size(target.shape.width, target.shape.height);
    if (!target.fit && (picture.whole != size || image.size() != size)) { // the header may state another size
        (m_surveyed ? round.needsFit : round.needsSurvey) = true;
        return;
    }
    const bool grey = m_options.colour == ImageColour::Grey;
    const QImage placed = target.fit ? fitted(image, size, m_options.fit) : image;
    if (!writePixels(placed, target.shape.channels, grey, m_options.ground, out)) round.needsColour = true;
}

std::vector<DecodedImage> PictureDecoder::keepRead(FolderScan& scan, std::uint8_t* pixels,
                                                   std::size_t imageBytes) const {
    std::vector<DecodedImage> kept;
    for (std::size_t file = 0; file < m_files.size(); ++file) {
        const int pages = pagesOf(file);
        for (int page = 1; page <= pages; ++page) {
            const std::size_t image = m_first[file] + static_cast<std::size_t>(page - 1);
            const std::string& name = m_files[file].name;
            if (!m_failures[image].empty()) {
                scan.skip(pages > 1 ? pageText(name, page) : name, m_failures[image]);
                continue;
            }
            if (kept.size() != image)
                std::memmove(pixels + kept.size() * imageBytes, pixels + image * imageBytes, imageBytes);
            kept.push_back({file, pages > 1 ? static_cast<std::uint32_t>(page) : 0});
        }
        if (m_facts[file].pagesMissing)
            scan.skip(pageText(m_files[file].name, pages + 1), "the file is truncated");
    }
    return kept;
}

void PictureDecoder::describe(PictureTreatment& treatment) const {
    std::vector<QSize> sizes = m_sizes;
    for (std::size_t file = 0; file < m_files.size(); ++file) {
        bool anyRead = false;
        for (std::size_t image = m_first[file]; image < m_first[file + 1]; ++image) {
            anyRead = anyRead || m_failures[image].empty();
            if (!m_failures[image].empty()) sizes[image] = {};
        }
        if (!anyRead) continue;
        if (pagesOf(file) > 1) treatment.paged.add(m_files[file].name);
        if (m_facts[file].animated) treatment.animations.add(m_files[file].name);
        if (m_facts[file].endMissing) treatment.withoutEnd.add(m_files[file].name);
    }
    treatment.sizes = sizeStatistics(sizes);
}

} // namespace latent
