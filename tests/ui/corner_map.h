// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/map/map_canvas.h"
#include "ui/map/map_legend.h"
#include "ui/map/map_view.h"
#include "ui/state/exploration.h"

#include <QApplication>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

// A map of four classes, for the tests of what people do to it.
namespace latent::corners {

inline constexpr int kImages = 400;
inline constexpr int kLatent = 3;

/// Four classes, one in each corner of a square; every tenth image is a test image.
inline DatasetPtr makeDataset(bool labelled = true) {
    auto dataset = std::make_shared<ImageDataset>();
    dataset->name = "Corners";
    dataset->shape = {4, 4, 1};
    dataset->pixels = PixelStore::own(std::vector<std::uint8_t>(16 * kImages, 90));
    for (int i = 0; i < kImages; ++i) {
        if (labelled) dataset->labels.push_back(static_cast<std::uint16_t>(i % 4));
        (i % 10 == 9 ? dataset->test : dataset->train).push_back(static_cast<std::uint32_t>(i));
    }
    if (labelled) dataset->classNames = {"north-east", "north-west", "south-east", "south-west"};
    Factor size{"size", {}};
    for (int i = 0; i < kImages; ++i) size.values.push_back(static_cast<float>(i) / kImages);
    dataset->factors.push_back(size);
    return dataset;
}

inline float codeOf(int image, int dimension) {
    const float corner = dimension == 0 ? (image % 2 == 0 ? 1.F : -1.F) : (image % 4 < 2 ? 1.F : -1.F);
    const float within = static_cast<float>((image * (dimension == 0 ? 37 : 71)) % 101) / 101.F - 0.5F;
    return dimension == 2 ? 0.25F : corner + 0.6F * within;
}

inline SnapshotPtr makeSnapshot() {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->model.architecture.latent = kLatent;
    auto codes = std::make_shared<Matrix>(kLatent, kImages);
    for (int i = 0; i < kImages; ++i)
        for (int d = 0; d < kLatent; ++d) (*codes)(d, i) = codeOf(i, d);
    snapshot->codes = codes;
    return snapshot;
}

inline std::shared_ptr<MapFrame> makeFrame(float scale = 1) {
    auto frame = std::make_shared<MapFrame>();
    frame->asked = {.pca = false, .x = 0, .y = 1};
    frame->projection.axes = Matrix::Identity(2, kLatent);
    frame->projection.origin = Vector::Zero(kLatent);
    for (int i = 0; i < kImages; ++i) {
        frame->x.push_back(scale * codeOf(i, 0));
        frame->y.push_back(scale * codeOf(i, 1));
    }
    return frame;
}

struct Fixture {
    Exploration exploration;
    MapView view{&exploration};
    MapCanvas* canvas = view.canvas();

    explicit Fixture(const DatasetPtr& dataset = makeDataset()) {
        view.resize(760, 560);
        view.show();
        exploration.setDataset(dataset);
        exploration.setSnapshot(makeSnapshot());
        exploration.setMapFrame(makeFrame());
        settle();
    }
    /// Waits until everything requested is drawn.
    void settle() {
        QSignalSpy drawn(canvas, &MapCanvas::drawn);
        exploration.setMapFrame(exploration.mapFrame());
        QTRY_VERIFY(!drawn.isEmpty());
    }
    QPoint pixelOf(Index image) const {
        const auto at = static_cast<std::size_t>(image);
        const MapFrame& frame = *exploration.mapFrame();
        return canvas->view().toPixel({frame.x[at], frame.y[at]}).toPoint();
    }
    QPoint pixelOfPoint() const {
        return canvas->view().toPixel({exploration.point()[0], exploration.point()[1]}).toPoint();
    }
    void moveTo(QPoint at) {
        QMouseEvent move(QEvent::MouseMove, at, canvas->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(canvas, &move);
    }
    void moveAlong(QPoint from, QPoint to) {
        for (int i = 1; i <= 8; ++i) moveTo(from + (to - from) * i / 8);
    }
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers keys = {}) {
        QTest::mousePress(canvas, Qt::LeftButton, keys, from);
        moveAlong(from, to);
        QTest::mouseRelease(canvas, Qt::LeftButton, keys, to);
    }
    void wheel(QPoint at, int notches) {
        QWheelEvent event(at, canvas->mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(canvas, &event);
    }
    QPoint legendRow(int row) const { return canvas->legendCard()->rowRect(row).center().toPoint(); }
};

} // namespace latent::corners
