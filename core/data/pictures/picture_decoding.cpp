// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/picture_decoding.h"

#include "core/base/cores.h"
#include "core/base/thread_team.h"
#include "core/data/arrays/image_array.h"
#include "core/data/arrays/pixel_memory.h"
#include "core/data/pictures/picture.h"
#include "core/data/questions.h"
#include "core/data/sets/composed_images.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr int kUsualSide = 28;
constexpr int kFilesATask = 16;
constexpr std::uint64_t kLargestFile = 256 << 20;

struct FileBytes {
    QByteArray bytes;
    std::string failure;
};

// The bytes of a file that is as it was when the folder was looked through.
FileBytes readPicture(const fs::path& path, const PictureFile& seen) {
    constexpr const char* kChanged = "it changed while the folder was read";
    const auto failed = [] { return "cannot be read: " + std::generic_category().message(errno); };
    if (seen.size > kLargestFile) return {{}, "the file is larger than 256 MiB"};
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return {{}, failed()};
    FileBytes result;
    struct stat status {};
    if (::fstat(file, &status) != 0) {
        result.failure = failed();
    } else if (!S_ISREG(status.st_mode) || static_cast<std::uint64_t>(status.st_size) != seen.size ||
               std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec !=
                   seen.modifiedNs) {
        result.failure = kChanged;
    } else {
        result.bytes.resize(static_cast<qsizetype>(seen.size));
        qsizetype done = 0;
        while (done < result.bytes.size()) {
            const ssize_t got = ::read(file, result.bytes.data() + done,
                                       static_cast<std::size_t>(result.bytes.size() - done));
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) result.failure = failed();
            if (got == 0) result.failure = kChanged;
            if (got <= 0) break;
            done += got;
        }
    }
    ::close(file);
    return result;
}

// What all pictures are to become. The first guess is the modest one; a picture that does not fit it ends the
// round, and the next goes by a better one.
struct Target {
    ImageShape shape;
    bool square = false; // pictures are made to fit; else they must have this size
};

struct Round {
    std::atomic<bool> needsSquare{false};
    std::atomic<bool> needsColour{false};
    std::atomic<int> done{0};
    bool failed() const { return needsSquare || needsColour; }
};

class Decoder {
  public:
    Decoder(const fs::path& folder, const FolderScan& scan, const OpenOptions& options,
            const Progress& progress)
        : m_folder(folder)
        , m_files(scan.files)
        , m_options(options)
        , m_progress(progress)
        , m_failures(scan.files.size()) {}

    /// Whether every picture fitted the target or was found unreadable. out: [files × pixels].
    bool run(ThreadTeam& team, const Target& target, Round& round, std::uint8_t* out) {
        const auto count = static_cast<int>(m_files.size());
        team.run((count + kFilesATask - 1) / kFilesATask, [&](int task, int worker) {
            const int begin = task * kFilesATask;
            const int end = std::min(count, begin + kFilesATask);
            for (int i = begin; i < end; ++i) {
                if (round.failed() || m_progress.stop.stop_requested()) return;
                const auto file = static_cast<std::size_t>(i);
                decode(file, target, round, out + file * static_cast<std::size_t>(target.shape.pixels()));
            }
            round.done += end - begin;
            if (worker == 0) report(static_cast<double>(round.done) / count);
        });
        if (m_progress.stop.stop_requested()) throw Cancelled();
        return !round.failed();
    }

    /// The size of the first picture that can be read; none: 0×0.
    QSize firstSize() const {
        for (std::size_t i = 0; i < m_files.size(); ++i) {
            if (i % 16 == 0) m_progress.at(0);
            const FileBytes file = readPicture(m_folder / m_files[i].name, m_files[i]);
            if (!file.failure.empty()) continue;
            const Picture picture = decodePicture(file.bytes, kUsualSide);
            if (picture.failure.empty()) return picture.whole;
        }
        return {0, 0};
    }

    const std::vector<std::string>& failures() const { return m_failures; }
    bool anyDeep() const { return m_anyDeep; }
    bool anyTransparent() const { return m_anyTransparent; }

  private:
    // Only the calling thread reports, and never backwards.
    void report(double fraction) {
        m_reported = std::max(m_reported, fraction);
        m_progress.report(m_reported);
    }

