// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/array_chain.h"

#include "core/data/sets/axis_walk.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace latent {

struct ChainLink {
    std::function<std::unique_ptr<ByteSource>()> open; // positioned at the first number
    std::uint64_t bytes = 0;
    bool whole = true; // nothing may follow
};

namespace {

constexpr const char* kTogether = "; files in a folder are read together, so open a single file instead";

using Links = std::shared_ptr<const std::vector<ChainLink>>;

/// The numbers of several sources without their headers. Positions and the name are those of the current
/// source.
class ChainSource final : public ByteSource {
  public:
    explicit ChainSource(Links links)
        : m_links(std::move(links))
        , m_source(m_links->front().open())
        , m_start(m_source->position())
        , m_left(m_links->front().bytes) {
        for (const ChainLink& link : *m_links) m_all += link.bytes;
    }

    std::size_t read(std::uint8_t* out, std::size_t count) override {
        std::size_t done = 0;
        while (done < count && (m_left > 0 || next())) {
            const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, count - done));
            m_source->readExactly(out + done, part, m_source->position() + m_left, {});
            m_left -= part;
            m_done += part;
            done += part;
            if (m_left == 0 && (*m_links)[m_at].whole) m_source->requireEnd();
        }
        return done;
    }
    std::uint64_t largestSize() const override { return m_start + m_all; }
    double fraction() const override {
        return m_all == 0 ? 1 : static_cast<double>(m_done) / static_cast<double>(m_all);
    }
    std::uint64_t position() const override { return m_done == 0 ? m_start : m_source->position(); }
    bool packed() const override { return m_source->packed(); }
    const std::string& name() const override { return m_source->name(); }

  private:
    bool next() {
        if (m_at + 1 == m_links->size()) return false;
        m_source = (*m_links)[++m_at].open();
        m_left = (*m_links)[m_at].bytes;
        return true;
    }

    Links m_links;
    std::size_t m_at = 0;
    std::unique_ptr<ByteSource> m_source;
    std::uint64_t m_start; // byte of the first source's first number
    std::uint64_t m_left;  // bytes of the current source
    std::uint64_t m_done = 0;
    std::uint64_t m_all = 0;
};

std::uint64_t bytesOf(const ImageArray& array) {
    return array.numbers() * static_cast<std::uint64_t>(array.type.bytes);
}

bool sameType(NumberType a, NumberType b) {
    return a.kind == b.kind && a.bytes == b.bytes && (a.bigEndian == b.bigEndian || a.bytes == 1);
}

bool sameOrder(const ImageArray& a, const ImageArray& b) {
    if (AxisWalk(a.axes).contiguous() && AxisWalk(b.axes).contiguous()) return true;
    return std::equal(a.axes.begin() + 1, a.axes.end(), b.axes.begin() + 1, b.axes.end(),
                      [](const ArrayAxis& one, const ArrayAxis& other) {
                          return one.size == other.size && one.stride == other.stride;
                      });
}

// Checked while the file is known by its name: chunks read from the chain span files.
void checkFinite(const ImageArray& array, const Progress& progress) {
    if (array.type.kind != NumberKind::Float) return;
    constexpr std::uint64_t kPart = 1 << 15; // numbers
    const auto size = static_cast<std::uint64_t>(array.type.bytes);
    std::vector<std::uint8_t> raw(static_cast<std::size_t>(kPart * size));
    std::vector<double> numbers(static_cast<std::size_t>(kPart));
    const std::unique_ptr<ByteSource> source = array.reopen();
    const std::uint64_t whole = source->position() + bytesOf(array);
    for (std::uint64_t left = array.numbers(); left > 0;) {
        const auto count = static_cast<std::size_t>(std::min(left, kPart));
        source->readExactly(raw.data(), count * size, whole, {});
        decodeNumbers(array.type, raw.data(), {numbers.data(), count});
        for (std::size_t i = 0; i < count; ++i) {
            if (std::isfinite(numbers[i])) continue;
            source->failAt(source->position() - (count - i) * size, "a pixel that is not a finite number");
        }
        left -= count;
        progress.at(0);
    }
}

} // namespace

ArrayChain::ArrayChain(const Progress& progress)
    : m_progress(progress) {}

ArrayChain::~ArrayChain() = default;

void ArrayChain::checkFits(const ImageArray& array) const {
    const auto fail = [&](const std::string& cause) { array.source->failAt(array.statedAt, cause); };
    if (!array.imageByImage()) fail("its numbers are not stored image by image" + std::string(kTogether));
    if (!m_links.empty()) {
        if (array.shape != m_first.shape) {
            fail("its images are " + sizeText(array.shape) + ", but those of " + m_firstName + " are " +
                 sizeText(m_first.shape) + kTogether);
        }
        if (!sameType(array.type, m_first.type) || array.opacity != m_first.opacity)
            fail("its numbers differ in type from those of " + m_firstName + kTogether);
        if (!sameOrder(array, m_first))
            fail("its numbers differ in order from those of " + m_firstName + kTogether);
    }
    const std::uint64_t bytes = array.wholeNumbers() * static_cast<std::uint64_t>(array.type.bytes);
    array.source->requireRoomFor(bytes, array.statedAt,
                                 std::to_string(array.whole) + " images of " + sizeText(array.shape));
}

void ArrayChain::add(ImageArray array) {
    checkFits(array);
    checkFinite(array, m_progress);
    if (Index{UINT32_MAX} - m_count < array.count)
        array.source->failAt(array.statedAt, "more than 2^32 images in all files");
    m_links.push_back({array.reopen, bytesOf(array), array.count == array.whole});
    m_count += array.count;
    if (m_links.size() > 1) return;
    m_firstName = array.source->name();
    m_first = std::move(array);
    m_first.source.reset();
}

ImageArray ArrayChain::finish() {
    assert(!m_links.empty());
    const auto links = std::make_shared<const std::vector<ChainLink>>(std::move(m_links));
    m_first.source = std::make_unique<ChainSource>(links);
    m_first.reopen = [links] { return std::make_unique<ChainSource>(links); };
    m_first.setCount(m_count);
    m_first.axes.front().size = static_cast<std::uint64_t>(m_count);
    return std::move(m_first);
}

} // namespace latent
