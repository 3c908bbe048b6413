// SPDX-License-Identifier: GPL-3.0-or-later
// What the map draws besides dots, driven as a person would.
#include "ui/map/map_layers.h"

#include "core/base/random.h"
#include "core/model/network_layout.h"
#include "ui/ask/asker.h"
#include "ui/controls/style.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_overview.h"
#include "ui/map/map_view.h"

#include <QApplication>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace latent {
namespace {

constexpr int kImages = 600;
constexpr int kLatent = 2;
constexpr ImageShape kShape{8, 8, 3};

DatasetPtr makeImages(bool labelled, int images = kImages) {
    auto set = std::make_shared<ImageDataset>();
    set->name = "Made up";
    set->shape = kShape;
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(images * kShape.pixels()));
    Random random(4, Stream::Data);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
    set->pixels = PixelStore::own(std::move(bytes));
    for (int i = 0; i < images; ++i) {
        if (labelled) set->labels.push_back(static_cast<std::uint16_t>(i % 2));
        set->train.push_back(static_cast<std::uint32_t>(i));
    }
    if (labelled) set->classNames = {"even", "odd"};
    return set;
}

std::shared_ptr<Snapshot> makeModel() {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->model.architecture = {.shape = kShape, .hidden = {16}, .latent = kLatent};
    snapshot->model.objective.latentNoise = true;
    snapshot->model.weights.resize(static_cast<std::size_t>(weightCount(snapshot->model.architecture)));
    Random(1, Stream::Initialisation)
        .fillNormal(snapshot->model.weights.data(), static_cast<Index>(snapshot->model.weights.size()));
    for (float& weight : snapshot->model.weights) weight *= 0.1F;
    auto codes = std::make_shared<Matrix>(kLatent, kImages);
    Random(2, Stream::Noise).fillNormal(codes->data(), codes->size());
    snapshot->codes = codes;
    return snapshot;
}

struct Fixture {
    Asker asker;
    SharedLooking looking;
    Exploration exploration{&looking, Exploration::Role::Leads, &asker};
    MapView view{&exploration};
    MapCanvas* canvas = view.canvas();

    explicit Fixture(bool labelled = true) {
        view.resize(760, 560);
        view.show();
        exploration.setDataset(makeImages(labelled));
        exploration.setSnapshot(makeModel());
        [&] { QTRY_VERIFY(exploration.mapFrame()); }();
        settle();
    }
    void settle() {
        QSignalSpy drawn(canvas, &MapCanvas::drawn);
        exploration.setMapFrame(exploration.mapFrame());
        [&] { QTRY_VERIFY(!drawn.isEmpty()); }();
    }
    /// Chooses a line of the header's menu by its text.
    void choose(const QString& text) {
        auto* const button = view.findChild<QPushButton*>("show");
        QTest::mouseClick(button, Qt::LeftButton);
        auto* const menu = button->findChild<QMenu*>();
        [&] { QTRY_VERIFY(menu->isVisible()); }();
        for (QAction* const action : menu->actions()) {
            if (action->text() != text) continue;
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
            break;
        }
        [&] { QTRY_VERIFY(!menu->isVisible()); }();
        settle();
    }
    void wheel(QPoint at, int notches) {
        QWheelEvent event(at, canvas->mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(canvas, &event);
        settle();
    }
    const ImageScatter& images() const { return canvas->layers().images(); }
    /// An image whose picture is whole in view, and its middle.
    std::pair<Index, QPoint> someImage() const {
        for (std::size_t n = 0; n < images().count(); ++n)
            if (canvas->rect().adjusted(40, 40, -180, -40).contains(images().pictureRect(n)))
                return {images().imageOf(n), images().pictureRect(n).center()};
        return {-1, {}};
    }
};

} // namespace

