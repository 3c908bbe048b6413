// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/image_array.h"

#include "core/data/arrays/pixel_memory.h"
#include "core/data/arrays/pixel_rule.h"
#include "core/data/files/memory.h"
#include "core/data/questions.h"
#include "core/data/sets/axis_walk.h"
#include "core/data/sets/composed_images.h"
#include "core/data/split.h"

#include <algorithm>
#include <cmath>
#include <future>
#include <utility>

namespace latent {
namespace {

// Smaller files are copied: another program cannot truncate the copy.
constexpr std::uint64_t kSmallestMapped = 64 << 20;
constexpr std::size_t kPart = 1 << 15; // numbers decoded at a time

Progress partOf(const Progress& whole, double from, double to) {
    return {[report = whole.report, from, to](double fraction) { report(from + (to - from) * fraction); },
            whole.stop};
}

std::string positionText(const ImageArray& array) {
    return "byte " + std::to_string(array.statedAt);
}

void checkRoom(const ImageArray& array) {
    const std::uint64_t bytes = array.wholeNumbers() * static_cast<std::uint64_t>(array.type.bytes);
    array.source->requireRoomFor(bytes, array.statedAt,
                                 std::to_string(array.whole) + " images of " + sizeText(array.shape));
}

// Converts progress through the whole source to progress through the images that are read.
Progress ofTheFirst(const ImageArray& array, const Progress& progress) {
    if (array.count == array.whole) return progress;
    const double share = static_cast<double>(array.count) / static_cast<double>(array.whole);
    return {[report = progress.report, share](double fraction) { report(std::min(1.0, fraction / share)); },
            progress.stop};
}

// If all images were read, nothing may follow.
void requireEnd(ByteSource& source, const ImageArray& array) {
    if (array.count == array.whole) source.requireEnd();
}

std::size_t partOf(const ImageArray& array) {
    return static_cast<std::size_t>(std::min<std::uint64_t>(kPart, array.numbers()));
}

// Calls each(raw, count) with all numbers of the array, in file order; the file must end after them.
template <class Each>
void forEachPart(ByteSource& source, const ImageArray& array, const Progress& progress, Each each) {
    const auto size = static_cast<std::uint64_t>(array.type.bytes);
    std::vector<std::uint8_t> raw(partOf(array) * static_cast<std::size_t>(size));
    const std::uint64_t whole = source.position() + array.wholeNumbers() * size;
    for (std::uint64_t left = array.numbers(); left > 0;) {
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, kPart));
        source.readExactly(raw.data(), count * size, whole, progress);
        each(raw.data(), count);
        left -= count;
    }
    requireEnd(source, array);
}

void addRange(ValueRange& range, const ImageArray& array, const Progress& progress) {
    std::vector<double> numbers(partOf(array));
    ByteSource& source = *array.source;
    const auto size = static_cast<std::uint64_t>(array.type.bytes);
    forEachPart(source, array, progress, [&](const std::uint8_t* raw, std::size_t count) {
        const std::span<double> part(numbers.data(), count);
        decodeNumbers(array.type, raw, part);
        const std::size_t good = range.add(part);
        if (good == count) return;
        source.failAt(source.position() - (count - good) * size, "a pixel that is not a finite number");
    });
}

void readBytes(ByteSource& source, const ImageArray& array, std::uint8_t* out, const Progress& progress) {
    AxisWalk walk(array.axes);
    if (walk.contiguous()) {
        source.readExactly(out, array.pixels(), source.position() + array.wholeNumbers(), progress);
        requireEnd(source, array);
        return;
    }
    forEachPart(source, array, progress, [&](const std::uint8_t* raw, std::size_t count) {
        walk.place({raw, count}, out);
    });
}

void readNumbers(ByteSource& source, const ImageArray& array, const PixelRule& rule, std::uint8_t* out,
                 const Progress& progress) {
    AxisWalk walk(array.axes);
    std::vector<double> numbers(partOf(array));
    std::vector<std::uint8_t> pixels(partOf(array));
    forEachPart(source, array, progress, [&](const std::uint8_t* raw, std::size_t count) {
        decodeNumbers(array.type, raw, {numbers.data(), count});
        for (std::size_t i = 0; i < count; ++i) pixels[i] = rule.pixel(numbers[i]);
        walk.place({pixels.data(), count}, out);
    });
}

bool isReadAsBytes(const ImageArray& array) {
    return array.type.isByte() && !array.opacity;
}