    // Any thread. Tasks of a team must not throw.
    void decode(std::size_t index, const Target& target, Round& round, std::uint8_t* out) {
        std::string& failure = m_failures[index];
        try {
            FileBytes file = readPicture(m_folder / m_files[index].name, m_files[index]);
            failure = std::move(file.failure);
            if (!failure.empty()) return;
            Picture picture = decodePicture(file.bytes, target.square ? target.shape.width : kUsualSide);
            failure = std::move(picture.failure);
            if (failure.empty()) place(picture, target, round, out);
        } catch (const std::exception&) {
            failure = "there is not enough memory for it";
        }
    }

    void place(const Picture& picture, const Target& target, Round& round, std::uint8_t* out) {
        const QImage& image = picture.image;
        if (image.depth() > 32 || image.format() == QImage::Format_Grayscale16) m_anyDeep = true;
        if (image.hasAlphaChannel()) m_anyTransparent = true;
        const QSize size(target.shape.width, target.shape.height);
        if (!target.square &&
            (picture.whole != size || image.size() != size)) { // a file may promise another size
            round.needsSquare = true;
            return;
        }
        const bool grey = m_options.colour == ImageColour::Grey;
        const QImage fitted = target.square ? fitToSquare(image, target.shape.width, m_options.fit) : image;
        if (!writePixels(fitted, target.shape.channels, grey, m_options.ground, out))
            round.needsColour = true;
    }

    fs::path m_folder;
    const std::vector<PictureFile>& m_files;
    const OpenOptions& m_options;
    const Progress& m_progress;
    std::vector<std::string> m_failures; // [files]; empty: it was read
    double m_reported = 0;
    std::atomic<bool> m_anyDeep{false};
    std::atomic<bool> m_anyTransparent{false};
};

Target firstTarget(const Decoder& decoder, const OpenOptions& options) {
    const int channels = options.colour == ImageColour::Colour ? 3 : 1;
    if (options.side > 0) return {{options.side, options.side, channels}, true};
    const QSize size = decoder.firstSize();
    if (size.isEmpty() || size.width() > kMaxImageSide || size.height() > kMaxImageSide) {
        return {{kUsualSide, kUsualSide, channels}, true};
    }
    return {{size.width(), size.height(), channels}, false};
}

std::string ruleText(const Decoder& decoder, const Target& target, const OpenOptions& options) {
    std::vector<std::string> steps;
    const std::string size = sizeText({target.shape.width, target.shape.height, 1});
    if (decoder.anyDeep()) steps.push_back("reduced to 8 bits");
    if (target.square)
        steps.push_back((options.fit == ImageFit::Crop ? "the middle square resized to " : "resized to ") +
                        size);
    if (decoder.anyTransparent()) steps.push_back(groundText(options.ground));
    if (options.colour == ImageColour::Grey) steps.push_back("made grey");
    if (steps.empty()) return kBytesAsTheyAre;
    std::string text;
    for (const std::string& step : steps) text += (text.empty() ? "" : "; ") + step;
    return text;
}

// Closes the gaps that unreadable pictures left; returns the bytes that remain.
std::uint64_t closeGaps(const std::vector<std::string>& failures, std::uint8_t* pixels,
                        std::size_t imageBytes) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < failures.size(); ++i) {
        if (!failures[i].empty()) continue;
        if (kept != i) std::memmove(pixels + kept * imageBytes, pixels + i * imageBytes, imageBytes);
        ++kept;
    }
    return kept * imageBytes;
}

} // namespace

DecodedPictures decodeAll(const fs::path& folder, FolderScan& scan, const OpenOptions& options,
                          const Progress& progress) {
    Decoder decoder(folder, scan, options, progress);
    ThreadTeam team(coreCount());
    Target target = firstTarget(decoder, options);
    for (;;) {
        const auto imageBytes = static_cast<std::uint64_t>(target.shape.pixels());
        requireImageMemory(scan.files.size(), imageBytes, options, folder.string(), "");
        const PixelMemory memory(imageBytes * scan.files.size(), folder.string(), "");
        Round round;
        if (!decoder.run(team, target, round, memory.data())) {
            if (round.needsColour) target.shape.channels = 3;
            if (round.needsSquare) target = {{kUsualSide, kUsualSide, target.shape.channels}, true};
            continue;
        }
        DecodedPictures result;
        for (std::size_t i = 0; i < scan.files.size(); ++i) {
            const std::string& failure = decoder.failures()[i];
            result.read.push_back(failure.empty());
            if (!failure.empty()) scan.skip(scan.files[i].name, failure);
        }
        const std::uint64_t size =
            closeGaps(decoder.failures(), memory.data(), static_cast<std::size_t>(imageBytes));
        result.shape = target.shape;
        result.pixels = memory.finish(size);
        result.pixelRule = ruleText(decoder, target, options);
        return result;
    }
}

} // namespace latent
