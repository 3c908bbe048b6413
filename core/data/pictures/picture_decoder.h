// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/thread_team.h"
#include "core/data/open_options.h"
#include "core/data/pictures/picture.h"
#include "core/data/pictures/picture_decoding.h"
#include "core/data/pictures/picture_report.h"

#include <atomic>
#include <filesystem>
#include <vector>

namespace latent {

/// The target format of all pictures. The first guess is modest; a picture that does not fit it ends the
/// round, and the next round uses a better guess.
struct PictureTarget {
    ImageShape shape;
    bool fit = false; // pictures are made to fit; otherwise they must have this size
    int bits = 16;    // significant bits of the numbers of deep pictures
};

/// The findings of a round.
struct DecodingRound {
    std::atomic<bool> needsSurvey{false}; // of the sizes and pages of all files
    std::atomic<bool> needsFit{false};
    std::atomic<bool> needsColour{false};
    std::atomic<bool> anyTransparent{false};
    std::atomic<int> highest{-1}; // highest number of the deep pictures; −1: there are none
    std::atomic<int> done{0};     // files
    bool failed() const { return needsSurvey || needsFit || needsColour; }
};

/// Decodes the pictures of a folder, round by round, on a team of threads.
class PictureDecoder {
  public:
    PictureDecoder(const std::filesystem::path& folder, const FolderScan& scan, const OpenOptions& options,
                   const Progress& progress);

    /// Reads the headers of all files: their sizes, and the pages that are separate images.
    SizeStatistics survey(ThreadTeam& team);
    bool surveyed() const { return m_surveyed; }
    /// The size of the first readable picture; empty: there is none.
    QSize firstSize() const;
    /// Decodes the pictures until one does not fit the target; the round tells why. out: [imageCount() ×
    /// pixels]. Throws Cancelled.
    void run(ThreadTeam& team, const PictureTarget& target, DecodingRound& round, std::uint8_t* out);

    std::size_t imageCount() const { return m_first.back(); }
    /// After the last round: closes the gaps of unreadable pictures among the pixels, records those pictures
    /// in the scan, and returns the images that remain.
    std::vector<DecodedImage> keepRead(FolderScan& scan, std::uint8_t* pixels, std::size_t imageBytes) const;
    /// Adds what the last round found out about the files.
    void describe(PictureTreatment& treatment) const;

  private:
    struct FileFacts {
        bool animated = false;
        bool endMissing = false;
        bool pagesMissing = false;
    };

    void report(double fraction);
    void decode(std::size_t file, const PictureTarget& target, DecodingRound& round, std::uint8_t* out);
    void decodePages(std::size_t file, PictureReader& reader, const PictureTarget& target,
                     DecodingRound& round, std::uint8_t* out);
    void place(const Picture& picture, const PictureTarget& target, DecodingRound& round, std::uint8_t* out);
    void fail(std::size_t file, const std::string& cause);
    int pagesOf(std::size_t file) const { return static_cast<int>(m_first[file + 1] - m_first[file]); }

    std::filesystem::path m_folder;
    const std::vector<PictureFile>& m_files;
    const OpenOptions& m_options;
    const Progress& m_progress;
    bool m_surveyed = false;
    std::vector<std::size_t> m_first;    // [files + 1] index of each file's first image
    std::vector<std::string> m_failures; // [images]; empty: it was read
    std::vector<QSize> m_sizes;          // [images] sizes in the files
    std::vector<FileFacts> m_facts;      // [files]
    double m_reported = 0;
};

} // namespace latent