// Bytes need no rule and are read once; other numbers are scanned before they are read.
struct Plan {
    bool bytes = true;
    PixelRule rule{0, 1, kBytesAsTheyAre};
};

Plan planFor(const ImageArray& train, const std::optional<ImageArray>& test, const Progress& progress) {
    Plan plan;
    plan.bytes = isReadAsBytes(train) && (!test || isReadAsBytes(*test));
    if (plan.bytes) return plan;
    ValueRange range;
    addRange(range, train, ofTheFirst(train, progress));
    if (test) addRange(range, *test, {[](double) {}, progress.stop});
    plan.rule = pixelRuleFor(train.type, range);
    return plan;
}

void read(ImageArray& array, const Plan& plan, const OpenOptions& options, std::uint8_t* out,
          const Progress& progress) {
    if (array.opacity) {
        const std::unique_ptr<ByteSource> source = array.reopen();
        readComposed(*source, array, plan.rule, options.ground, out, ofTheFirst(array, progress));
        requireEnd(*source, array);
    } else if (plan.bytes) {
        readBytes(*array.source, array, out, ofTheFirst(array, progress));
    } else {
        readNumbers(*array.reopen(), array, plan.rule, out, ofTheFirst(array, progress));
    }
    progress.at(1);
}

// room: pixels of the test images.
PixelMemory memoryFor(const ImageArray& train, std::uint64_t room, const OpenOptions& options) {
    const std::uint64_t begin = train.source->position();
    const bool worthMapping = isReadAsBytes(train) && AxisWalk(train.axes).contiguous() &&
                              !train.source->packed() && train.pixels() >= kSmallestMapped;
    if (worthMapping) {
        const std::uint64_t whole = begin + train.wholeNumbers(); // not too short, as checked before
        if (train.source->largestSize() != whole) train.source->failForMore(whole);
        requireMemory(room, train.source->name(), positionText(train));
        if (auto file = train.source->map(static_cast<std::size_t>(room))) {
            return PixelMemory(std::move(file), begin);
        }
    }
    const auto imageBytes = static_cast<std::uint64_t>(train.shape.pixels());
    requireImageMemory(static_cast<std::uint64_t>(train.count) + room / imageBytes, imageBytes, options,
                       train.source->name(), positionText(train), train.imageByImage());
    return {train.pixels() + room, train.source->name(), positionText(train)};
}

// Reads the two arrays into one memory on two threads.
void readAll(const PixelMemory& memory, ImageArray& train, std::optional<ImageArray>& test, const Plan& plan,
             const OpenOptions& options, const Progress& progress) {
    std::stop_source abandoned;
    const std::stop_callback passOn(progress.stop, [&abandoned] { abandoned.request_stop(); });
    std::future<void> testRead;
    if (test) {
        testRead = std::async(std::launch::async, [&] {
            read(*test, plan, options, memory.data() + train.pixels(),
                 {[](double) {}, abandoned.get_token()});
        });
    }
    try {
        if (memory.mapped()) {
            progress.at(1);
        } else {
            read(train, plan, options, memory.data(), progress);
        }
    } catch (...) {
        abandoned.request_stop(); // the future's destructor waits for its thread
        throw;
    }
    if (test) testRead.get();
}

// Bytes with only a few grey levels, such as black and white, would appear almost black. In most sets the
// first bright pixel ends the scan.
void spreadGreyLevels(const PixelMemory& memory, std::uint64_t size, const ImageArray& train, Plan& plan,
                      const OpenOptions& options) {
    constexpr std::uint8_t kBright = 64;
    if (!plan.bytes || train.bytesAsTheyAre) return;
    const std::span<std::uint8_t> pixels(memory.data(), static_cast<std::size_t>(size));
    if (std::any_of(pixels.begin(), pixels.end(), [](std::uint8_t pixel) { return pixel > kBright; })) return;
    plan.rule = pixelRuleFor(train.type,
                             {0, static_cast<double>(*std::max_element(pixels.begin(), pixels.end())), true});
    const auto imageBytes = static_cast<std::uint64_t>(train.shape.pixels());
    if (memory.mapped())
        requireImageMemory(size / imageBytes, imageBytes, options, train.source->name(), positionText(train));
    for (std::uint8_t& pixel : pixels) pixel = plan.rule.pixel(pixel);
}

void checkPair(const ImageArray& train, const ImageArray& test) {
    if (test.shape != train.shape) {
        throw Error(test.source->name(), positionText(test),
                    "the test images are " + sizeText(test.shape) + ", but the training images are " +
                        sizeText(train.shape));
    }
    if (test.whole > UINT32_MAX - train.whole) test.source->failAt(test.statedAt, "more than 2^32 images");
}

