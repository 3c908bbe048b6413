// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/image_arrays.h"

#include "core/data/arrays/array_chain.h"
#include "core/data/arrays/npy_header.h"
#include "core/data/arrays/part_name.h"
#include "core/data/dataset_names.h"
#include "core/data/files/byte_reader.h"
#include "core/data/files/clean_text.h"
#include "core/data/files/junk_files.h"
#include "core/data/files/natural_order.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr int kDeepestArray = 4; // levels of folders
constexpr std::size_t kMostArrays = 1'000'000;
constexpr std::uint64_t kHeaderAt = 8; // byte of a .npy file

struct ArrayPlace {
    std::string below; // path below the opened folder
    std::string inClass;
    SetSplit split = SetSplit::None;
};

struct OneImage {
    std::uint64_t height = 0;
    std::uint64_t width = 0;
    std::uint64_t channels = 1;
    bool planes = false; // (C, H, W)
};

bool isSide(std::uint64_t size) {
    return size >= 2 && size <= kMaxImageSide;
}

std::optional<OneImage> oneImageOf(const NpyHeader& header) {
    const std::vector<std::uint64_t>& sizes = header.shape;
    if (!header.type || sizes.size() < 2 || sizes.size() > 3) return std::nullopt;
    OneImage image{sizes[0], sizes[1], 1, false};
    if (sizes.size() == 3) {
        const auto isChannels = [](std::uint64_t size) { return size == 1 || size == 3 || size == 4; };
        image.planes = !isChannels(sizes[2]) && isChannels(sizes[0]);
        if (!image.planes && !isChannels(sizes[2])) return std::nullopt;
        image = image.planes ? OneImage{sizes[1], sizes[2], sizes[0], true}
                             : OneImage{sizes[0], sizes[1], sizes[2], false};
    }
    if (!isSide(image.height) || !isSide(image.width)) return std::nullopt;
    return image;
}

using Shape = std::vector<std::uint64_t>;

// The shape of an array that is one image; otherwise empty.
Shape imageShapeOf(const fs::path& path) {
    try {
        ByteReader reader(path);
        const NpyHeader header = readNpyHeader(reader);
        return oneImageOf(header) ? header.shape : Shape{};
    } catch (const Error&) {
        return {};
    }
}

struct CommonShape {
    Shape shape;
    std::size_t count = 0; // number of arrays with it
};

CommonShape commonShape(const std::vector<Shape>& shapes) {
    std::map<Shape, std::size_t> counts;
    for (const Shape& shape : shapes)
        if (!shape.empty()) ++counts[shape];
    CommonShape common;
    for (const auto& [shape, count] : counts)
        if (count > common.count) common = {shape, count};
    return common;
}

ArrayPlace placeOf(const std::string& below) {
    ArrayPlace place{below, "", SetSplit::None};
    const std::size_t slash = below.find('/');
    if (slash == std::string::npos) return place;
    const std::string first = below.substr(0, slash);
    const PartName name = partNameOf(first);
    const bool split = name.stem.empty() && name.split != SetSplit::None;
    if (split) place.split = name.split;
    const std::string rest = split ? below.substr(slash + 1) : below;
    const std::size_t end = rest.find('/');
    if (end != std::string::npos) place.inClass = rest.substr(0, end);
    return place;
}

// The first `most` .npy files in and below a folder, by name.
std::vector<ArrayPlace> placesIn(const fs::path& folder, std::size_t most) {
    std::vector<ArrayPlace> places;
    std::error_code failed;
    fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, failed);
    for (; !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed)) {
        const std::string name = entry->path().filename().string();
        std::error_code ignored;
        if (isJunkFile(name) || entry.depth() >= kDeepestArray) entry.disable_recursion_pending();
        if (isJunkFile(name) || !lowerCase(name).ends_with(".npy") || !entry->is_regular_file(ignored))
            continue;
        places.push_back(placeOf(entry->path().lexically_relative(folder).string()));
        if (places.size() >= most) break;
    }
    std::sort(places.begin(), places.end(),
              [](const ArrayPlace& a, const ArrayPlace& b) { return naturallyLess(a.below, b.below); });
    return places;
}

ImageArray arrayOf(const fs::path& path) {
    ImageArray array;
    array.source = std::make_unique<ByteReader>(path);
    array.reopen = [path] {
        auto source = std::make_unique<ByteReader>(path);
        readNpyHeader(*source);
        return source;
    };
    const NpyHeader header = readNpyHeader(*array.source);
    array.type = numberTypeOf(header, *array.source);
    array.statedAt = kHeaderAt;
    const OneImage image = oneImageOf(header).value_or(OneImage{});
    const ImageShape shape =
        checkedShape(*array.source, kHeaderAt, image.width, image.height, image.channels);
    array.setShape(shape);
    array.setCount(1);
    const std::uint64_t row = image.width * image.channels;
    const ArrayAxis channels{image.channels, 1};
    array.axes = {{1, static_cast<std::uint64_t>(shape.pixels())}};
    if (image.planes) array.axes.push_back(channels);
    array.axes.push_back({image.height, row});
    array.axes.push_back({image.width, image.channels});
    if (!image.planes) array.axes.push_back(channels);
    if (header.fortranOrder) std::reverse(array.axes.begin() + 1, array.axes.end());
    return array;
}

