// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/tile_ground.h"

#include "core/base/random.h"
#include "core/model/network_layout.h"
#include "ui/map/ground_decoder.h"

#include <QColor>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace latent {
namespace {

constexpr QSize kView(500, 400);
constexpr ImageShape kShape{6, 6, 3};

MapViewport viewOf(double unitsPerPixel, QPointF centre = {}) {
    MapViewport view;
    view.setSize(kView);
    view.show({centre.x(), centre.y(), unitsPerPixel});
    return view;
}

/// A plain picture, its colour by its place.
std::vector<std::uint8_t> plain(const TileKey& key) {
    std::vector<std::uint8_t> bytes;
    for (int i = 0; i < kShape.width * kShape.height; ++i)
        for (const int value : {key.level * 50, key.x * 20 + 100, key.y * 20 + 100})
            bytes.push_back(static_cast<std::uint8_t>(value));
    return bytes;
}

QColor half(const TileKey& key) {
    const std::vector<std::uint8_t> bytes = plain(key);
    return {(bytes[0] + 255) / 2, (bytes[1] + 255) / 2, (bytes[2] + 255) / 2};
}

bool alike(const QColor& a, const QColor& b) {
    return std::abs(a.red() - b.red()) <= 2 && std::abs(a.green() - b.green()) <= 2 &&
           std::abs(a.blue() - b.blue()) <= 2;
}

QImage draw(TileGround& ground, const MapViewport& view) {
    QImage image(kView, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    ground.paint(painter, view, 1);
    return image;
}

SnapshotPtr someModel(int seed) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->model.architecture = {.shape = kShape, .hidden = {16}, .latent = 4};
    snapshot->model.weights.resize(static_cast<std::size_t>(weightCount(snapshot->model.architecture)));
    Random(static_cast<std::uint64_t>(seed), Stream::Initialisation)
        .fillNormal(snapshot->model.weights.data(), static_cast<Index>(snapshot->model.weights.size()));
    snapshot->step = seed;
    return snapshot;
}

MapFramePtr someFrame() {
    auto frame = std::make_shared<MapFrame>();
    frame->projection.axes = Matrix::Zero(2, 4);
    frame->projection.axes(0, 1) = frame->projection.axes(1, 3) = 1;
    frame->projection.origin = Vector::Constant(4, 0.5F);
    return frame;
}

} // namespace

class TileGroundTest : public QObject {
    Q_OBJECT
  private slots:
    void init() { m_ground.clear(); }

    void tilesCoverTheViewLargeOnesFirst() {
        const MapViewport view = viewOf(0.011, {0.3, -0.7});
        const std::vector<TileKey> tiles = TileGround::tilesOf(view);
        const int fine = tiles.back().level;
        QCOMPARE(tiles.front().level, fine + 1);
        const double pixels = tiles.back().side() / view.unitsPerPixel();
        QVERIFY(pixels >= TileGround::kLeastSide && pixels < 2 * TileGround::kLeastSide);
        const std::set<TileKey> all(tiles.begin(), tiles.end());
        QCOMPARE(all.size(), tiles.size());
        QVERIFY(std::ranges::is_sorted(tiles, std::greater<>(), &TileKey::level));
        const QRectF area = view.area();
        for (double x = area.left(); x <= area.right(); x += area.width() / 37)
            for (double y = area.top(); y <= area.bottom(); y += area.height() / 31)
                for (const int level : {fine, fine + 1}) {
                    const TileKey key{level, static_cast<int>(std::floor(std::ldexp(x, -level))),
                                      static_cast<int>(std::floor(std::ldexp(y, -level)))};
                    QVERIFY(all.contains(key));
                    QVERIFY(std::abs(key.middle().x() - x) <= 0.5 * key.side() + 1e-9);
                    QVERIFY(all.contains(TileKey{fine, key.x, key.y}.parent()) || level > fine);
                }
    }

    void eachPlaceShowsItsTile() {
        TileGround ground;
        ground.setTones(Qt::white, false);
        for (const double scale : {0.011, 0.02}) { // pictures as they are, and scaled
            const MapViewport view = viewOf(scale, {0.3, -0.7});
            const std::vector<TileKey> tiles = TileGround::tilesOf(view);
            for (const TileKey& key : tiles) ground.put(key, plain(key), kShape);
            const QImage image = draw(ground, view);
            int compared = 0;
            for (const TileKey& key : tiles) {
                const QPoint at = view.toPixel(key.middle()).toPoint();
                if (key.level != tiles.back().level || !image.rect().contains(at)) continue;
                QVERIFY(alike(image.pixelColor(at), half(key)));
                ++compared;
            }
            QVERIFY(compared > 30);
        }
    }

    void aLargeTileIsShownUntilTheSmallOnesAreThere() {
        TileGround ground;
        ground.setTones(Qt::white, false);
        const MapViewport view = viewOf(0.011);
        const std::vector<TileKey> tiles = TileGround::tilesOf(view);
        for (const TileKey& key : tiles)
            if (key.level == tiles.front().level) ground.put(key, plain(key), kShape);
        TileKey fine = tiles.back();
        for (const TileKey& key : tiles)
            if (key.level == fine.level && QRect({}, kView).contains(view.toPixel(key.middle()).toPoint()))
                fine = key;
        const QPoint at = view.toPixel(fine.middle()).toPoint();
        QVERIFY(alike(draw(ground, view).pixelColor(at), half(fine.parent())));
        ground.put(fine, plain(fine), kShape);
        QVERIFY(alike(draw(ground, view).pixelColor(at), half(fine)));
        ground.clear();
        QCOMPARE(draw(ground, view).pixelColor(at), QColor(Qt::white));
    }