void readOnlyFirst(ImageArray& array, Index count) {
    if (count >= array.whole) return;
    if (!array.imageByImage()) {
        throw Error(array.source->name(), positionText(array),
                    "the numbers are in Fortran order, in which the first images cannot be read alone");
    }
    array.count = count;
    array.axes.front().size = static_cast<std::uint64_t>(count);
}

// The first images of both, each in proportion.
void readAtMost(ImageArray& train, std::optional<ImageArray>& test, Index most) {
    const Index all = train.whole + (test ? test->whole : 0);
    if (most <= 0 || most >= all) return;
    Index tested = 0;
    if (test) {
        const double share = static_cast<double>(test->whole) / static_cast<double>(all);
        tested = std::clamp<Index>(std::llround(share * static_cast<double>(most)), 1, most);
        readOnlyFirst(*test, tested);
    }
    readOnlyFirst(train, std::max<Index>(1, most - tested));
}

// Keeps the values of the images that are read, given one for each image of both arrays.
template <class Value>
void keepOfTheFirst(std::vector<Value>& values, const ImageArray& train, const ImageArray* test) {
    if (values.empty()) return;
    const auto at = [&](Index image) { return values.begin() + image; };
    if (test != nullptr) values.erase(at(train.whole + test->count), values.end());
    values.erase(at(train.count), at(train.whole));
    values.shrink_to_fit();
}

void dropUnread(ImageDataset& dataset, const ImageArray& train, const ImageArray* test) {
    keepOfTheFirst(dataset.labels, train, test);
    for (Factor& factor : dataset.factors) keepOfTheFirst(factor.values, train, test);
}

void requireOrderForOpacity(const ImageArray& array) {
    if (!array.opacity || array.imageByImage()) return;
    throw Error(array.source->name(), positionText(array),
                "images with opacity are not supported in Fortran order");
}

std::string ruleText(const PixelRule& rule, bool opacity, const OpenOptions& options) {
    if (!opacity) return rule.text;
    return (rule.text == kBytesAsTheyAre ? "" : rule.text + "; ") + groundText(options.ground);
}

} // namespace

std::string sizeText(ImageShape shape) {
    std::string text = std::to_string(shape.width) + "×" + std::to_string(shape.height);
    if (shape.channels != 1) text += "×" + std::to_string(shape.channels);
    return text;
}

ImageShape checkedShape(const ByteSource& source, std::uint64_t statedAt, std::uint64_t width,
                        std::uint64_t height, std::uint64_t channels) {
    const auto sideAllowed = [](std::uint64_t side) { return side >= 1 && side <= kMaxImageSide; };
    if (!sideAllowed(width) || !sideAllowed(height)) {
        source.failAt(statedAt, "images of " + std::to_string(width) + "×" + std::to_string(height) +
                                    " pixels; supported sides are 1 to " + std::to_string(kMaxImageSide));
    }
    if (channels != 1 && channels != 3 && channels != 4) {
        source.failAt(statedAt,
                      "images of " + std::to_string(channels) +
                          " channels; supported are 1 (grey), 3 (colour) and 4 (colour and opacity)");
    }
    return {static_cast<int>(width), static_cast<int>(height), static_cast<int>(channels)};
}

void readImages(ImageDataset& dataset, ImageArray train, std::optional<ImageArray> test,
                const OpenOptions& options, const Progress& progress) {
    if (test) checkPair(train, *test);
    checkRoom(train);
    if (test) checkRoom(*test);
    requireOrderForOpacity(train);
    if (test) requireOrderForOpacity(*test);
    readAtMost(train, test, options.readAtMost);
    const std::uint64_t room = test ? test->pixels() : 0;
    const PixelMemory memory = memoryFor(train, room, options);
    const bool twice = !isReadAsBytes(train) || (test && !isReadAsBytes(*test));
    Plan plan = planFor(train, test, partOf(progress, 0, 0.5));
    readAll(memory, train, test, plan, options, twice ? partOf(progress, 0.5, 1) : progress);
    spreadGreyLevels(memory, train.pixels() + room, train, plan, options);
    dataset.shape = train.shape;
    dataset.pixels = memory.finish(train.pixels() + room);
    dataset.pixelRule = ruleText(plan.rule, train.opacity || (test && test->opacity), options);
    dropUnread(dataset, train, test ? &*test : nullptr);
    if (test) splitAt(dataset, train.count);
}

} // namespace latent
