// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/picture_report.h"

#include "core/data/arrays/image_array.h"
#include "core/data/files/clean_text.h"
#include "core/data/sets/composed_images.h"

namespace latent {
namespace {

std::string textOfSize(const QSize& size) {
    return sizeText({size.width(), size.height(), 1});
}

std::string sizeChoice(const PictureTreatment& treatment, const OpenOptions& options) {
    const SizeStatistics& sizes = treatment.sizes;
    const QSize shape(treatment.shape.width, treatment.shape.height);
    const std::string became = " and became " + textOfSize(shape) + " (--side)";
    if (sizes.alike())
        return "all pictures are " + textOfSize(sizes.usual) + ", larger than " +
               sizeText({kMaxImageSide, kMaxImageSide, 1}) + "," + became;
    if (sizes.usual != shape)
        return "the pictures differ in size, from " + textOfSize(sizes.smallest) + " to " +
               textOfSize(sizes.largest) + "," + became;
    const Index others = sizes.count - sizes.usualCount;
    return std::to_string(sizes.usualCount) + " of " + std::to_string(sizes.count) + " pictures are " +
           textOfSize(shape) + "; the other " +
           (others == 1 ? "one was " : std::to_string(others) + " were ") +
           (options.fit == ImageFit::Crop ? "cropped and " : "") + "resized to that (--side)";
}

} // namespace

void ReportedFiles::add(const std::string& name) {
    ++count;
    if (first.size() < kMostNamesListed) first.push_back(fileNameText(name));
}

std::string ReportedFiles::text() const {
    std::string list;
    const Index more = count - static_cast<Index>(first.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        const bool last = i + 1 == first.size() && more == 0;
        list += (i == 0 ? "" : last ? " and " : ", ") + first[i];
    }
    return more > 0 ? list + " and " + std::to_string(more) + " more" : list;
}

std::string ruleOf(const PictureTreatment& treatment, const OpenOptions& options) {
    const SizeStatistics& sizes = treatment.sizes;
    const QSize shape(treatment.shape.width, treatment.shape.height);
    const bool strays = sizes.usual == shape && !sizes.alike() && options.side == 0;
    std::vector<std::string> steps;
    if (treatment.bits == 16) steps.push_back("reduced to 8 bits");
    if (treatment.bits > 8 && treatment.bits < 16)
        steps.push_back("reduced from " + std::to_string(treatment.bits) + " to 8 bits");
    if (treatment.fitted && !strays)
        steps.push_back((options.fit == ImageFit::Crop ? "the middle square resized to " : "resized to ") +
                        textOfSize(shape));
    if (treatment.transparent) steps.push_back(groundText(options.ground));
    if (options.colour == ImageColour::Grey) steps.push_back("made grey");
    if (!treatment.levels.empty()) steps.push_back(treatment.levels);
    if (steps.empty()) return kBytesAsTheyAre;
    std::string text;
    for (const std::string& step : steps) text += (text.empty() ? "" : "; ") + step;
    return text;
}

std::vector<std::string> choicesOf(const PictureTreatment& treatment, const OpenOptions& options) {
    std::vector<std::string> choices;
    if (treatment.fitted && options.side == 0) choices.push_back(sizeChoice(treatment, options));
    if (treatment.paged.count > 0) choices.push_back("each page is an image: " + treatment.paged.text());
    if (treatment.animations.count > 0)
        choices.push_back("only the first frame of an animation is read: " + treatment.animations.text());
    if (treatment.withoutEnd.count > 0)
        choices.push_back("included although the end marker is missing: " + treatment.withoutEnd.text());
    return choices;
}

} // namespace latent