    void eachQuarterOfALargeTileIsAtItsPlace() {
        TileGround ground;
        ground.setTones(Qt::white, false);
        const MapViewport view = viewOf(0.011);
        const std::vector<TileKey> tiles = TileGround::tilesOf(view);
        std::vector<std::uint8_t> quarters; // each grey of its own, from the top left
        for (int y = 0; y < kShape.height; ++y)
            for (int x = 0; x < kShape.width; ++x)
                quarters.insert(quarters.end(), 3, static_cast<std::uint8_t>(160 * (y / 3) + 80 * (x / 3)));
        for (const TileKey& key : tiles)
            if (key.level == tiles.front().level) ground.put(key, quarters, kShape);
        const QImage image = draw(ground, view);
        for (const TileKey& key : tiles) {
            const QPoint at = view.toPixel(key.middle()).toPoint();
            if (key.level != tiles.back().level || !image.rect().contains(at)) continue;
            const int grey = ((key.y & 1) == 0 ? 160 : 0) + ((key.x & 1) == 1 ? 80 : 0); // y is upwards
            const int shown = (grey + 255) / 2;
            QVERIFY(alike(image.pixelColor(at), QColor(shown, shown, shown)));
        }
    }

    void tilesAreWhatTheDecoderMakesOfTheirPlace() {
        const SnapshotPtr model = someModel(1);
        const MapFramePtr frame = someFrame();
        const Vector base = Vector::Constant(4, -0.3F);
        GroundDecoder decoder(&m_lane, 0);
        std::map<TileKey, Vector> got;
        collect(decoder, got);
        const std::vector<TileKey> tiles = TileGround::tilesOf(viewOf(0.011));
        decoder.show({.snapshot = model}, frame, base, tiles, m_ground);
        QTRY_COMPARE(got.size(), tiles.size());
        for (const auto& [key, picture] : got) {
            const QPointF at = key.middle();
            Vector z = base; // dimensions that the map does not show stay as they are
            z[1] = 0.5F + static_cast<float>(at.x());
            z[3] = 0.5F + static_cast<float>(at.y());
            QVERIFY((picture - decode(model->model, z).col(0)).cwiseAbs().maxCoeff() < 1e-4F);
        }
    }

    void whatIsKnownIsNotDecodedAgain() {
        GroundDecoder decoder(&m_lane, 0);
        std::map<TileKey, Vector> got;
        collect(decoder, got);
        const SnapshotPtr model = someModel(1);
        const MapFramePtr frame = someFrame();
        const Vector base = Vector::Zero(4);
        const std::vector<TileKey> tiles = TileGround::tilesOf(viewOf(0.011));
        decoder.show({.snapshot = model}, frame, base, tiles, m_ground);
        QTRY_COMPARE(got.size(), tiles.size());
        got.clear();
        const std::vector<TileKey> panned = TileGround::tilesOf(viewOf(0.011, {1, 0}));
        decoder.show({.snapshot = model}, frame, base, panned, m_ground);
        const std::set<TileKey> before(tiles.begin(), tiles.end());
        std::size_t fresh = 0;
        for (const TileKey& key : panned) fresh += !before.contains(key);
        QVERIFY(fresh > 0 && fresh < panned.size());
        QTRY_COMPARE(got.size(), fresh);
        m_lane.finish();
        QTest::qWait(0);
        QCOMPARE(got.size(), fresh);
    }

    void whatWasLostIsDecodedAgain() {
        GroundDecoder decoder(&m_lane, 0);
        std::map<TileKey, Vector> got;
        collect(decoder, got);
        const Evidence evidence{.snapshot = someModel(1)};
        const std::vector<TileKey> tiles = TileGround::tilesOf(viewOf(0.011));
        decoder.show(evidence, someFrame(), Vector::Zero(4), tiles, m_ground);
        QTRY_COMPARE(got.size(), tiles.size());
        got.clear();
        m_ground.clear(); // to save memory
        decoder.show(evidence, someFrame(), Vector::Zero(4), tiles, m_ground);
        QTRY_COMPARE(got.size(), tiles.size());
    }

    void aModelThatHasTrainedOnDecodesAllAnew() {
        GroundDecoder decoder(&m_lane, 0);
        std::map<TileKey, Vector> got;
        collect(decoder, got);
        const std::vector<TileKey> tiles = TileGround::tilesOf(viewOf(0.011));
        decoder.show({.snapshot = someModel(1)}, someFrame(), Vector::Zero(4), tiles, m_ground);
        QTRY_COMPARE(got.size(), tiles.size());
        const std::map<TileKey, Vector> before = got;
        got.clear();
        decoder.show({.snapshot = someModel(2)}, someFrame(), Vector::Zero(4), tiles, m_ground);
        const auto fine =
            static_cast<std::size_t>(std::ranges::count(tiles, tiles.back().level, &TileKey::level));
        QTRY_COMPARE(got.size(), fine); // large ones are hidden by now
        for (const auto& [key, picture] : got) QVERIFY(picture != before.at(key));
    }

  private:
    void collect(GroundDecoder& decoder, std::map<TileKey, Vector>& got) {
        connect(&decoder, &GroundDecoder::ready, this,
                [this, &got](const std::vector<TileKey>& tiles, const Pictures& pictures) {
                    for (std::size_t i = 0; i < tiles.size(); ++i)
                        got[tiles[i]] = pictures.images.col(static_cast<Index>(i));
                    for (const TileKey& tile : tiles) m_ground.put(tile, {}, kShape);
                });
    }
    TileGround m_ground; // what has come, without its pixels
    Lane m_lane{Lane::Pace::Fast};
};

} // namespace latent

QTEST_MAIN(latent::TileGroundTest)
#include "tile_ground_test.moc"
