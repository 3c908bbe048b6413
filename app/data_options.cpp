// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_options.h"

#include "core/data/opening_words.h"

#include <limits>

namespace latent {
namespace {

bool parseTranspose(const std::string& word) {
    if (word != "on" && word != "off") throw Error("\"" + word + "\" is neither on nor off");
    return word == "on";
}

std::vector<std::string> readClasses(const Options& options) {
    std::vector<std::string> classes;
    for (const QString& word : QString::fromStdString(options.text("classes")).split(','))
        if (!word.trimmed().isEmpty()) classes.push_back(word.trimmed().toStdString());
    if (classes.empty()) options.fail("--classes: needs names or numbers, separated by commas");
    return classes;
}

double readFraction(const Options& options) {
    const std::optional<double> fraction = parseNumber<double>(options.text("test-fraction"));
    if (!fraction || *fraction <= 0 || *fraction >= 1)
        options.fail("--test-fraction: needs a number above 0 and below 1");
    return *fraction;
}

} // namespace

void describeData(Options& options) {
    options.value(
        "data",
        "A data set's name (see latent-explorer datasets), a file of images (IDX, NumPy .npy or .npz, "
        "CSV, a batch of CIFAR), a folder of those, or a folder of pictures.",
        "NAME|PATH");
    options.value("subset", "The training images to use: all, first:N, random:N or balanced:N.", "WHICH",
                  "all");
    options.value("classes", "Only the images of these classes, by name or number.", "C[,C...]");
    options.value("test-fraction", "Hold out so much of all images for testing, whatever the files say.",
                  "F");
    options.value("first-images",
                  "Read no more than so many images and leave the rest where they are: the first of a file, "
                  "evenly many of a folder of pictures.",
                  "N", "all");
    options.value("images-key", "NumPy archives: the array of images.", "KEY");
    options.value("labels-key", "NumPy archives: the array of labels.", "KEY");
    options.value("label-column", "Tables: the column of the labels, by name or by number from 1.", "COLUMN");
    options.flag("no-labels", "Open the images without their labels.");
    options.value("size", "For rows of pixels that are not square: the size of an image.", "WxH");
    options.value("transpose", "IDX: swap rows and columns, on or off [on if the name contains emnist].",
                  "SWITCH");
    options.value("side", "Pictures: the side of the square in pixels.", "N");
    options.value("fit", "Pictures: crop to the middle square, or stretch to a square.", "HOW", "crop");
    options.value("colour", "Pictures: auto, grey or colour.", "WHICH", "auto");
    options.value("ground", "Pictures: the colour behind what is transparent.", "RRGGBB", "ffffff");
}

OpenOptions readDataOptions(const Options& options) {
    OpenOptions opening;
    opening.subset = options.parsed("subset", Subset{}, parseSubset);
    if (options.has("classes")) opening.subset.classes = readClasses(options);
    if (options.has("test-fraction")) opening.testFraction = readFraction(options);
    constexpr Index kMostImages = std::numeric_limits<std::int32_t>::max();
    opening.readAtMost = options.number<Index>("first-images", 0, 2, kMostImages);
    opening.imagesKey = options.text("images-key");
    opening.labelsKey = options.text("labels-key");
    opening.labelColumn = options.text("label-column");
    opening.labels = !options.has("no-labels");
    const WrittenSize size = options.parsed("size", WrittenSize{}, parseSize);
    opening.width = size.width;
    opening.height = size.height;
    if (options.has("transpose")) opening.transpose = options.parsed("transpose", false, parseTranspose);
    opening.side = options.number("side", 0, 1, kMaxAskedSide);
    opening.fit = options.parsed("fit", opening.fit, parseFit);
    opening.colour = options.parsed("colour", opening.colour, parseColour);
    opening.ground = options.parsed("ground", opening.ground, parseGround);
    return opening;
}

} // namespace latent
