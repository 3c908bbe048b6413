// SPDX-License-Identifier: GPL-3.0-or-later
// latent-explorer walk and traverse.
#include "tests/app/run_program.h"

#include <QFile>
#include <QImage>
#include <QImageReader>
#include <QTemporaryDir>
#include <QTest>

using namespace latent::testing;

class WalkCommandTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_model;

    QString path(const QString& name) const { return m_folder.filePath(name); }
    /// Blanks part words; FOLDER and MODEL stand for paths.
    QStringList words(QString line) const {
        return line.replace("FOLDER", m_folder.path()).replace("MODEL", m_model).split(' ');
    }
    Outcome run(const QString& line) const { return runProgram(words(line)); }
    QImage picture(const QString& line) const {
        const Outcome outcome = run(line + " --out " + path("picture.png"));
        if (outcome.status != 0) qWarning() << outcome.err;
        return QImage(path("picture.png")).convertToFormat(QImage::Format_RGB32);
    }
    static QImage tile(const QImage& sheet, int column, int row) {
        return sheet.copy(30 * column, 30 * row, 28, 28);
    }

  private slots:
    void initTestCase();
    void everyPathMakesASheet_data();
    void everyPathMakesASheet();
    void placesAreNumbersOrImages();
    void theLoopComesBack();
    void animationsHoldEveryFrame_data();
    void animationsHoldEveryFrame();
    void traversalsLeaveTheMeanOrAnImage();
    void mistakesAreOneLine_data();
    void mistakesAreOneLine();
    void helpNamesEveryOption();
};

void WalkCommandTest::initTestCase() {
    m_model = path("moons.safetensors");
    const Outcome outcome =
        run("train --data moons --limit 640 --epochs 2 --hidden 16 --latent 2 --save MODEL");
    QVERIFY2(outcome.status == 0, outcome.err);
}

void WalkCommandTest::everyPathMakesASheet_data() {
    QTest::addColumn<QString>("options");
    for (const char* const options :
         {"", "--path straight", "--path slerp", "--path metric", "--path data --data moons",
          "--path metric --data moons", "--loop", "--path data --data moons --loop"})
        QTest::newRow(options) << options;
}

void WalkCommandTest::everyPathMakesASheet() {
    QFETCH(QString, options);
    const QString line = "walk MODEL --from 1,2 --via 0.5,-1 --via -1,0 --to -2,0.25 --steps 10 " + options;
    const QImage sheet = picture(line.trimmed());
    QCOMPARE(sheet.size(), QSize(4 * 30 - 2, 3 * 30 - 2));
    QCOMPARE(tile(sheet, 0, 0), picture("generate MODEL --z 1,2"));
    if (!options.contains("loop")) QCOMPARE(tile(sheet, 1, 2), picture("generate MODEL --z -2,0.25"));
    QCOMPARE(picture(line.trimmed()), sheet);
}

void WalkCommandTest::placesAreNumbersOrImages() {
    const QImage sheet = picture("walk MODEL --data moons --from #7 --to #0 --steps 4");
    const QImage pairs = picture("reconstruct MODEL --data moons --index 7,0");
    QCOMPARE(tile(sheet, 0, 0), tile(pairs, 0, 1));
    QCOMPARE(tile(sheet, 1, 1), tile(pairs, 1, 1));
}

void WalkCommandTest::theLoopComesBack() {
    const QImage sheet = picture("walk MODEL --from 1,2 --to -1,-2 --steps 4 --loop");
    QCOMPARE(tile(sheet, 0, 1), picture("generate MODEL --z -1,-2"));
    QCOMPARE(tile(sheet, 1, 0), tile(sheet, 1, 1)); // half of the way, and half of the way back
}

void WalkCommandTest::animationsHoldEveryFrame_data() {
    QTest::addColumn<QString>("ending");
    for (const char* const ending : {"gif", "webp", "GIF"}) QTest::newRow(ending) << ending;
}

void WalkCommandTest::animationsHoldEveryFrame() {
    QFETCH(QString, ending);
    const QString file = path("walk." + ending);
    const Outcome outcome = run("walk MODEL --from 1,2 --to -2,0 --steps 7 --out " + file);
    QVERIFY2(outcome.status == 0 && outcome.out.isEmpty() && outcome.err.isEmpty(), outcome.err);
    QImageReader reader(file, ending.toLower().toLatin1());
    if (!QImageReader::supportedImageFormats().contains(ending.toLower().toLatin1())) return;
    QCOMPARE(reader.imageCount(), 7);
    const QImage first = reader.read();
    QCOMPARE(first.size(), QSize(280, 280)); // each pixel ten times as large
    const QImage small = picture("generate MODEL --z 1,2");
    for (const QPoint at : {QPoint(3, 3), QPoint(14, 14), QPoint(20, 9)}) {
        const int shown = qGray(first.pixel(10 * at + QPoint(5, 5)));
        QVERIFY(std::abs(shown - qGray(small.pixel(at))) < 40); // smoothed with its neighbours
    }
}