class MapLayersTest : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { style::apply(*qApp, style::Appearance::Light); }

    void imagesWithoutLabelsAreShownAsImages() {
        Exploration exploration;
        exploration.setDataset(makeImages(false));
        QCOMPARE(exploration.mapStyle(), MapStyle::Images);
        exploration.setDataset(makeImages(true));
        QCOMPARE(exploration.mapStyle(), MapStyle::Points);
        exploration.setDataset(makeImages(false, 5'001));
        QCOMPARE(exploration.mapStyle(), MapStyle::Points);
        exploration.setDataset(makeImages(false));
        exploration.setMapStyle(MapStyle::Points); // by a person
        exploration.setDataset(makeImages(false));
        QCOMPARE(exploration.mapStyle(), MapStyle::Points);
    }

    void theMenuChoosesImagesAndTheyAreDrawn() {
        Fixture f;
        const QImage dots = f.canvas->grab().toImage();
        f.choose("Images");
        QCOMPARE(f.exploration.mapStyle(), MapStyle::Images);
        QVERIFY(f.looking.value().showChosen);
        QTRY_VERIFY(f.images().count() > 40);
        const auto [image, middle] = f.someImage();
        QVERIFY(image >= 0);
        std::size_t n = 0;
        while (f.images().imageOf(n) != image) ++n;
        const QRect where = f.images().pictureRect(n);
        AreaScale scaled(kShape, where.size());
        const auto drawn = [&] { // a few pictures a frame
            return f.canvas->grab().toImage().copy(where).convertToFormat(QImage::Format_RGB32);
        };
        QTRY_COMPARE(drawn(),
                     scaled.scaled(f.exploration.dataset()->image(image), tonesOn(Qt::white, false)));
        f.choose("Points");
        QTRY_COMPARE(f.canvas->grab().toImage(), dots);
    }

    void aClickOnAPictureSelectsItsImage() {
        Fixture f;
        f.choose("Images");
        for (int zoom = 0; zoom < 4; ++zoom) {
            const auto [image, middle] = f.someImage();
            QVERIFY(image >= 0);
            QTest::mouseClick(f.canvas, Qt::LeftButton, {}, middle);
            QCOMPARE(f.exploration.selected(), image);
            f.exploration.select(-1);
            f.wheel(f.canvas->rect().center(), 2);
        }
    }

    void theOverviewShowsItselfWhileZoomedIn() {
        Fixture f;
        QVERIFY(!f.canvas->overview()->isVisible());
        f.wheel({300, 250}, 6);
        QTRY_VERIFY(f.canvas->overview()->isVisible());
        QVERIFY(f.canvas->rect().contains(f.canvas->overview()->geometry()));
        QVERIFY(f.canvas->overview()->geometry().center().x() < f.canvas->width() / 2);
        QVERIFY(f.canvas->overview()->geometry().center().y() > f.canvas->height() / 2);
        QTest::keyClick(f.canvas, Qt::Key_0);
        QTRY_VERIFY(!f.canvas->overview()->isVisible());
    }

    void theOverviewMovesTheView() {
        Fixture f;
        f.wheel({300, 250}, 6);
        MapOverview* const overview = f.canvas->overview();
        QTRY_VERIFY(overview->isVisible());
        const double scale = f.canvas->view().unitsPerPixel();
        for (const QPoint at : {QPoint(30, 30), QPoint(70, 50)}) {
            const QPointF place = overview->toData(at);
            QTest::mouseClick(overview, Qt::LeftButton, {}, at);
            QVERIFY(QLineF(f.canvas->view().area().center(), place).length() < 1e-9);
            QCOMPARE(f.canvas->view().unitsPerPixel(), scale);
            QVERIFY(f.exploration.window()); // is kept
        }
        QTest::mousePress(overview, Qt::LeftButton, {}, {40, 40});
        QMouseEvent move(QEvent::MouseMove, {55, 45}, overview->mapToGlobal(QPoint(55, 45)), Qt::NoButton,
                         Qt::LeftButton, {});
        QApplication::sendEvent(overview, &move);
        QVERIFY(QLineF(f.canvas->view().area().center(), overview->toData({55, 45})).length() < 1e-9);
        QTest::mouseRelease(overview, Qt::LeftButton, {}, {55, 45});
    }

    void theDensityIsDrawnBehindThePoints() {
        Fixture f;
        const QImage plain = f.canvas->grab().toImage();
        f.choose("Density");
        QCOMPARE(f.exploration.ground(), MapGround::Density);
        const QImage dense = f.canvas->grab().toImage();
        int changed = 0;
        for (int y = 0; y < plain.height(); y += 3)
            for (int x = 0; x < plain.width(); x += 3) changed += plain.pixel(x, y) != dense.pixel(x, y);
        QVERIFY(changed > 1'000);
        f.choose("Plain ground");
        QTRY_COMPARE(f.canvas->grab().toImage(), plain);
    }

    void theDecodedGroundComes() {
        Fixture f;
        const QImage plain = f.canvas->grab().toImage();
        f.choose("Decoded pictures");
        const std::vector<TileKey> tiles = TileGround::tilesOf(f.canvas->view());
        QTRY_VERIFY(std::ranges::all_of(
            tiles, [&](const TileKey& key) { return f.canvas->layers().tiles().has(key); }));
        QVERIFY(f.canvas->grab().toImage().pixel(5, 5) != plain.pixel(5, 5));
        f.wheel({300, 250}, 5);
        QTRY_VERIFY(f.canvas->layers().tiles().has(TileGround::tilesOf(f.canvas->view()).back()));
        f.exploration.setDataset(makeImages(true)); // of another set
        QVERIFY(f.canvas->layers().tiles().isEmpty());
    }

    void ellipsesAreThoseOfTheModel() {
        Fixture f;
        f.choose("Posterior ellipses");
        QVERIFY(f.exploration.showsEllipses());
        const Projection& projection = f.exploration.mapFrame()->projection;
        QTRY_VERIFY(f.canvas->layers().ellipses().count(projection) > 20);
        QTRY_VERIFY(f.canvas->layers().ellipses().missing(1).empty());
        f.choose("Posterior ellipses");
        QVERIFY(!f.exploration.showsEllipses());
        auto noNoise = makeModel();
        noNoise->model.objective.latentNoise = false;
        f.exploration.setEllipses(true);
        f.exploration.setSnapshot(noNoise);
        QVERIFY(!f.canvas->layers().showsEllipses());
    }

    void savedPicturesHaveAllOfIt() {
        Fixture f;
        f.choose("Images");
        const auto [image, middle] = f.someImage();
        QVERIFY(image >= 0);
        const QImage once = f.view.grabImage(1), twice = f.view.grabImage(2);
        QCOMPARE(twice.size(), 2 * f.canvas->size());
        std::size_t n = 0;
        while (f.images().imageOf(n) != image) ++n;
        const QRect where = f.images().pictureRect(n);
        AreaScale scaled(kShape, where.size());
        QImage part = once.copy(where).convertToFormat(QImage::Format_RGB32);
        QCOMPARE(part, scaled.scaled(f.exploration.dataset()->image(image), tonesOn(Qt::white, false)));
        f.exploration.setMapStyle(MapStyle::Points);
        QVERIFY(f.view.grabImage(2) != twice);
        const QImage dots = f.view.grabImage(1);
        f.exploration.setGround(MapGround::Density);
        f.settle();
        QVERIFY(f.view.grabImage(1) != dots);
        QCOMPARE(f.view.grabImage(1), f.view.grabImage(1)); // and what is on the screen stays as it was
    }

    void hiddenClassesGoInAllOfThem() {
        Fixture f;
        f.choose("Images");
        f.exploration.setClassHidden(1, true);
        f.settle();
        QVERIFY(f.images().count() > 20);
        for (std::size_t n = 0; n < f.images().count(); ++n) QVERIFY(f.images().imageOf(n) % 2 == 0);
    }

    void framesLeaveNothingOfTheLastOne() {
        Fixture f;
        for (const char* const what : {"Images", "Density", "Posterior ellipses", "Points", "Plain ground"}) {
            f.choose(what);
            const auto looksRepainted = [&] {
                const QImage shown = f.view.screen()->grabWindow(f.view.winId()).toImage();
                return shown == f.view.grab().toImage().convertToFormat(shown.format());
            };
            QTRY_VERIFY(looksRepainted());
        }
    }
};

} // namespace latent

QTEST_MAIN(latent::MapLayersTest)
#include "map_layers_test.moc"
