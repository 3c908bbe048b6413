// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/animation_export.h"

#include "app/median_cut.h"
#include "core/base/error.h"
#include "core/base/random.h"

#include <webp/demux.h>

#include <QBuffer>
#include <QFile>
#include <QImageReader>
#include <QPainter>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <set>

using namespace latent;

namespace {

using Frames = std::vector<AnimationFrame>;

std::string packed(std::unique_ptr<AnimationWriter> writer, const Frames& frames) {
    for (const AnimationFrame& frame : frames) writer->add(frame);
    return writer->finish();
}

Frames decodedWebp(const std::string& bytes) {
    WebPAnimDecoderOptions options;
    WebPAnimDecoderOptionsInit(&options);
    options.color_mode = MODE_BGRA;
    const WebPData data{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
    WebPAnimDecoder* const decoder = WebPAnimDecoderNew(&data, &options);
    Frames frames;
    if (decoder == nullptr) return frames;
    WebPAnimInfo info;
    WebPAnimDecoderGetInfo(decoder, &info);
    int before = 0;
    int until = 0;
    std::uint8_t* pixels = nullptr;
    const bool forEver = info.loop_count == 0 || info.frame_count == 1; // a single one is no animation
    while (forEver && WebPAnimDecoderGetNext(decoder, &pixels, &until)) {
        const QImage image(pixels, static_cast<int>(info.canvas_width), static_cast<int>(info.canvas_height),
                           QImage::Format_ARGB32);
        frames.push_back({image.copy(), until - before});
        before = until;
    }
    WebPAnimDecoderDelete(decoder);
    return frames;
}

Frames decodedGif(const std::string& bytes) {
    QByteArray data(bytes.data(), static_cast<qsizetype>(bytes.size()));
    QBuffer buffer(&data);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, "gif");
    Frames frames;
    if (reader.loopCount() != -1) return frames; // -1: for ever
    for (;;) {
        const QImage image = reader.read();
        if (image.isNull()) return frames;
        frames.push_back({image.convertToFormat(QImage::Format_RGB32), reader.nextImageDelay()});
    }
}

/// A window's picture: flat, with a few dots that move.
QImage drawn(int frame, QSize size = {90, 60}) {
    QImage image(size, QImage::Format_RGB32);
    image.fill(QColor("#fafbfc"));
    QPainter painter(&image);
    painter.fillRect(0, 0, 20, 60, QColor("#e1e4e8"));
    for (int dot = 0; dot < 12; ++dot)
        painter.fillRect(25 + (dot * 17 + frame * 3) % 60, (dot * 23 + frame) % 55, 3, 3,
                         QColor::fromHsv(dot * 30, 200, 220));
    return image;
}

QImage noise(int seed, QSize size = {64, 48}) {
    QImage image(size, QImage::Format_RGB32);
    Random random(static_cast<std::uint64_t>(seed), Stream::Data);
    for (int y = 0; y < size.height(); ++y)
        for (int x = 0; x < size.width(); ++x) image.setPixel(x, y, random.below(1U << 24));
    return image;
}

int largestDifference(const QImage& a, const QImage& b) {
    int largest = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y);
            const QRgb q = b.pixel(x, y);
            largest = std::max({largest, std::abs(qRed(p) - qRed(q)), std::abs(qGreen(p) - qGreen(q)),
                                std::abs(qBlue(p) - qBlue(q))});
        }
    }
    return largest;
}

} // namespace

class AnimationExportTest : public QObject {
    Q_OBJECT
  private slots:
    void framesComeBack_data();
    void framesComeBack();
    void manyColoursBecomeNearOnes();
    void whatStaysDoesNotFlicker();
    void shortFramesKeepThePace();
    void tableOfFewColoursIsExact();
    void tableOfManyColours_data();
    void tableOfManyColours();
    void sizesMustAgree();
    void tooLarge();
    void savesByItsEnding();
    void cancelledSavesNothing();

  private:
    QTemporaryDir m_folder;
};

