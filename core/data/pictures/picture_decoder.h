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

/// What all pictures are to become. The first guess is the modest one; a picture that does not fit it ends
/// the round, and the next goes by a better one.
struct PictureTarget {
    ImageShape shape;
    bool fit = false; // pictures are made to fit; else they must have this size
    int bits = 16;    // that the numbers of deep pictures fill
};

/// What one round found out.
struct DecodingRound {
    std::atomic<bool> needsSurvey{false}; // of the sizes and pages of all files
    std::atomic<bool> needsFit{false};
    std::atomic<bool> needsColour{false};
    std::atomic<bool> anyTransparent{false};
    std::atomic<int> highest{-1}; // number of the deep pictures; −1: there are none
    std::atomic<int> done{0};     // files
    bool failed() const { return needsSurvey || needsFit || needsColour; }
};

/// Decodes the pictures of a folder, round by round, on a team of threads.
class PictureDecoder {
  public:
    PictureDecoder(const std::filesystem::path& folder, const FolderScan& scan, const OpenOptions& options,
                   const Progress& progress);

    /// Looks at the headers of all files: their sizes, and the pages that are images of their own.
    SizeStatistics survey(ThreadTeam& team);
    bool surveyed() const { return m_surveyed; }
    /// The size of the first picture that can be read; empty: there is none.
    QSize firstSize() const;
    /// Decodes all that fit the target, until one needs another; the round tells. out: [imageCount() ×
    /// pixels]. Throws Cancelled.
    void run(ThreadTeam& team, const PictureTarget& target, DecodingRound& round, std::uint8_t* out);

    std::size_t imageCount() const { return m_first.back(); }
    /// Of the last round: closes the gaps that unreadable pictures left among the pixels; returns the images
    /// that remain. Tells the scan of the others.
    std::vector<DecodedImage> keepRead(FolderScan& scan, std::uint8_t* pixels, std::size_t imageBytes) const;
    /// Sets what the files of the last round have to tell.
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
    std::vector<std::size_t> m_first;    // [files + 1] the first image of each
    std::vector<std::string> m_failures; // [images]; empty: it was read
    std::vector<QSize> m_sizes;          // [images] as they are in the files
    std::vector<FileFacts> m_facts;      // [files]
    double m_reported = 0;
};

} // namespace latent
