// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/animation_export.h"
#include "app/median_cut.h"
#include "core/base/error.h"

#include <gif_lib.h>

#include <QRect>

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

namespace latent {
namespace {

constexpr std::size_t kColours = 255; // of a frame; one more entry is left for "as before"
constexpr int kLongestSide = 65535;
constexpr int kShortest = 2; // hundredths of a second
constexpr int kLongest = 65535;

int appendBytes(GifFileType* file, const GifByteType* bytes, int count) {
    static_cast<std::string*>(file->UserData)
        ->append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(count));
    return count;
}

/// The smallest rectangle outside of which two images of one size are equal; empty: they are equal.
QRect difference(const QImage& a, const QImage& b) {
    QRect changed;
    for (int y = 0; y < a.height(); ++y) {
        const auto* const first = reinterpret_cast<const QRgb*>(a.constScanLine(y));
        const auto* const second = reinterpret_cast<const QRgb*>(b.constScanLine(y));
        const auto from = std::mismatch(first, first + a.width(), second).first - first;
        if (from == a.width()) continue;
        auto to = static_cast<std::ptrdiff_t>(a.width());
        while (first[to - 1] == second[to - 1]) --to;
        changed |= QRect(static_cast<int>(from), y, static_cast<int>(to - from), 1);
    }
    return changed;
}

/// Of each frame only what has changed is stored, in colours of its own: pixels that stay keep the colour
/// that they have, so that nothing flickers.
class GifWriter : public AnimationWriter {
  public:
    ~GifWriter() override { close(); }

    void add(const AnimationFrame& frame) override {
        const QImage image = opaque(frame.image);
        begin(image.size());
        // A frame is written as the next one comes, since only then it is known how long it is shown: those
        // that change nothing lengthen the one before.
        const QRect changed = m_shown.isNull() ? image.rect() : difference(m_shown, image);
        if (!changed.isEmpty()) {
            writePending();
            setPending(image, changed);
            m_shown = image;
        }
        m_milliseconds += std::max(frame.milliseconds, 1);
    }

    std::string finish() override {
        writePending();
        close();
        return std::move(m_bytes);
    }

  private:
    static QImage opaque(const QImage& image) {
        const QImage made = image.convertToFormat(QImage::Format_RGB32);
        if (made.isNull()) throw Error("there is not enough memory for the animation");
        return made;
    }

    void begin(QSize size) {
        if (m_file != nullptr && size != m_shown.size())
            throw Error("the frames of an animation must have one size");
        if (m_file != nullptr) return;
        if (size.width() > kLongestSide || size.height() > kLongestSide)
            throw Error("a GIF picture can have " + std::to_string(kLongestSide) + " pixels a side at most");
        int error = 0;
        m_file = EGifOpen(&m_bytes, appendBytes, &error);
        if (m_file == nullptr) throw Error("there is not enough memory for the animation");
        EGifSetGifVersion(m_file, true);
        require(EGifPutScreenDesc(m_file, size.width(), size.height(), 8, 0, nullptr));
        constexpr std::array<GifByteType, 3> kForEver{1, 0, 0};
        require(EGifPutExtensionLeader(m_file, APPLICATION_EXT_FUNC_CODE));
        require(EGifPutExtensionBlock(m_file, 11, "NETSCAPE2.0"));
        require(EGifPutExtensionBlock(m_file, static_cast<int>(kForEver.size()), kForEver.data()));
        require(EGifPutExtensionTrailer(m_file));
    }

    void setPending(const QImage& image, const QRect& changed) {
        m_area = changed;
        std::vector<QRgb> pixels;
        std::vector<bool> unchanged;
        std::vector<QRgb> coloured;
        for (int y = changed.top(); y <= changed.bottom(); ++y) {
            const auto* const now = reinterpret_cast<const QRgb*>(image.constScanLine(y));
            const auto* const before =
                m_shown.isNull() ? nullptr : reinterpret_cast<const QRgb*>(m_shown.constScanLine(y));
            for (int x = changed.left(); x <= changed.right(); ++x) {
                const bool stays = before != nullptr && before[x] == now[x];
                unchanged.push_back(stays);
                pixels.push_back(now[x]);
                if (!stays) coloured.push_back(now[x]);
            }
        }
        const ColourTable table(coloured, kColours);
        m_colours = table.colours();
        m_indices.resize(pixels.size());
        for (std::size_t i = 0; i < pixels.size(); ++i)
            m_indices[i] =
                unchanged[i] ? static_cast<GifByteType>(m_colours.size()) : table.indexOf(pixels[i]);
    }

    void writePending() {
        if (m_area.isEmpty()) return;
        // Hundredths end where they should, not only on average.
        m_shownUntil += m_milliseconds;
        const int hundredths =
            std::clamp(static_cast<int>((m_shownUntil + 5) / 10 - m_written), kShortest, kLongest);
        m_written += hundredths;
        m_milliseconds = 0;
        GraphicsControlBlock control{};
        control.DisposalMode = DISPOSE_DO_NOT;
        control.DelayTime = hundredths;
        control.TransparentColor = static_cast<int>(m_colours.size());
        std::array<GifByteType, 4> extension{};
        EGifGCBToExtension(&control, extension.data());
        require(EGifPutExtension(m_file, GRAPHICS_EXT_FUNC_CODE, static_cast<int>(extension.size()),
                                 extension.data()));
        writeImage();
        m_area = {};
    }

    void writeImage() {
        // A table has a power of two of colours, two at least.
        std::vector<GifColorType> colours(std::max<std::size_t>(2, std::bit_ceil(m_colours.size() + 1)));
        std::transform(m_colours.begin(), m_colours.end(), colours.begin(), [](QRgb colour) {
            return GifColorType{static_cast<GifByteType>(qRed(colour)),
                                static_cast<GifByteType>(qGreen(colour)),
                                static_cast<GifByteType>(qBlue(colour))};
        });
        ColorMapObject* const map = GifMakeMapObject(static_cast<int>(colours.size()), colours.data());
        if (map == nullptr) throw Error("there is not enough memory for the animation");
        const int written = EGifPutImageDesc(m_file, m_area.left(), m_area.top(), m_area.width(),
                                             m_area.height(), false, map);
        GifFreeMapObject(map);
        require(written);
        for (int y = 0; y < m_area.height(); ++y)
            require(EGifPutLine(m_file, m_indices.data() + static_cast<std::ptrdiff_t>(y) * m_area.width(),
                                m_area.width()));
    }

    void require(int done) const {
        if (done == GIF_OK) return;
        const char* const cause = GifErrorString(m_file->Error);
        throw Error(std::string("the animation cannot be packed: ") +
                    (cause != nullptr ? cause : "unknown cause"));
    }

    void close() {
        if (m_file != nullptr) EGifCloseFile(m_file, nullptr);
        m_file = nullptr;
    }

    std::string m_bytes;
    GifFileType* m_file = nullptr;
    QImage m_shown; // the last frame that changed something
    // The frame that is still to be written:
    QRect m_area;
    std::vector<QRgb> m_colours;
    std::vector<GifByteType> m_indices;
    int m_milliseconds = 0;
    std::int64_t m_shownUntil = 0; // milliseconds
    std::int64_t m_written = 0;    // hundredths of a second
};

} // namespace

std::unique_ptr<AnimationWriter> gifWriter() {
    return std::make_unique<GifWriter>();
}

} // namespace latent