void AnimationExportTest::framesComeBack_data() {
    QTest::addColumn<bool>("webp");
    QTest::addColumn<Frames>("frames");
    Frames moving;
    for (int i = 0; i < 8; ++i) moving.push_back({drawn(i), i == 3 ? 500 : 40});
    const Frames one{{drawn(0), 70}};
    const Frames dot{{drawn(0, {1, 1}), 70}, {noise(1, {1, 1}), 90}};
    const Frames wide{{drawn(0, {301, 7}), 70}, {drawn(9, {301, 7}), 90}};
    Frames other = moving; // as Qt's widgets are grabbed
    for (AnimationFrame& frame : other)
        frame.image = frame.image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
    for (const bool webp : {true, false}) {
        const char* const kind = webp ? "webp" : "gif";
        QTest::addRow("%s, moving", kind) << webp << moving;
        QTest::addRow("%s, one frame", kind) << webp << one;
        QTest::addRow("%s, one pixel", kind) << webp << dot;
        QTest::addRow("%s, wide", kind) << webp << wide;
        QTest::addRow("%s, premultiplied", kind) << webp << other;
    }
    QTest::newRow("webp, many colours") << true << Frames{{noise(1), 40}, {noise(2), 40}};
    QImage clear = drawn(0).convertToFormat(QImage::Format_ARGB32);
    clear.setPixel(3, 3, 0x40102030U);
    clear.setPixel(4, 4, 0);
    QTest::newRow("webp, transparent") << true << Frames{{clear, 40}, {drawn(1), 40}, {clear, 60}};
}

void AnimationExportTest::framesComeBack() {
    QFETCH(bool, webp);
    QFETCH(Frames, frames);
    const std::string bytes = packed(webp ? webpWriter() : gifWriter(), frames);
    const Frames found = webp ? decodedWebp(bytes) : decodedGif(bytes);
    QCOMPARE(found.size(), frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const QImage::Format format = webp ? QImage::Format_ARGB32 : QImage::Format_RGB32;
        QCOMPARE(found[i].image, frames[i].image.convertToFormat(format));
        // A single picture of WebP is no animation.
        if (frames.size() > 1) QCOMPARE(found[i].milliseconds, frames[i].milliseconds);
    }
}

void AnimationExportTest::manyColoursBecomeNearOnes() {
    QImage gradient(256, 64, QImage::Format_RGB32);
    for (int y = 0; y < 64; ++y)
        for (int x = 0; x < 256; ++x) gradient.setPixel(x, y, qRgb(x, 4 * y, 128));
    const Frames found = decodedGif(packed(gifWriter(), {{gradient, 50}}));
    QCOMPARE(found.size(), std::size_t{1});
    std::set<QRgb> colours;
    for (int y = 0; y < 64; ++y)
        for (int x = 0; x < 256; ++x) colours.insert(found[0].image.pixel(x, y));
    QVERIFY(colours.size() > 200 && colours.size() <= 255);
    QVERIFY(largestDifference(found[0].image, gradient) <= 16); // a sixteenth of a plane of 256 × 256 colours
}

// The picture of the moving part has other colours in each frame.
void AnimationExportTest::whatStaysDoesNotFlicker() {
    Frames frames;
    for (int i = 0; i < 5; ++i) {
        QImage image = noise(1);
        QPainter(&image).drawImage(QRect(8, 8, 24, 24), noise(10 + i, {24, 24}));
        frames.push_back({image, 40});
    }
    const Frames found = decodedGif(packed(gifWriter(), frames));
    QCOMPARE(found.size(), frames.size());
    for (std::size_t i = 1; i < found.size(); ++i) {
        QImage masked = found[i].image;
        QPainter(&masked).drawImage(QRect(8, 8, 24, 24), found[0].image, QRect(8, 8, 24, 24));
        QCOMPARE(masked, found[0].image);
        QVERIFY(found[i].image != found[0].image);
    }
}

void AnimationExportTest::shortFramesKeepThePace() {
    Frames frames;
    for (int i = 0; i < 30; ++i) frames.push_back({drawn(i), 33});
    const auto total = [](const Frames& all) {
        int sum = 0;
        for (const AnimationFrame& frame : all) sum += frame.milliseconds;
        return sum;
    };
    const Frames found = decodedGif(packed(gifWriter(), frames));
    QCOMPARE(found.size(), std::size_t{30});
    QCOMPARE(total(found), 990);
    // Frames that show nothing new lengthen the one before.
    const Frames still{{drawn(0), 30}, {drawn(0), 30}, {drawn(1), 30}, {drawn(1), 30}, {drawn(1), 30}};
    const Frames shorter = decodedGif(packed(gifWriter(), still));
    QCOMPARE(shorter.size(), std::size_t{2});
    QCOMPARE(shorter[0].milliseconds, 60);
    QCOMPARE(shorter[1].milliseconds, 90);
    QCOMPARE(total(decodedWebp(packed(webpWriter(), still))), 150);
    QCOMPARE(decodedGif(packed(gifWriter(), {{drawn(0), 0}, {drawn(1), 4}}))[1].milliseconds, 20);
}

void AnimationExportTest::tableOfFewColoursIsExact() {
    const std::vector<QRgb> pixels{0xff112233U, 0xffffffffU, 0x00112233U, 0xff000000U, 0xffffffffU};
    const ColourTable table(pixels, 3);
    QCOMPARE(table.colours(), (std::vector<QRgb>{0xff000000U, 0xff112233U, 0xffffffffU}));
    for (const QRgb pixel : pixels)
        QCOMPARE(table.colours()[table.indexOf(pixel)] & 0xffffffU, pixel & 0xffffffU);
    QVERIFY(ColourTable({}, 5).colours().empty());
}

