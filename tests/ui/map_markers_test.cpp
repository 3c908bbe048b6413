// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_markers.h"

#include "ui/controls/style.h"

#include <QImage>
#include <QTest>

#include <cmath>

using namespace latent;

class MapMarkersTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { style::apply(*qApp, style::Appearance::Light); }

    void rootsMakeTheCovariance() {
        for (const PlaneCovariance c : {PlaneCovariance{4, 0, 9}, {2, -1.2, 1}, {0, 0, 3}, {1, 1, 1}}) {
            const auto [a, b] = c.roots();
            QVERIFY(std::abs(a.x() * a.x() + b.x() * b.x() - c.xx) < 1e-12);
            QVERIFY(std::abs(a.x() * a.y() + b.x() * b.y() - c.xy) < 1e-12);
            QVERIFY(std::abs(a.y() * a.y() + b.y() * b.y() - c.yy) < 1e-12);
        }
    }

    void theEllipseIsDrawnAtOneAndTwoSigma() {
        MapMarkers markers;
        markers.selected = QPointF(0, 0);
        markers.posterior = PlaneCovariance{400, 0, 100}; // σ 20 and 10
        QImage image(200, 200, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::white);
        QPainter painter(&image);
        markers.paint(painter, qApp->palette(), [](QPointF at) { return at + QPointF(100, 100); });
        painter.end();
        const auto blue = [&](int x, int y) { // of the line, not of the faint fill
            int least = 255;
            for (int dx = -1; dx <= 1; ++dx)
                for (int dy = -1; dy <= 1; ++dy)
                    least = std::min(least, image.pixelColor(x + dx, y + dy).red());
            return least < 150;
        };
        QVERIFY(blue(140, 100) && blue(120, 100) && blue(60, 100));
        QVERIFY(blue(100, 120) && blue(100, 80) && blue(100, 110));
        QVERIFY(!blue(130, 100) && !blue(148, 100) && !blue(100, 128));
        markers.posterior.reset();
        image.fill(Qt::white);
        QPainter again(&image);
        markers.paint(again, qApp->palette(), [](QPointF at) { return at + QPointF(100, 100); });
        again.end();
        QVERIFY(!blue(140, 100));
    }

    void aRingIsARingAtEachScale() {
        for (const qreal ratio : {1.0, 2.0}) {
            MapMarkers markers;
            markers.point = QPointF(50.3, 60.4);
            QImage image(QSize(100, 100) * ratio, QImage::Format_ARGB32_Premultiplied);
            image.setDevicePixelRatio(ratio);
            image.fill(QColor(200, 100, 0));
            const QRgb ground = image.pixel(0, 0);
            for (int turn = 0; turn < 2; ++turn) { // the second from the cache of the first
                QPainter painter(&image);
                markers.paint(painter, qApp->palette(), [](QPointF at) { return at; });
            }
            const QPointF centre = *markers.point * ratio;
            double inked = 0;
            QPointF mean;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    if (image.pixel(x, y) == ground) continue;
                    const QPointF at = QPointF(x + 0.5, y + 0.5) - centre;
                    const double distance = std::hypot(at.x(), at.y()) / ratio;
                    QVERIFY(std::abs(distance - MapMarkers::kPointRadius) < 4);
                    mean += at;
                    ++inked;
                }
            }
            QVERIFY(inked > 150 * ratio * ratio);
            QVERIFY(std::abs(mean.x() / inked) <= 0.5 && std::abs(mean.y() / inked) <= 0.5); // device pixels
            const QPointF right = centre + QPointF(MapMarkers::kPointRadius * ratio, 0);
            QVERIFY(image.pixelColor(right.toPoint()).lightness() < 60); // the text's colour
        }
    }
};

QTEST_MAIN(MapMarkersTest)
#include "map_markers_test.moc"
