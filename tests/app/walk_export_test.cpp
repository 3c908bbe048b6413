// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/walk_export.h"

#include "app/file_actions.h"
#include "core/base/error.h"

#include <QBuffer>
#include <QFile>
#include <QImageReader>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace latent;

namespace {

/// Frames of 5 × 3 pixels, each brighter than the one before.
WalkFilm someFilm(int frames, int channels = 1) {
    Walk walk;
    walk.shape = {.width = 5, .height = 3, .channels = channels};
    walk.points = Matrix::Zero(2, frames);
    walk.images.resize(walk.shape.pixels(), frames);
    for (Index i = 0; i < walk.images.size(); ++i)
        walk.images.data()[i] = static_cast<float>(i) / static_cast<float>(walk.images.size());
    return {.walk = std::make_shared<const Walk>(std::move(walk))};
}

QImage pictureOf(const std::string& bytes) {
    return QImage::fromData(QByteArray::fromStdString(bytes)).convertToFormat(QImage::Format_RGB32);
}

} // namespace

class WalkExportTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

  private slots:
    void endingsNameFormats();
    void aSheetHoldsEveryFrame_data();
    void aSheetHoldsEveryFrame();
    void anAnimationPlaysWhatWasPlayed();
    void cancelledIsNothing();
    void theWindowSavesInTheBackground_data();
    void theWindowSavesInTheBackground();
    void whatCannotBeSavedIsTold_data();
    void whatCannotBeSavedIsTold();
};

void WalkExportTest::endingsNameFormats() {
    QVERIFY(walkFormatOf("a/b.webp") == WalkFormat::Webp);
    QVERIFY(walkFormatOf("b.GIF") == WalkFormat::Gif);
    QVERIFY(walkFormatOf("b.png") == WalkFormat::Sheet);
    for (const char* const other : {"b", "b.jpg", ".png", "png", "-"}) QVERIFY(!walkFormatOf(other));
}

void WalkExportTest::aSheetHoldsEveryFrame_data() {
    QTest::addColumn<int>("channels");
    for (const int channels : {1, 3}) QTest::addRow("%d", channels) << channels;
}

void WalkExportTest::aSheetHoldsEveryFrame() {
    QFETCH(int, channels);
    WalkFilm film = someFilm(7, channels);
    film.tone = {.inverted = true};
    const QImage sheet = pictureOf(walkBytes(film, WalkFormat::Sheet, {}));
    QCOMPARE(sheet.size(), QSize(3 * 7 - 2, 3 * 5 - 2));
    for (int i = 0; i < 7; ++i) {
        const QImage tile = sheet.copy(i % 3 * 7, i / 3 * 5, 5, 3);
        QCOMPARE(tile, film.picture(i).convertToFormat(QImage::Format_RGB32));
    }
}

void WalkExportTest::anAnimationPlaysWhatWasPlayed() {
    WalkFilm film = someFilm(6);
    for (const bool loop : {false, true}) {
        film.loop = loop;
        QByteArray bytes = QByteArray::fromStdString(walkBytes(film, WalkFormat::Gif, {}));
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::ReadOnly);
        QImageReader reader(&buffer, "gif");
        QCOMPARE(reader.imageCount(), 6);
        for (int i = 0; i < 6; ++i) {
            const QImage frame = reader.read().convertToFormat(QImage::Format_RGB32);
            QCOMPARE(frame,
                     film.largePicture(i).convertToFormat(QImage::Format_RGB32)); // 256 greys are enough
            QCOMPARE(reader.nextImageDelay(), i == 5 && !loop ? kWalkEndMs : kWalkFrameMs);
        }
        QVERIFY(walkBytes(film, WalkFormat::Webp, {}).starts_with("RIFF"));
    }
}

void WalkExportTest::cancelledIsNothing() {
    std::stop_source stop;
    stop.request_stop();
    for (const WalkFormat format : {WalkFormat::Webp, WalkFormat::Gif, WalkFormat::Sheet})
        QVERIFY_THROWS_EXCEPTION(Cancelled, walkBytes(someFilm(3), format, {.stop = stop.get_token()}));
    QVERIFY_THROWS_EXCEPTION(Error, walkBytes({}, WalkFormat::Gif, {}));
}

void WalkExportTest::theWindowSavesInTheBackground_data() {
    QTest::addColumn<QString>("name");
    for (const char* const name : {"walk.webp", "walk.gif", "walk.png", "Walk.PNG"})
        QTest::newRow(name) << name;
}

void WalkExportTest::theWindowSavesInTheBackground() {
    QFETCH(QString, name);
    QWidget window;
    auto* const files = new FileActions(&window);
    QSignalSpy saved(files, &FileActions::saved);
    const QString path = m_folder.filePath(name);
    files->writeWalk(someFilm(5), path);
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(saved[0][0].toString(), path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().toStdString(), walkBytes(someFilm(5), *walkFormatOf(name.toStdString()), {}));
}

void WalkExportTest::whatCannotBeSavedIsTold_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("another ending") << "walk.mp4"
                                    << "the name must end in .webp, .gif or .png";
    QTest::newRow("no folder") << "none/walk.png"
                               << "none";
}

void WalkExportTest::whatCannotBeSavedIsTold() {
    QFETCH(QString, name);
    QFETCH(QString, sentence);
    QWidget window;
    auto* const files = new FileActions(&window);
    QSignalSpy failed(files, &FileActions::failed);
    files->writeWalk(someFilm(5), m_folder.filePath(name));
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY2(failed[0][0].toString().contains(sentence), qPrintable(failed[0][0].toString()));
    QVERIFY(!QFile::exists(m_folder.filePath(name)));
}

QTEST_MAIN(WalkExportTest)
#include "walk_export_test.moc"