void AnimationExportTest::tableOfManyColours_data() {
    QTest::addColumn<int>("most");
    for (const int most : {1, 2, 7, 255, 256}) QTest::addRow("%d", most) << most;
}

void AnimationExportTest::tableOfManyColours() {
    QFETCH(int, most);
    std::vector<QRgb> pixels;
    Random random(3, Stream::Data);
    for (int i = 0; i < 5000; ++i) pixels.push_back(0xff000000U | random.below(1U << 24));
    pixels.insert(pixels.end(), 100'000, qRgb(200, 10, 10)); // the ground, which must stay itself
    const ColourTable table(pixels, static_cast<std::size_t>(most));
    QCOMPARE(table.colours().size(), static_cast<std::size_t>(most));
    double error = 0;
    for (const QRgb pixel : pixels) {
        const QRgb found = table.colours()[table.indexOf(pixel)];
        error += std::abs(qRed(found) - qRed(pixel)) + std::abs(qGreen(found) - qGreen(pixel)) +
                 std::abs(qBlue(found) - qBlue(pixel));
    }
    // Random colours are 85 · 3 apart on average; the cuts divide that, and most pixels are of one colour.
    QVERIFY(error / static_cast<double>(pixels.size()) < (most < 3 ? 40 : most < 10 ? 15 : 4));
    if (most < 255) return;
    const QRgb ground = table.colours()[table.indexOf(qRgb(200, 10, 10))];
    QVERIFY(std::abs(qRed(ground) - 200) + std::abs(qGreen(ground) - 10) + std::abs(qBlue(ground) - 10) <= 3);
}

void AnimationExportTest::sizesMustAgree() {
    for (const auto& make : {webpWriter, gifWriter}) {
        const std::unique_ptr<AnimationWriter> writer = make();
        writer->add({drawn(0), 40});
        QVERIFY_THROWS_EXCEPTION(Error, writer->add({drawn(0, {91, 60}), 40}));
        QVERIFY_THROWS_EXCEPTION(Error, make()->add({QImage(), 40}));
    }
}

void AnimationExportTest::tooLarge() {
    QVERIFY_THROWS_EXCEPTION(Error, webpWriter()->add({drawn(0, {16384, 1}), 40}));
    QVERIFY_THROWS_EXCEPTION(Error, gifWriter()->add({drawn(0, {65536, 1}), 40}));
}

void AnimationExportTest::savesByItsEnding() {
    const auto frame = [](int i) { return AnimationFrame{drawn(i), 50}; };
    double last = 0;
    const Progress progress{.report = [&](double fraction) { last = fraction; }, .stop = {}};
    for (const char* name : {"a.webp", "a.gif"}) {
        const QString path = m_folder.filePath(name);
        saveAnimation(path.toStdString(), 4, frame, progress);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const std::string bytes = file.readAll().toStdString();
        const Frames found = QString(name).endsWith("webp") ? decodedWebp(bytes) : decodedGif(bytes);
        QCOMPARE(found.size(), std::size_t{4});
        QCOMPARE(largestDifference(found[3].image, drawn(3)), 0);
        QCOMPARE(last, 1.0);
    }
    const auto sentence = [&](const char* name, int frames) -> std::string {
        try {
            saveAnimation(m_folder.filePath(name).toStdString(), frames, frame, {});
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    };
    const std::string folder = m_folder.path().toStdString();
    QCOMPARE(sentence("a.png", 2), folder + "/a.png: the name must end in .webp or .gif");
    QCOMPARE(sentence("b.gif", 0), folder + "/b.gif: there is no frame to save");
    QCOMPARE(sentence("no/c.gif", 2),
             folder + "/no/c.gif: cannot be written: there is no folder " + folder + "/no");
    QVERIFY(!QFile::exists(m_folder.filePath("b.gif")));
}

void AnimationExportTest::cancelledSavesNothing() {
    std::stop_source stop;
    const auto frame = [&](int i) {
        if (i == 2) stop.request_stop();
        return AnimationFrame{drawn(i), 50};
    };
    const std::string path = m_folder.filePath("cancelled.gif").toStdString();
    QVERIFY_THROWS_EXCEPTION(
        Cancelled, saveAnimation(path, 9, frame, {.report = [](double) {}, .stop = stop.get_token()}));
    QVERIFY(!QFile::exists(QString::fromStdString(path)));
}

QTEST_GUILESS_MAIN(AnimationExportTest)
#include "animation_export_test.moc"
