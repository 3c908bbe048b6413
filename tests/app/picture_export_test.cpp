// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/picture_export.h"
#include "core/base/error.h"

#include <QFile>
#include <QPainter>
#include <QTemporaryDir>
#include <QTest>

using namespace latent;

namespace {

PictureSource plot() {
    return {"plot",
            [] {
                QImage image(60, 40, QImage::Format_ARGB32_Premultiplied);
                image.fill(Qt::red);
                return image;
            },
            [](QPainter& painter, QSize size) { painter.fillRect(QRect(QPoint(), size), Qt::blue); },
            QSize(300, 200)};
}

} // namespace

class PictureExportTest : public QObject {
    Q_OBJECT
  private slots:
    void writesWhatTheEndingSays();
    void refusesOtherEndings();

  private:
    std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    QByteArray content(const char* name) const {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_folder;
};

void PictureExportTest::writesWhatTheEndingSays() {
    savePicture(plot(), path("a.png"));
    const QImage image(m_folder.filePath("a.png"));
    QCOMPARE(image.size(), QSize(60, 40));
    QCOMPARE(image.pixelColor(30, 20), QColor(Qt::red));
    savePicture(plot(), path("a.svg"));
    QVERIFY(content("a.svg").contains("viewBox=\"0 0 300 200\""));
    savePicture(plot(), path("a.pdf"));
    QVERIFY(content("a.pdf").startsWith("%PDF"));
    // 300 × 200 pixels at 96 an inch, in points.
    QVERIFY(content("a.pdf").contains("/MediaBox [0 0 225"));
}

void PictureExportTest::refusesOtherEndings() {
    QVERIFY_THROWS_EXCEPTION(Error, savePicture(plot(), path("a.jpg")));
    PictureSource pixels = plot();
    pixels.render = nullptr;
    QVERIFY_THROWS_EXCEPTION(Error, savePicture(pixels, path("b.svg")));
    QVERIFY(!QFile::exists(m_folder.filePath("b.svg")));
}

QTEST_MAIN(PictureExportTest)
#include "picture_export_test.moc"
