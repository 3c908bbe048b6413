// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/packed_dataset.h"

#include "core/data/arrays/image_array.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace latent {
namespace {

// Takes items from the front one after another; a missing item reads as empty and is remembered.
class Unpacker {
  public:
    explicit Unpacker(std::string_view bytes)
        : m_left(bytes) {}

    std::uint64_t number() {
        std::uint64_t value = 0;
        if (!enough(sizeof value)) return 0;
        std::memcpy(&value, m_left.data(), sizeof value);
        m_left.remove_prefix(sizeof value);
        return value;
    }
    std::string_view text() {
        const std::uint64_t length = number();
        if (!enough(length)) return {};
        const std::string_view text = m_left.substr(0, static_cast<std::size_t>(length));
        m_left.remove_prefix(static_cast<std::size_t>(length));
        return text;
    }
    template <class Number>
    std::vector<Number> numbers() {
        const std::string_view bytes = text();
        std::vector<Number> values(bytes.size() / sizeof(Number));
        if (bytes.size() % sizeof(Number) != 0) m_good = false;
        if (!values.empty()) std::memcpy(values.data(), bytes.data(), values.size() * sizeof(Number));
        return values;
    }
    std::vector<std::string> texts() {
        std::vector<std::string> result;
        for (std::uint64_t left = count(); left > 0 && m_good; --left) result.emplace_back(text());
        return result;
    }
    /// The number of items that take at least eight bytes each.
    std::uint64_t count() {
        const std::uint64_t stated = number();
        return enough(0) && stated <= m_left.size() / sizeof(std::uint64_t) ? stated : fail();
    }
    bool good() const { return m_good; }
    bool atEnd() const { return m_good && m_left.empty(); }

  private:
    std::uint64_t fail() {
        m_good = false;
        return 0;
    }
    bool enough(std::uint64_t bytes) {
        if (bytes > m_left.size()) m_good = false;
        return m_good;
    }

    std::string_view m_left;
    bool m_good = true;
};

template <class Number>
bool allBelow(const std::vector<Number>& numbers, std::uint64_t bound) {
    return std::all_of(numbers.begin(), numbers.end(), [bound](Number number) { return number < bound; });
}

bool makesSense(const ImageDataset& dataset, std::uint64_t pixelBytes) {
    const auto size = static_cast<std::uint64_t>(dataset.size());
    const bool split =
        !dataset.train.empty() && !dataset.test.empty() && dataset.train.size() + dataset.test.size() == size;
    return size > 0 && !dataset.pixelRule.empty() &&
           pixelBytes % static_cast<std::uint64_t>(dataset.shape.pixels()) == 0 &&
           (dataset.labels.empty() || dataset.labels.size() == size) &&
           (dataset.files.empty() || dataset.files.size() == size) &&
           (dataset.pages.empty() || dataset.pages.size() == size) &&
           allBelow(dataset.labels, dataset.classNames.size()) && allBelow(dataset.train, size) &&
           allBelow(dataset.test, size) &&
           (dataset.testGiven ? split : dataset.train.empty() && dataset.test.empty());
}

} // namespace

void DatasetWriter::add(std::uint64_t number) {
    m_bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void DatasetWriter::add(std::string_view text) {
    add(std::uint64_t{text.size()});
    m_bytes.append(text);
}

template <class Number>
void DatasetWriter::addAll(const std::vector<Number>& numbers) {
    add(std::string_view(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number)));
}

void DatasetWriter::addTexts(const std::vector<std::string>& texts) {
    add(std::uint64_t{texts.size()});
    for (const std::string& text : texts) add(text);
}

void DatasetWriter::add(const ImageDataset& dataset) {
    m_bytes.reserve(m_bytes.size() + dataset.pixels.bytes.size() + (std::size_t{1} << 16));
    add(static_cast<std::uint64_t>(dataset.shape.width));
    add(static_cast<std::uint64_t>(dataset.shape.height));
    add(static_cast<std::uint64_t>(dataset.shape.channels));
    add(dataset.pixelRule);
    add(std::uint64_t{dataset.testGiven});
    addAll(dataset.labels);
    addAll(dataset.train);
    addAll(dataset.test);
    addAll(dataset.pages);
    addTexts(dataset.classNames);
    addTexts(dataset.files);
    addTexts(dataset.choices);
    add(static_cast<std::uint64_t>(dataset.skippedCount));
    add(std::uint64_t{dataset.skipped.size()});
    for (const SkippedFile& file : dataset.skipped) {
        add(file.name);
        add(file.reason);
    }
    add(std::string_view(reinterpret_cast<const char*>(dataset.pixels.bytes.data()),
                         dataset.pixels.bytes.size()));
}

std::optional<ImageDataset> unpackDataset(std::string_view bytes, std::shared_ptr<const void> owner) {
    Unpacker from(bytes);
    const std::uint64_t width = from.number();
    const std::uint64_t height = from.number();
    const std::uint64_t channels = from.number();
    const auto allowed = [](std::uint64_t side) { return side >= 1 && side <= kMaxImageSide; };
    if (!allowed(width) || !allowed(height) || (channels != 1 && channels != 3)) return std::nullopt;
    ImageDataset dataset;
    dataset.shape = {static_cast<int>(width), static_cast<int>(height), static_cast<int>(channels)};
    dataset.pixelRule = from.text();
    dataset.testGiven = from.number() == 1;
    dataset.labels = from.numbers<std::uint16_t>();
    dataset.train = from.numbers<std::uint32_t>();
    dataset.test = from.numbers<std::uint32_t>();
    dataset.pages = from.numbers<std::uint32_t>();
    dataset.classNames = from.texts();
    dataset.files = from.texts();
    dataset.choices = from.texts();
    dataset.skippedCount = static_cast<Index>(from.number() & INT32_MAX);
    for (std::uint64_t left = from.count(); left > 0 && from.good(); --left) {
        const std::string_view name = from.text();
        dataset.skipped.push_back({std::string(name), std::string(from.text())});
    }
    const std::string_view pixels = from.text();
    if (!from.atEnd()) return std::nullopt;
    dataset.pixels = {{reinterpret_cast<const std::uint8_t*>(pixels.data()), pixels.size()},
                      std::move(owner)};
    if (!makesSense(dataset, pixels.size())) return std::nullopt;
    return dataset;
}

} // namespace latent
