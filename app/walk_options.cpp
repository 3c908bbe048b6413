// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/walk_options.h"

#include "app/data_options.h"
#include "app/walk_export.h"

#include <array>
#include <limits>
#include <utility>

namespace latent {
namespace {

constexpr int kUsualFrames = 64;
constexpr int kUsualColumns = 11;
constexpr int kMostColumns = 150; // so that the images are no more than in other pictures

constexpr std::array<std::pair<const char*, WalkPath>, 4> kPathWords{{{"straight", WalkPath::Straight},
                                                                      {"slerp", WalkPath::Spherical},
                                                                      {"data", WalkPath::AlongData},
                                                                      {"metric", WalkPath::Metric}}};

WalkPath readPath(const Options& options) {
    if (!options.has("path")) return WalkPath::Straight;
    for (const auto& [word, path] : kPathWords)
        if (options.text("path") == word) return path;
    options.fail(QString("--path: '%1' is none of straight, slerp, data and metric")
                     .arg(options.texts("path").constFirst()));
}

LatentPlace readPlace(const Options& options, const QString& option, const QString& text) {
    LatentPlace place{.option = option.toStdString()};
    const std::string word = text.toStdString();
    if (word.starts_with('#')) {
        const std::optional<Index> image = parseNumber<Index>(word.substr(1));
        if (!image || *image < 0)
            options.fail(QString("--%1: '%2' is no image number from #0").arg(option, text));
        if (!options.has("data"))
            options.fail(QString("--%1: %2 is an image, which needs --data").arg(option, text));
        place.image = *image;
        return place;
    }
    const std::optional<std::vector<float>> numbers = parseNumbers<float>(word);
    if (!numbers)
        options.fail(
            QString("--%1: '%2' is neither a list of numbers separated by commas nor an image, as #7")
                .arg(option, text));
    place.numbers = *numbers;
    return place;
}

} // namespace

void describeWalk(Options& options) {
    options.value("from",
                  "Where it begins: numbers separated by commas, or with --data an image, as '#7' "
                  "(in quotation marks, since # begins a comment in a shell).",
                  "Z");
    options.value("to", "Where it ends.", "Z");
    options.value("via", "A place on the way; may be given several times.", "Z");
    options.value(
        "path",
        "How it goes: straight; slerp, along great circles around the prior's mean; data, where the "
        "codes of --data are dense; metric, what changes the picture least.",
        "PATH", "straight");
    options.value("steps", QString("The number of frames, at most %1.").arg(kMostWalkSteps), "N",
                  QString::number(kUsualFrames));
    options.flag("loop", "Go back from the end to the beginning.");
    options.value("out", "A .webp or .gif animation, or a .png sheet of all frames.", "FILE");
    describeData(options);
}

WalkCommand readWalk(const Options& options) {
    WalkCommand command;
    command.path = readPath(options);
    options.required("from");
    options.required("to");
    command.through.push_back(readPlace(options, "from", options.texts("from").constFirst()));
    for (const QString& place : options.texts("via"))
        command.through.push_back(readPlace(options, "via", place));
    command.through.push_back(readPlace(options, "to", options.texts("to").constFirst()));
    if (command.through.size() > static_cast<std::size_t>(kMostStations))
        options.fail(QString("--via: a walk goes through at most %1 places").arg(kMostStations));
    command.steps = options.number("steps", kUsualFrames, 2, kMostWalkSteps);
    command.loop = options.has("loop");
    command.out = options.required("out");
    if (!walkFormatOf(command.out))
        options.fail(QString("--out: %1: a walk is written to a .webp, .gif or .png file")
                         .arg(options.texts("out").constFirst()));
    command.data = options.text("data");
    if (command.path == WalkPath::AlongData && command.data.empty())
        options.fail("--path data: needs --data, along whose codes it leads");
    command.opening = readDataOptions(options);
    return command;
}

void describeTraverse(Options& options) {
    options.value("steps", "The number of images in a row.", "N", QString::number(kUsualColumns));
    options.value("index",
                  "With --data: the number of the image, from 0, whose code the dimensions leave; "
                  "without, they leave the prior's mean.",
                  "I");
    options.value("out", "The picture.", "FILE.png");
    describeData(options);
}

TraverseCommand readTraverse(const Options& options) {
    TraverseCommand command;
    command.out = options.required("out");
    command.data = options.text("data");
    if (options.has("index") && command.data.empty()) options.fail("--index: needs --data");
    if (!options.has("index") && !command.data.empty())
        options.fail("--data: needs --index, one of its images");
    command.image = options.number<Index>("index", -1, 0, std::numeric_limits<int>::max());
    command.steps = options.number("steps", kUsualColumns, 1, kMostColumns);
    command.opening = readDataOptions(options);
    return command;
}

} // namespace latent
