// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/image_scatter.h"

#include "core/base/random.h"
#include "tests/ui/fabricated.h"

#include <QColor>
#include <QTest>

#include <cmath>
#include <set>

namespace latent {
namespace {

constexpr int kCount = 3'000;
constexpr std::chrono::seconds kAll{100};
constexpr QSize kView(600, 400);
constexpr double kSize = 24;

/// Images that are all different, spread round the origin.
struct Scene {
    DatasetPtr dataset = images();
    std::vector<float> x = std::vector<float>(kCount), y = x;
    std::vector<std::uint16_t> classes;
    std::vector<QColor> colours{QColor("#4477aa"), QColor("#ee6677")};
    ImageScatter scatter;
    MapViewport view;

    Scene() {
        Random random(3, Stream::Noise);
        random.fillNormal(x.data(), kCount);
        random.fillNormal(y.data(), kCount);
        for (int i = 0; i < kCount; ++i) classes.push_back(static_cast<std::uint16_t>(i % 2));
        scatter.setDataset(dataset);
        scatter.setTones(Qt::white, false);
        view.setSize(kView);
        show(0.01);
    }
    static DatasetPtr images() {
        auto set = std::make_shared<ImageDataset>();
        set->shape = {7, 7, 3};
        std::vector<std::uint8_t> bytes(std::size_t{kCount} * 7 * 7 * 3);
        Random random(4, Stream::Data);
        for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
        set->pixels = PixelStore::own(std::move(bytes));
        return set;
    }
    void show(double unitsPerPixel, QPointF centre = {}) {
        view.show({centre.x(), centre.y(), unitsPerPixel});
    }
    SplatPoints points() const { return {x, y, classes, {}}; }
    QImage draw(double scale = 1) {
        scatter.place(points(), colours, view, kSize, scale);
        scatter.makeMissing(kAll);
        return paint(scale);
    }
    QImage paint(double scale = 1) {
        QImage image(kView * scale, QImage::Format_RGB32);
        image.setDevicePixelRatio(scale);
        image.fill(Qt::white);
        QPainter painter(&image);
        scatter.paint(painter);
        return image;
    }
};

/// Compares what was drawn with each image itself; returns how many.
int comparePictures(Scene& scene, const QImage& drawn, double scale = 1) {
    int compared = 0;
    for (std::size_t n = 0; n < scene.scatter.count(); ++n) {
        const QRect where = scene.scatter.pictureRect(n);
        if (!drawn.rect().contains(where)) continue;
        const auto image = static_cast<std::size_t>(scene.scatter.imageOf(n));
        AreaScale scaled(scene.dataset->shape, where.size());
        QImage part = drawn.copy(where);
        part.setDevicePixelRatio(1);
        if (part != scaled.scaled(scene.dataset->image(static_cast<Index>(image)), tonesOn(Qt::white, false)))
            return -1;
        const QPointF point = scene.view.toPixel({scene.x[image], scene.y[image]}) * scale;
        if (!QRectF(where).adjusted(-3 * scale, -3 * scale, 3 * scale, 4 * scale).contains(point)) return -1;
        ++compared;
    }
    return compared;
}

} // namespace

class ImageScatterTest : public QObject {
    Q_OBJECT
  private slots:
    void thePictureAtAPlaceIsThatImage() {
        Scene scene;
        QVERIFY(comparePictures(scene, scene.draw()) > 100);
        for (const double scale : {0.02, 0.0083, 0.0051, 0.003, 0.0007, 0.00009}) { // by the wheel
            scene.show(scale, {scene.x[11], scene.y[11]});
            QVERIFY(comparePictures(scene, scene.draw()) >= 1);
        }
        for (int step = 0; step < 20; ++step) { // by hand
            scene.show(0.004, {0.013 * step, -0.02 * step});
            QVERIFY(comparePictures(scene, scene.draw()) > 50);
        }
    }

    void soItIsOnFinePixels() {
        Scene scene;
        scene.show(0.007);
        QVERIFY(comparePictures(scene, scene.draw(2), 2) > 100);
    }

    void soItIsWhileThePointsMove() {
        Scene scene;
        scene.draw();
        Random random(8, Stream::Noise);
        for (int frame = 0; frame < 30; ++frame) {
            for (int i = 0; i < kCount; ++i) scene.x[static_cast<std::size_t>(i)] += 0.02F * random.uniform();
            scene.scatter.pointsMoved(scene.points());
            const QImage drawn = scene.draw();
            for (std::size_t n = 0; n < scene.scatter.count(); ++n) {
                const QRect where = scene.scatter.pictureRect(n);
                const Index image = scene.scatter.imageOf(n);
                AreaScale scaled(scene.dataset->shape, where.size());
                if (drawn.rect().contains(where))
                    QCOMPARE(drawn.copy(where),
                             scaled.scaled(scene.dataset->image(image), tonesOn(Qt::white, false)));
            }
        }
    }

