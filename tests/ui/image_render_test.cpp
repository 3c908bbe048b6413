// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/style.h"
#include "ui/images/image_render.h"

#include <QApplication>
#include <QTest>

#include <limits>

namespace latent {

class ImageRenderTest : public QObject {
    Q_OBJECT
  private slots:
    void aZeroTakesTheThemesGround();
    void rawShowsZeroAsBlackOnBoth();
    void valuesAreClamped();
    void rowsAndChannelsKeepTheirPlaces();
    void oddWidthsKeepTheirRows();
    void theDifferenceDiverges();
    void drawingFillsTheTargetAndRoundsTheCorners();
};

namespace {

const ImageShape kTwo{2, 1, 1};

PixelTone toneOf(style::Appearance appearance, bool raw) {
    style::apply(*qApp, appearance);
    return PixelTone::of(qApp->palette(), raw);
}

} // namespace

void ImageRenderTest::aZeroTakesTheThemesGround() {
    const float pixels[] = {0, 1};
    const QImage light = renderImage(pixels, kTwo, toneOf(style::Appearance::Light, false));
    QCOMPARE(light.pixelColor(0, 0), QColor(Qt::white));
    QCOMPARE(light.pixelColor(1, 0), QColor(Qt::black));
    const QImage dark = renderImage(pixels, kTwo, toneOf(style::Appearance::Dark, false));
    QCOMPARE(dark.pixelColor(0, 0), QColor(Qt::black));
    QCOMPARE(dark.pixelColor(1, 0), QColor(Qt::white));
}

void ImageRenderTest::rawShowsZeroAsBlackOnBoth() {
    const std::uint8_t pixels[] = {0, 200};
    for (const auto appearance : {style::Appearance::Light, style::Appearance::Dark}) {
        const QImage image = renderImage(std::span(pixels), kTwo, toneOf(appearance, true));
        QCOMPARE(image.pixelColor(0, 0), QColor(Qt::black));
        QCOMPARE(image.pixelColor(1, 0), QColor(200, 200, 200));
    }
}

void ImageRenderTest::valuesAreClamped() {
    const float pixels[] = {-3, 7, std::numeric_limits<float>::quiet_NaN(), 0.5F};
    const QImage image = renderImage(pixels, {4, 1, 1}, {});
    QCOMPARE(qGray(image.pixel(0, 0)), 0);
    QCOMPARE(qGray(image.pixel(1, 0)), 255);
    QCOMPARE(qGray(image.pixel(2, 0)), 0);
    QCOMPARE(qGray(image.pixel(3, 0)), 128);
}

void ImageRenderTest::rowsAndChannelsKeepTheirPlaces() {
    const std::uint8_t pixels[] = {255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30};
    const QImage image = renderImage(std::span(pixels), {2, 2, 3}, {true}); // colours are never inverted
    QCOMPARE(image.pixelColor(0, 0), QColor(255, 0, 0));
    QCOMPARE(image.pixelColor(1, 0), QColor(0, 255, 0));
    QCOMPARE(image.pixelColor(0, 1), QColor(0, 0, 255));
    QCOMPARE(image.pixelColor(1, 1), QColor(10, 20, 30));
}

void ImageRenderTest::oddWidthsKeepTheirRows() {
    const std::uint8_t pixels[] = {1, 2, 3, 4, 5, 6}; // QImage pads its lines to 4 bytes
    const QImage image = renderImage(std::span(pixels), {3, 2, 1}, {});
    QCOMPARE(qGray(image.pixel(0, 1)), 4);
    QCOMPARE(qGray(image.pixel(2, 1)), 6);
}

void ImageRenderTest::theDifferenceDiverges() {
    for (const auto appearance : {style::Appearance::Light, style::Appearance::Dark}) {
        style::apply(*qApp, appearance);
        const float difference[] = {-1, 0, 1};
        const QImage image = renderDifference(difference, {3, 1, 1}, qApp->palette());
        QVERIFY(image.pixelColor(0, 0).red() > image.pixelColor(0, 0).blue() + 50);
        QCOMPARE(image.pixelColor(1, 0), style::themeOf(qApp->palette()).ground);
        QVERIFY(image.pixelColor(2, 0).blue() > image.pixelColor(2, 0).red() + 50);
    }
}

void ImageRenderTest::drawingFillsTheTargetAndRoundsTheCorners() {
    QImage red(2, 2, QImage::Format_RGB32);
    red.fill(Qt::red);
    for (const qreal radius : {0.0, 6.0}) {
        QImage canvas(40, 40, QImage::Format_RGB32);
        canvas.fill(Qt::white);
        QPainter painter(&canvas);
        drawImage(painter, QRectF(10, 10, 20, 20), red, radius);
        painter.end();
        QCOMPARE(canvas.pixelColor(20, 10), QColor(Qt::red));
        QCOMPARE(canvas.pixelColor(29, 20), QColor(Qt::red));
        QCOMPARE(canvas.pixelColor(30, 20), QColor(Qt::white));
        QCOMPARE(canvas.pixelColor(9, 20), QColor(Qt::white));
        QCOMPARE(canvas.pixelColor(10, 10) == QColor(Qt::red), radius == 0.0);
    }
}

} // namespace latent

QTEST_MAIN(latent::ImageRenderTest)
#include "image_render_test.moc"
