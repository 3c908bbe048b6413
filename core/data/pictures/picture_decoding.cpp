// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/picture_decoding.h"

#include "core/base/cores.h"
#include "core/data/arrays/image_array.h"
#include "core/data/arrays/pixel_memory.h"
#include "core/data/pictures/picture_decoder.h"
#include "core/data/pictures/picture_pixels.h"
#include "core/data/questions.h"

#include <utility>

namespace latent {
namespace {

constexpr int kUsualSide = 28;

PictureTarget squaresOf(int side, int channels) {
    return {{side, side, channels}, true};
}

bool mayStay(const QSize& size) {
    return !size.isEmpty() && size.width() <= kMaxImageSide && size.height() <= kMaxImageSide;
}

PictureTarget surveyedTarget(PictureDecoder& decoder, ThreadTeam& team, const OpenOptions& options,
                             int channels) {
    const SizeStatistics sizes = decoder.survey(team);
    if (options.side > 0) return squaresOf(options.side, channels);
    if (!mayStay(sizes.usual) || !sizes.nearlyAlike()) return squaresOf(kUsualSide, channels);
    return {{sizes.usual.width(), sizes.usual.height(), channels}, !sizes.alike()};
}

PictureTarget firstTarget(PictureDecoder& decoder, ThreadTeam& team, const OpenOptions& options) {
    const int channels = options.colour == ImageColour::Colour ? 3 : 1;
    if (options.side > 0) return squaresOf(options.side, channels);
    const QSize size = decoder.firstSize();
    if (mayStay(size)) return {{size.width(), size.height(), channels}, false};
    return size.isEmpty() ? squaresOf(kUsualSide, channels) // none can be read
                          : surveyedTarget(decoder, team, options, channels);
}

// Returns whether the round has to be repeated.
bool improve(PictureTarget& target, PictureDecoder& decoder, const DecodingRound& round, ThreadTeam& team,
             const OpenOptions& options) {
    if (round.needsColour) target.shape.channels = 3;
    if (round.needsSurvey) target = surveyedTarget(decoder, team, options, target.shape.channels);
    if (round.needsFit) target.fit = true;
    if (round.failed()) return true;
    const int bits = round.highest < 0 ? target.bits : bitsFor(round.highest);
    return std::exchange(target.bits, bits) != bits;
}

DecodedPictures finish(const PictureDecoder& decoder, FolderScan& scan, const PixelMemory& memory,
                       const PictureTarget& target, const DecodingRound& round, const OpenOptions& options) {
    const auto imageBytes = static_cast<std::size_t>(target.shape.pixels());
    PictureTreatment treatment{.shape = target.shape,
                               .fitted = target.fit,
                               .transparent = round.anyTransparent,
                               .bits = round.highest < 0 ? 0 : target.bits};
    decoder.describe(treatment);
    DecodedPictures result;
    result.shape = target.shape;
    result.images = decoder.keepRead(scan, memory.data(), imageBytes);
    treatment.levels = spreadLevels({memory.data(), result.images.size() * imageBytes});
    result.pixels = memory.finish(result.images.size() * imageBytes);
    result.pixelRule = ruleOf(treatment, options);
    result.choices = choicesOf(treatment, options);
    return result;
}

} // namespace

DecodedPictures decodeAll(const std::filesystem::path& folder, FolderScan& scan, const OpenOptions& options,
                          const Progress& progress) {
    PictureDecoder decoder(folder, scan, options, progress);
    ThreadTeam team(coreCount());
    PictureTarget target = firstTarget(decoder, team, options);
    for (;;) {
        const auto imageBytes = static_cast<std::uint64_t>(target.shape.pixels());
        requireImageMemory(decoder.imageCount(), imageBytes, options, folder.string(), "");
        const PixelMemory memory(imageBytes * decoder.imageCount(), folder.string(), "");
        DecodingRound round;
        decoder.run(team, target, round, memory.data());
        if (!improve(target, decoder, round, team, options))
            return finish(decoder, scan, memory, target, round, options);
    }
}

} // namespace latent