    void noPictureHidesAnother() {
        Scene scene;
        for (const double scale : {0.013, 0.0101, 0.0064}) {
            scene.show(scale, {0.1234, 0.0567});
            scene.draw();
            QRegion taken;
            for (std::size_t n = 0; n < scene.scatter.count(); ++n) {
                QVERIFY(!taken.intersects(scene.scatter.pictureRect(n)));
                taken += scene.scatter.pictureRect(n);
            }
        }
    }

    void whatIsPickedIsWhatIsSeen() {
        Scene scene;
        scene.show(0.0057, {0.03, 0.04});
        for (const double scale : {1.0, 2.0}) {
            scene.draw(scale);
            for (std::size_t n = 0; n < scene.scatter.count(); ++n) {
                const QRect where = scene.scatter.pictureRect(n);
                for (const QPoint corner : {where.topLeft(), where.topRight(), where.bottomLeft(),
                                            where.bottomRight(), where.center()})
                    QCOMPARE(scene.scatter.pick((QPointF(corner) + QPointF(0.5, 0.5)) / scale),
                             scene.scatter.imageOf(n));
            }
        }
        QCOMPARE(scene.scatter.pick({-100, -100}), Index{-1});
    }

    void theLineHasTheColourOfItsClass() {
        Scene scene;
        const QImage drawn = scene.draw();
        for (std::size_t n = 0; n < scene.scatter.count(); ++n) {
            const QRect where = scene.scatter.pictureRect(n);
            const QPoint below(where.left() + 3, where.bottom() + 1);
            if (drawn.rect().contains(below))
                QCOMPARE(drawn.pixelColor(below),
                         scene.colours[scene.classes[static_cast<std::size_t>(scene.scatter.imageOf(n))]]);
        }
    }

    void hiddenClassesAreNotDrawn() {
        Scene scene;
        scene.colours[1] = QColor();
        scene.draw();
        QVERIFY(scene.scatter.count() > 50);
        for (std::size_t n = 0; n < scene.scatter.count(); ++n) QVERIFY(scene.scatter.imageOf(n) % 2 == 0);
    }

    void fadedClassesAreFaded() {
        Scene scene;
        const QImage before = scene.draw();
        scene.colours[1].setAlpha(64);
        const QImage after = scene.draw();
        int faded = 0;
        for (std::size_t n = 0; n < scene.scatter.count(); ++n) {
            const QPoint at = scene.scatter.pictureRect(n).center();
            if (!before.rect().contains(at)) continue;
            const QColor was = before.pixelColor(at), is = after.pixelColor(at);
            if (scene.scatter.imageOf(n) % 2 == 0) {
                QCOMPARE(is, was);
                continue;
            }
            QVERIFY(std::abs(is.red() - (255 - (255 - was.red()) / 4)) <= 2);
            ++faded;
        }
        QVERIFY(faded > 20);
    }

    void picturesComeInSlices() {
        Scene scene;
        scene.scatter.place(scene.points(), scene.colours, scene.view, kSize, 1);
        QVERIFY(scene.scatter.makeMissing(std::chrono::microseconds(0))); // no time: none is made
        QCOMPARE(scene.scatter.cachedBytes(), std::size_t{0});
        const QImage dots = scene.paint();
        int coloured = 0; // of each a dot of about a dozen pixels
        for (int y = 0; y < dots.height(); ++y)
            for (int x = 0; x < dots.width(); ++x) coloured += dots.pixelColor(x, y) != QColor(Qt::white);
        const auto drawn = static_cast<int>(scene.scatter.count());
        QVERIFY(coloured > 5 * drawn / 2 && coloured < 30 * drawn);
        while (scene.scatter.makeMissing(std::chrono::microseconds(200))) {
        }
        QVERIFY(comparePictures(scene, scene.paint()) > 100);
    }

    void fewImagesAreLarger() {
        QVERIFY(ImageScatter::defaultSize(12) > ImageScatter::defaultSize(1'000));
        QVERIFY(ImageScatter::defaultSize(1'000) > ImageScatter::defaultSize(60'000));
        QVERIFY(ImageScatter::defaultSize(0) <= ImageScatter::kLargest);
        QVERIFY(ImageScatter::defaultSize(100'000'000) >= ImageScatter::kSmallest);
    }
};

} // namespace latent

QTEST_MAIN(latent::ImageScatterTest)
#include "image_scatter_test.moc"