void WalkCommandTest::traversalsLeaveTheMeanOrAnImage() {
    const QImage sheet = picture("traverse MODEL");
    QCOMPARE(sheet.size(), QSize(11 * 30 - 2, 2 * 30 - 2));
    const QImage mean = picture("generate MODEL --z 0,0");
    QCOMPARE(tile(sheet, 5, 0), mean);
    QCOMPARE(tile(sheet, 5, 1), mean);
    QCOMPARE(tile(sheet, 10, 1), picture("generate MODEL --z 0,3"));
    const QImage ofImage = picture("traverse MODEL --data moons --index 7 --steps 3");
    QCOMPARE(ofImage.size(), QSize(3 * 30 - 2, 2 * 30 - 2));
    QVERIFY(tile(ofImage, 1, 0) != tile(sheet, 5, 0));
}

void WalkCommandTest::mistakesAreOneLine_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* line, const char* sentence) { QTest::newRow(line) << line << sentence; };
    const char* const file = "walk: --out: FOLDER/a.jpg: a walk is written to a .webp, .gif or .png file";
    row("walk", "walk: MODEL is missing");
    row("walk MODEL --to 0,0 --out FOLDER/a.png", "walk: --from is missing");
    row("walk MODEL --from 0,0 --out FOLDER/a.png", "walk: --to is missing");
    row("walk MODEL --from 0,0 --to 1,1", "walk: --out is missing");
    row("walk MODEL --from 0,0 --to 1,1 --out FOLDER/a.jpg", file);
    row("walk MODEL --from 0,0 --to 1,1 --out -", "a walk is written to");
    row("walk MODEL --from 0 --to 1,1 --out FOLDER/a.png", "walk: --from: has 1 numbers, but MODEL has");
    row("walk MODEL --from 0,0 --via 1,2,3 --to 1,1 --out FOLDER/a.png", "walk: --via: has 3 numbers");
    row("walk MODEL --from a --to 1,1 --out FOLDER/a.png", "walk: --from: 'a' is neither a list of numbers");
    row("walk MODEL --from #1 --to 1,1 --out FOLDER/a.png",
        "walk: --from: #1 is an image, which needs --data");
    row("walk MODEL --data moons --from #x --to 1,1 --out FOLDER/a.png", "'#x' is no image number");
    row("walk MODEL --data moons --from #-1 --to 1,1 --out FOLDER/a.png", "'#-1' is no image number");
    row("walk MODEL --data moons --from 0,0 --to #9999999 --out FOLDER/a.png",
        "walk: --to: there is no image 9999999, Moon phases has 0 to");
    row("walk MODEL --from 0,0 --to 1,1 --path round --out FOLDER/a.png",
        "walk: --path: 'round' is none of straight, slerp, data and metric");
    row("walk MODEL --from 0,0 --to 1,1 --path data --out FOLDER/a.png", "walk: --path data: needs --data");
    row("walk MODEL --from 0,0 --to 1,1 --steps 1 --out FOLDER/a.png",
        "--steps: '1' is no whole number from 2");
    row("walk MODEL --from 0,0 --from 1,1 --to 1,1 --out FOLDER/a.png", "--from is given twice");
    row("walk MODEL --from 0,0 --to 1,1 --out FOLDER/none/a.png", "--out: there is no folder FOLDER/none");
    row("walk FOLDER/none --from 0,0 --to 1,1 --out FOLDER/a.png", "FOLDER/none: there is no such file");
    row("walk MODEL --data FOLDER/none --from 0,0 --to 1,1 --out FOLDER/a.png", "there is no such file");
    row("traverse MODEL", "traverse: --out is missing");
    row("traverse MODEL --index 1 --out FOLDER/a.png", "traverse: --index: needs --data");
    row("traverse MODEL --data moons --out FOLDER/a.png", "traverse: --data: needs --index");
    row("traverse MODEL --data moons --index 9999999 --out FOLDER/a.png", "there is no image 9999999");
    row("traverse MODEL --steps 0 --out FOLDER/a.png", "--steps: '0'");
    row("traverse MODEL --out FOLDER/a.pdf", "pictures are not written as PDF");
    row("traverse MODEL --out MODEL", "--out would overwrite ");
}

void WalkCommandTest::mistakesAreOneLine() {
    QFETCH(QString, line);
    QFETCH(QString, sentence);
    if (!sentence.contains("is missing")) sentence.replace("MODEL", m_model);
    sentence.replace("FOLDER", m_folder.path());
    const Outcome outcome = run(line);
    QVERIFY2(outcome.status == 2, outcome.err);
    QVERIFY2(outcome.err.startsWith("latent-explorer: ") && outcome.err.count('\n') == 1, outcome.err);
    QVERIFY2(QString::fromUtf8(outcome.err).contains(sentence), outcome.err);
    QVERIFY(!QFile::exists(path("a.png")));
}

void WalkCommandTest::helpNamesEveryOption() {
    const QByteArray walk = run("walk --help").out;
    for (const char* const option :
         {"--from <Z>", "--to <Z>", "--via <Z>", "--path <PATH>", "--steps <N>", "--loop", "--out <FILE>"})
        QVERIFY2(walk.contains(option), option);
    const QByteArray traverse = run("traverse --help").out;
    for (const char* const option : {"--index <I>", "--steps <N>", "--out <FILE.png>"})
        QVERIFY2(traverse.contains(option), option);
}

QTEST_GUILESS_MAIN(WalkCommandTest)
#include "walk_command_test.moc"
