// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/explore_options.h"

#include "app/data_options.h"
#include "app/numbers.h"
#include "core/explore/curate/duplicates.h"

#include <algorithm>
#include <limits>

namespace latent {
namespace {

constexpr const char* kIdentityHelp = "  image         its number from 0, as reconstruct --index takes it\n"
                                      "  file, page    where it comes from; empty where one file holds all\n"
                                      "  label, class  the number and the name of its class\n";

void describeTable(Options& options) {
    describeData(options);
    options.value("out", "The CSV file, - for standard output.", "FILE.csv");
}

std::optional<float> readDistance(const Options& options, const char* name) {
    if (!options.has(name)) return std::nullopt;
    const float distance = options.real(name, 0);
    if (distance < 0) options.fail(QString("--%1: needs a number from 0").arg(name));
    return distance;
}

} // namespace

void describeModel(Options& options) {
    options.positional("MODEL", "A .safetensors file of latent-explorer, or a .latent file with its runs.");
    options.value("run", "Of a .latent file: the run, by name or id.", "NAME", "the newest");
}

ModelChoice readModel(const Options& options) {
    return {options.word(0), options.text("run")};
}

std::vector<Index> readImageNumbers(const Options& options) {
    const std::optional<std::vector<Index>> images = parseNumbers<Index>(options.required("index"));
    if (!images || std::any_of(images->begin(), images->end(), [](Index image) { return image < 0; })) {
        options.fail("--index: needs image numbers from 0, separated by commas");
    }
    if (images->size() > kMostNumberedImages) options.fail("--index: more than 10,000 images");
    return *images;
}

Command parseNeighbours(const QStringList& arguments) {
    constexpr int kMostNeighbours = 1000;
    Options options(
        "neighbours",
        QString("Lists the images whose codes are nearest to those of some images, nearest first, "
                "as CSV, one row a neighbour, in these columns:\n"
                "  of            number of the image that was asked about\n"
                "  place         from 1\n"
                "  distance      between the means of both codes\n") +
            kIdentityHelp);
    describeModel(options);
    options.value("index", "Numbers of the images, from 0.", "I[,I...]");
    options.value("count", "Neighbours of each.", "N", "8");
    describeTable(options);
    if (auto text = options.parse(arguments)) return *text;
    return NeighboursCommand{readModel(options),        options.required("data"),
                             readImageNumbers(options), options.number("count", 8, 1, kMostNeighbours),
                             options.required("out"),   readDataOptions(options)};
}

Command parseDirection(const QStringList& arguments) {
    Options options(
        "direction",
        "Writes the mean code of class A minus the mean code of class B as CSV, one row a dimension, in "
        "these columns:\n"
        "  dimension     from 1\n"
        "  difference    what leads from B to A\n"
        "  mean_a        of the codes of A\n"
        "  mean_b        of the codes of B\n"
        "Prints how well a half of both classes that was kept apart is told from where it lies along the "
        "direction of the other half, with a 95 % interval (bootstrap), and what the direction does to the "
        "other classes.");
    describeModel(options);
    options.value("a", "The class that the direction leads to, by name or number.", "CLASS");
    options.value("b", "The class that it comes from.", "CLASS");
    options.value("seed", "Of the halves and the bootstrap.", "N", "1");
    describeTable(options);
    if (auto text = options.parse(arguments)) return *text;
    DirectionCommand command{readModel(options), options.required("data"), options.required("a"),
                             options.required("b")};
    command.seed = options.number<std::uint64_t>("seed", 1, 0, std::numeric_limits<std::uint64_t>::max());
    command.out = options.required("out");
    command.opening = readDataOptions(options);
    return command;
}

Command parseDuplicates(const QStringList& arguments) {
    Options options(
        "duplicates",
        QString("Lists images that are the same or nearly so as CSV, one row an image, the largest "
                "groups first, in these columns:\n"
                "  by            pixels, or code with --model\n"
                "  group         from 1\n"
                "  distance      from the nearest other image of the group\n") +
            kIdentityHelp +
            "An image is in a group if at least one other image of it is near. Pixels are compared "
            "by the root of their mean squared difference, 0 to 1; codes by their distance over the "
            "usual one, the median distance of a code from its nearest.");
    options.value("model", "Compare codes too: a .safetensors file, or a .latent file with its runs.",
                  "MODEL");
    options.value("run", "Of a .latent file: the run, by name or id.", "NAME", "the newest");
    options.value("pixels", "The largest distance by pixels; 0 finds equal images.", "DISTANCE",
                  QString::number(static_cast<double>(kUsualPixelThreshold)));
    options.value("codes", "The largest distance by code.", "DISTANCE",
                  QString::number(static_cast<double>(kUsualCodeThreshold)));
    describeTable(options);
    if (auto text = options.parse(arguments)) return *text;
    DuplicatesCommand command{.data = options.required("data"),
                              .model = {options.text("model"), options.text("run")}};
    for (const char* name : {"run", "codes"})
        if (options.has(name) && command.model.path.empty())
            options.fail(QString("--%1: needs --model").arg(name));
    command.pixels = readDistance(options, "pixels");
    command.codes = readDistance(options, "codes");
    command.out = options.required("out");
    command.opening = readDataOptions(options);
    return command;
}

Command parseOutliers(const QStringList& arguments) {
    Options options(
        "outliers",
        QString("Lists the images that fit in least as CSV, one row an image, the oddest first: the "
                "worst reconstructed and those farthest from others alternate. Columns:\n"
                "  place         from 1\n"
                "  loss          of its reconstruction, nats\n"
                "  distance      mean distance to the codes of its 10 nearest neighbours\n"
                "  loss_rank, distance_rank  places by each among all images, from 1\n") +
            kIdentityHelp);
    describeModel(options);
    options.value("count", "So many images.", "N", "100");
    describeTable(options);
    if (auto text = options.parse(arguments)) return *text;
    return OutliersCommand{readModel(options), options.required("data"),
                           options.number("count", 100, 1, std::numeric_limits<int>::max()),
                           options.required("out"), readDataOptions(options)};
}

} // namespace latent
