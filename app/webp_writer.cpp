// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/animation_export.h"
#include "core/base/error.h"

#include <webp/encode.h>
#include <webp/mux.h>

#include <algorithm>
#include <cstring>

namespace latent {
namespace {

constexpr int kEffort = 1; // of 0 … 9. A map of 60,000 points at 1000×700: 80 ms, 51 kB; 2: 125 ms, 50 kB

struct EncoderDeleter {
    void operator()(WebPAnimEncoder* encoder) const { WebPAnimEncoderDelete(encoder); }
};

/// A frame's pixels in the library's memory.
class Picture {
  public:
    explicit Picture(const QImage& image) {
        const QImage argb = image.convertToFormat(QImage::Format_ARGB32);
        if (!WebPPictureInit(&m_picture)) throw Error("this version of libwebp cannot be used");
        m_picture.use_argb = 1;
        m_picture.width = argb.width();
        m_picture.height = argb.height();
        if (argb.isNull() || !WebPPictureAlloc(&m_picture))
            throw Error("there is not enough memory for the animation");
        for (int y = 0; y < argb.height(); ++y) {
            std::memcpy(m_picture.argb + static_cast<std::ptrdiff_t>(y) * m_picture.argb_stride,
                        argb.constScanLine(y),
                        static_cast<std::size_t>(argb.width()) * sizeof(std::uint32_t));
        }
    }
    ~Picture() { WebPPictureFree(&m_picture); }
    Picture(const Picture&) = delete;
    Picture& operator=(const Picture&) = delete;

    WebPPicture* get() { return &m_picture; }

  private:
    WebPPicture m_picture{};
};

class WebpWriter : public AnimationWriter {
  public:
    WebpWriter() {
        if (!WebPConfigInit(&m_config) || !WebPConfigLosslessPreset(&m_config, kEffort))
            throw Error("this version of libwebp cannot be used");
        m_config.exact = 1; // colours below transparent pixels too
    }

    void add(const AnimationFrame& frame) override {
        begin(frame.image.size());
        Picture picture(frame.image);
        if (!WebPAnimEncoderAdd(m_encoder.get(), picture.get(), m_milliseconds, &m_config)) fail();
        m_milliseconds += std::max(frame.milliseconds, 1);
    }

    std::string finish() override {
        WebPData data;
        WebPDataInit(&data);
        if (!WebPAnimEncoderAdd(m_encoder.get(), nullptr, m_milliseconds, nullptr) ||
            !WebPAnimEncoderAssemble(m_encoder.get(), &data))
            fail();
        std::string bytes(reinterpret_cast<const char*>(data.bytes), data.size);
        WebPDataClear(&data);
        return bytes;
    }

  private:
    void begin(QSize size) {
        if (size.width() > WEBP_MAX_DIMENSION || size.height() > WEBP_MAX_DIMENSION)
            throw Error("a WebP picture can have " + std::to_string(WEBP_MAX_DIMENSION) +
                        " pixels a side at most");
        if (m_encoder && size != m_size) throw Error("the frames of an animation must have one size");
        if (m_encoder) return;
        WebPAnimEncoderOptions options;
        if (!WebPAnimEncoderOptionsInit(&options)) throw Error("this version of libwebp cannot be used");
        options.anim_params.loop_count = 0; // for ever
        m_size = size;
        m_encoder.reset(WebPAnimEncoderNew(size.width(), size.height(), &options));
        if (!m_encoder) throw Error("there is not enough memory for the animation");
    }

    [[noreturn]] void fail() const {
        throw Error(std::string("the animation cannot be packed: ") +
                    WebPAnimEncoderGetError(m_encoder.get()));
    }

    WebPConfig m_config;
    QSize m_size;
    int m_milliseconds = 0; // so far
    std::unique_ptr<WebPAnimEncoder, EncoderDeleter> m_encoder;
};

} // namespace

std::unique_ptr<AnimationWriter> webpWriter() {
    return std::make_unique<WebpWriter>();
}

} // namespace latent
