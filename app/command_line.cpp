// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include "app/data_options.h"
#include "app/explore_options.h"
#include "app/numbers.h"
#include "app/options.h"
#include "app/train_options.h"
#include "app/walk_options.h"
#include "core/explore/diagnostics/importance_bound.h"

#include <QSet>

#include <algorithm>
#include <array>
#include <limits>

namespace latent {
namespace {

constexpr int kMaxImages = kMostNumberedImages; // of one picture
constexpr int kMaxManifoldSide = 100;           // so that its images are no more than that

const char* const kUsage =
    "Usage: latent-explorer [NAME|FILE]          open the window, on a model or a data set if named\n"
    "       latent-explorer SUBCOMMAND [options] work without a window\n"
    "\n"
    "Train variational autoencoders and explore their latent space.\n"
    "\n"
    "Subcommands:\n"
    "  train        train a model on a data set\n"
    "  evaluate     print a model's losses, posterior and diagnostics on a data set as JSON\n"
    "  encode       write the code of every image as CSV\n"
    "  reconstruct  draw images above their reconstructions\n"
    "  generate     draw images decoded from the latent space\n"
    "  walk         animate a path through the latent space\n"
    "  traverse     draw a row of images for each latent dimension\n"
    "  neighbours   list the images whose codes are nearest to those of some images\n"
    "  direction    write what leads from one class to another, and how well it tells them apart\n"
    "  duplicates   list images that are the same or nearly so, in groups\n"
    "  outliers     list the images that fit in least\n"
    "  runs         list the runs of a session file\n"
    "  datasets     list the data sets that have a name, or get one\n"
    "  recipes      list the published protocols that train --recipe repeats\n"
    "\n"
    "  -h, --help     this text; latent-explorer SUBCOMMAND --help tells more\n"
    "  -v, --version  the version\n"
    "\n"
    "Exit status: 0 done, 2 bad usage or bad input, 1 anything else.\n";

GenerateCommand readGenerate(const Options& options) {
    GenerateCommand command;
    command.model = readModel(options);
    command.out = options.required("out");
    if (options.has("count") + options.has("z") + options.has("manifold") > 1) {
        options.fail("--count, --z and --manifold exclude each other");
    }
    command.count = options.number("count", command.count, 1, kMaxImages);
    command.manifoldSide = options.number("manifold", 0, 1, kMaxManifoldSide);
    command.seed = options.number<std::uint64_t>("seed", 1, 0, std::numeric_limits<std::uint64_t>::max());
    for (const QString& text : options.texts("z")) {
        const std::optional<std::vector<float>> point = parseNumbers<float>(text.toStdString());
        if (!point) options.fail(QString("--z: '%1' is no list of numbers separated by commas").arg(text));
        command.points.push_back(*point);
    }
    return command;
}

constexpr std::array kSubcommands{"train",    "evaluate", "encode",     "reconstruct", "generate",
                                  "walk",     "traverse", "neighbours", "direction",   "duplicates",
                                  "outliers", "runs",     "datasets",   "recipes"};

Command parseTrain(const QStringList& arguments) {
    Options options("train", "Trains a model. Ctrl-C ends the training and still writes the model.");
    describeTrain(options);
    if (auto text = options.parse(arguments)) return *text;
    if (options.has("resume")) return readResume(options);
    return readTrain(options);
}

Command parseEvaluate(const QStringList& arguments) {
    constexpr int kUsualSamples = 1000;
    Options options("evaluate",
                    "Prints the losses of a model on the test images and its posterior as one JSON object.");
    describeModel(options);
    describeData(options);
    options.flag("full", "Every diagnostic that applies: bounds on log p(x), the parts of KL, the aggregate "
                         "posterior, classes, memorised images, known factors.");
    options.value("samples",
                  QString("The importance-weighted bound on log p(x) with so many samples an image, at most "
                          "%1; %2 if only --full is given.")
                      .arg(kMostImportanceSamples)
                      .arg(kUsualSamples),
                  "K");
    options.value("images", "The bound of the first N test images only.", "N");
    if (auto text = options.parse(arguments)) return *text;
    EvaluateCommand command{.model = readModel(options), .data = options.required("data")};
    command.opening = readDataOptions(options);
    command.full = options.has("full");
    command.samples = options.number("samples", command.full ? kUsualSamples : 0, 1, kMostImportanceSamples);
    command.images = options.number<Index>("images", 0, 1, std::numeric_limits<int>::max());
    if (command.images > 0 && command.samples == 0) options.fail("--images: needs --samples or --full");
    return command;
}

Command parseEncode(const QStringList& arguments) {
    Options options("encode",
                    "Writes the code of every image as CSV, one row an image, in these columns:\n"
                    "  image         its number from 0, as reconstruct --index takes it\n"
                    "  file, page    where it comes from, below the opened folder; empty where one\n"
                    "                file holds all\n"
                    "  label, class  the number, from 0, and the name of its class\n"
                    "  m1, m2, …     the mean of its code in each dimension\n"
                    "  sigma1, …     the standard deviation");
    describeModel(options);
    describeData(options);
    options.value("out", "The CSV file, - for standard output.", "CODES.csv");
    if (auto text = options.parse(arguments)) return *text;
    return EncodeCommand{readModel(options), options.required("data"), options.required("out"),
                         readDataOptions(options)};
}

Command parseReconstruct(const QStringList& arguments) {
    Options options("reconstruct", "Draws images of a data set above their reconstructions.");
    describeModel(options);
    describeData(options);
    options.value("index", "Numbers of the images, from 0.", "I[,I...]");
    options.value("out", "The picture.", "FILE.png");
    if (auto text = options.parse(arguments)) return *text;
    return ReconstructCommand{readModel(options), options.required("data"), readImageNumbers(options),
                              options.required("out"), readDataOptions(options)};
}

Command parseGenerate(const QStringList& arguments) {
    Options options("generate", "Draws images decoded from the latent space.");
    describeModel(options);
    options.value("count", "So many samples of the prior.", "N", "64");
    options.value("z", "Decode this point; may be given several times.", "NUMBERS");
    options.value("manifold", "A grid of N by N points over the first two dimensions.", "N");
    options.value("seed", "Of the samples.", "N", "1");
    options.value("out", "The picture.", "FILE.png");
    if (auto text = options.parse(arguments)) return *text;
    return readGenerate(options);
}

Command parseWalk(const QStringList& arguments) {
    Options options("walk",
                    "Decodes a path through the latent space into an animation or a sheet of frames.");
    describeModel(options);
    describeWalk(options);
    if (auto text = options.parse(arguments)) return *text;
    WalkCommand command = readWalk(options);
    command.model = readModel(options);
    return command;
}

Command parseTraverse(const QStringList& arguments) {
    Options options("traverse", "Draws a row for each dimension: images decoded while that one goes from one "
                                "end of its range to the other.");
    describeModel(options);
    describeTraverse(options);
    if (auto text = options.parse(arguments)) return *text;
    TraverseCommand command = readTraverse(options);
    command.model = readModel(options);
    return command;
}

Command parseDatasets(const QStringList& arguments) {
    Options options("datasets", "Lists the data sets that have a name, and where they come from; or fetches "
                                "one into the user's data folder. Ctrl-C ends that and keeps nothing half "
                                "done.");
    options.value("get", "Fetch this set, check it, and print the folder where it lies.", "NAME");
    options.value("mirror",
                  "Fetch its files from below this address (http or https) instead of the publisher's; they "
                  "are checked all the same.",
                  "URL");
    if (auto text = options.parse(arguments)) return *text;
    DatasetsCommand command{options.text("get"), options.text("mirror")};
    if (options.has("get") && command.get.empty()) options.fail("--get: needs the name of a set");
    if (options.has("mirror") && command.get.empty()) options.fail("--mirror: needs --get");
    const bool web = command.mirror.starts_with("https://") || command.mirror.starts_with("http://");
    if (options.has("mirror") && !web)
        options.fail("--mirror: needs an address that begins with https:// or http://");
    return command;
}

Command parseRuns(const QStringList& arguments) {
    Options options("runs", "Lists the runs of a session file: what they are, how far they are, their test "
                            "losses in nats per image, and what they take on the disk.");
    options.positional("FILE.latent", "A session of the window, or what train --checkpoint writes.");
    options.flag("json", "One JSON object a run instead of a table.");
    if (auto text = options.parse(arguments)) return *text;
    return RunsCommand{options.word(0), options.has("json")};
}

Command parseRecipes(const QStringList& arguments) {
    Options options("recipes", "Lists the published protocols that train --recipe repeats.");
    if (auto text = options.parse(arguments)) return *text;
    return RecipesCommand{};
}

/// Without a subcommand: help, version, or a file for the window. Options that Qt knows pass through.
Command parseWindow(const QStringList& arguments) {
    static const QSet<QString> takesValue{
        "platform", "platformpluginpath", "platformtheme",   "plugin",       "style",       "stylesheet",
        "display",  "geometry",           "qwindowgeometry", "qwindowtitle", "qwindowicon", "session"};
    WindowCommand command;
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        const QString& word = arguments[i];
        if (word == "-h" || word == "--help") return PrintText{kUsage};
        if (word == "-v" || word == "--version") return PrintText{kVersionLine};
        const QString name = word.mid(word.startsWith("--") ? 2 : 1);
        if (word.startsWith('-') && word.size() > 1) {
            const QString key = name.section('=', 0, 0);
            if (!takesValue.contains(key)) {
                throw UsageError(QString("unknown option '%1'; try --help").arg(word).toStdString());
            }
            if (!name.contains('=')) ++i;
        } else if (!command.file.empty()) {
            throw UsageError(
                QString("'%1' is one word too many: the window opens one file").arg(word).toStdString());
        } else {
            command.file = pathToBytes(word);
        }
    }
    return command;
}

} // namespace

bool isSubcommand(const QString& word) {
    return std::any_of(kSubcommands.begin(), kSubcommands.end(),
                       [&](const char* name) { return word == name; });
}

QString subcommandNames() {
    QStringList names;
    for (const char* name : kSubcommands) names.append(name);
    return names.join(", ");
}

Command parseCommandLine(const QStringList& arguments) {
    using Parse = Command (*)(const QStringList&);
    constexpr std::array<Parse, kSubcommands.size()> kParsers{
        parseTrain,    parseEvaluate, parseEncode,     parseReconstruct, parseGenerate,
        parseWalk,     parseTraverse, parseNeighbours, parseDirection,   parseDuplicates,
        parseOutliers, parseRuns,     parseDatasets,   parseRecipes};
    for (std::size_t i = 0; i < kSubcommands.size(); ++i) {
        if (arguments.size() > 1 && arguments[1] == kSubcommands[i]) return kParsers[i](arguments);
    }
    return parseWindow(arguments);
}

} // namespace latent