/// Reads the arrays one after another, training images first.
class ArrayReader {
  public:
    ArrayReader(const fs::path& folder, const OpenOptions& options, const Progress& progress)
        : m_folder(folder)
        , m_options(options)
        , m_progress(progress) {
        settleSplit(placesOfOneShape());
        const std::size_t all = m_train.size() + m_test.size();
        keepEvenly(m_train, all);
        keepEvenly(m_test, all);
        numberFolders();
    }

    ImageDataset read() {
        ImageArray train = chain(m_train);
        std::optional<ImageArray> test;
        if (!m_test.empty()) test = chain(m_test);
        OpenOptions all = m_options;
        all.readAtMost = 0; // places has no more entries than requested
        readImages(m_dataset, std::move(train), std::move(test), all, m_progress);
        nameAfter(m_dataset, m_folder);
        m_dataset.choices.emplace_back(
            "each array is one image (open a single file to read it in another way)");
        return std::move(m_dataset);
    }

  private:
    std::vector<ArrayPlace> placesOfOneShape() {
        const std::vector<ArrayPlace> places = placesIn(m_folder, kMostArrays);
        std::vector<Shape> shapes; // [places]
        for (const ArrayPlace& place : places) {
            m_progress.at(0);
            shapes.push_back(imageShapeOf(m_folder / place.below));
        }
        const CommonShape common = commonShape(shapes);
        std::vector<ArrayPlace> kept;
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (shapes[i] == common.shape)
                kept.push_back(places[i]);
            else
                addSkipped(m_dataset, places[i].below,
                           shapes[i].empty() ? "not an array of one image" : "an image of another size");
        }
        if (kept.empty()) throw Error(m_folder.string(), "", "the folder changed while it was being read");
        return kept;
    }

    void settleSplit(const std::vector<ArrayPlace>& places) {
        const auto has = [&](SetSplit split) {
            return std::any_of(places.begin(), places.end(),
                               [&](const ArrayPlace& place) { return place.split == split; });
        };
        if (!has(SetSplit::Train)) {
            m_train = places;
            return;
        }
        const SetSplit tested = has(SetSplit::Test) ? SetSplit::Test : SetSplit::Validation;
        if (tested == SetSplit::Validation && has(tested))
            m_dataset.choices.emplace_back(
                "the validation images are held out for testing, since there are no test "
                "images (--test-fraction holds out others)");
        for (const ArrayPlace& place : places) {
            if (place.split == SetSplit::Train)
                m_train.push_back(place);
            else if (place.split == tested)
                m_test.push_back(place);
            else
                addSkipped(m_dataset, place.below, "outside train and test");
        }
    }

    // Keeps an even share of both splits: the places are ordered by class, so the first ones would cover few
    // classes.
    void keepEvenly(std::vector<ArrayPlace>& places, std::size_t all) const {
        const auto most = static_cast<std::size_t>(m_options.readAtMost);
        if (most == 0 || most >= all || places.empty()) return;
        const std::size_t count = std::max<std::size_t>(1, places.size() * most / all);
        for (std::size_t i = 0; i < count; ++i) places[i] = places[i * places.size() / count];
        places.resize(count);
    }

    void numberFolders() {
        for (const auto* const places : {&m_train, &m_test})
            for (const ArrayPlace& place : *places) m_classes.try_emplace(place.inClass, std::uint16_t{0});
        if (m_classes.size() > std::size_t{std::numeric_limits<std::uint16_t>::max()})
            throw Error(m_folder.string(), "", "more than 65,535 folders of arrays");
        if (m_classes.size() < 2 || !m_options.labels) return m_classes.clear();
        std::uint16_t next = 0;
        for (auto& [name, number] : m_classes) {
            number = next++;
            m_dataset.classNames.push_back(name.empty() ? "(no folder)" : cleanText(name));
        }
    }

    ImageArray chain(const std::vector<ArrayPlace>& places) {
        ArrayChain chained(m_progress);
        for (const ArrayPlace& place : places) {
            chained.add(arrayOf(m_folder / place.below));
            if (!m_classes.empty()) m_dataset.labels.push_back(m_classes[place.inClass]);
            m_dataset.files.push_back(place.below);
        }
        return chained.finish();
    }

    const fs::path& m_folder;
    const OpenOptions& m_options;
    const Progress& m_progress;
    std::vector<ArrayPlace> m_train;
    std::vector<ArrayPlace> m_test;                               // may be empty
    std::map<std::string, std::uint16_t, NaturalOrder> m_classes; // empty: there are none
    ImageDataset m_dataset;
};

ImageDataset openImageArrays(const fs::path& folder, const OpenOptions& options, const Progress& progress) {
    return ArrayReader(folder, options, progress).read();
}

bool holdsImageArrays(const PathProbe& probe) {
    constexpr std::size_t kMostExamined = 50;
    if (!probe.isFolder) return false;
    const std::vector<ArrayPlace> places = placesIn(probe.path, kMostExamined);
    std::vector<Shape> shapes;
    for (const ArrayPlace& place : places) shapes.push_back(imageShapeOf(probe.path / place.below));
    const std::size_t alike = commonShape(shapes).count;
    return alike >= 2 && alike * 10 >= places.size() * 9; // a tenth may be anything
}

} // namespace

const Format kImageArraysFormat{"folders with one array per image", holdsImageArrays, nullptr,
                                openImageArrays};

} // namespace latent
