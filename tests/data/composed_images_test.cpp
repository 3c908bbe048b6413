// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/data/npy_files.h"
#include "tests/data/opening.h"

using namespace latent;
using namespace latent::testing;

namespace {

OpenOptions onGround(std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
    OpenOptions options;
    options.ground = {red, green, blue};
    return options;
}

QByteArray bytes(std::initializer_list<int> values) {
    QByteArray text;
    for (const int value : values) text.append(static_cast<char>(value));
    return text;
}

// A 2×2 image: an opaque and a transparent pixel; a half and a fifth opaque one. The array has two of it.
const std::initializer_list<double> kNumbers{255, 0, 10, 255, 1, 2, 3, 0, 200, 100, 0, 128, 0, 255, 0, 51};
const QByteArray kOnWhite = bytes({255, 0, 10, 255, 255, 255, 227, 177, 127, 204, 255, 204});
const QByteArray kOnBlue = bytes({255, 0, 10, 0, 0, 255, 100, 50, 127, 0, 51, 204});

} // namespace

class ComposedImagesTest : public QObject {
    Q_OBJECT
  private slots:
    void laidOnTheGround_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("rule");
        QByteArray halves;
        QByteArray floats;
        for (const double number : kNumbers) {
            halves += bytesOf(static_cast<quint16>(number * 257));
            floats += bytesOf(static_cast<float>(number / 255));
        }
        const QByteArray plain = bytesOfAll<quint8>(kNumbers);
        QByteArray planes; // the same, one plane per channel
        for (int channel = 0; channel < 4; ++channel) {
            for (int pixel = 0; pixel < 4; ++pixel) planes += plain[pixel * 4 + channel];
        }
        const char* const shape = "(2, 2, 2, 4)";
        QTest::newRow("8 bits") << "a.npy" << npy("|u1", shape, plain + plain) << "";
        QTest::newRow("planes") << "a.npy" << npy("|u1", "(2, 4, 2, 2)", planes + planes) << "";
        QTest::newRow("IDX") << "a-idx4-ubyte" << idxHeader(8, {2, 2, 2, 4}) + plain + plain << "";
        QTest::newRow("in an archive")
            << "a.npz" << zip({{.name = "x.npy", .content = npy("|u1", shape, plain + plain)}}) << "";
        QTest::newRow("16 bits") << "a.npy" << npy("<u2", shape, halves + halves) << "divided by 65,535; ";
        QTest::newRow("float") << "a.npy" << npy("<f4", shape, floats + floats) << "multiplied by 255; ";
    }
    void laidOnTheGround() {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(QString, rule);
        const TestFolder folder;
        const QString file = folder.put(name, content);
        const DatasetPtr white = open(file);
        QCOMPARE(white->shape, (ImageShape{2, 2, 3}));
        QCOMPARE(pixelsOf(*white), kOnWhite + kOnWhite);
        QCOMPARE(QString::fromStdString(white->pixelRule), rule + "laid on the colour 255, 255, 255");
        const DatasetPtr blue = open(file, onGround(0, 0, 255));
        QCOMPARE(pixelsOf(*blue), kOnBlue + kOnBlue);
        QVERIFY(blue->pixelRule.ends_with("laid on the colour 0, 0, 255"));
        OpenOptions small;
        small.mostBytes = 23; // of 24: opacity needs none
        QVERIFY(failure(file, small).contains("2 images need"));
        small.mostBytes = 24;
        QCOMPARE(open(file, small)->size(), Index{2});
    }

    void onlyTheFirst() {
        const TestFolder folder;
        OpenOptions options;
        options.readAtMost = 2;
        const QByteArray plain = bytesOfAll<quint8>(kNumbers);
        const QString file =
            folder.put("a.npy", npy("|u1", "(3, 2, 2, 4)", plain + plain + QByteArray(16, 9)));
        QCOMPARE(pixelsOf(*open(file, options)), kOnWhite + kOnWhite);
    }

    void rowsOfAGivenSize() {
        const TestFolder folder;
        OpenOptions options;
        options.width = 2;
        options.height = 2;
        const QByteArray plain = bytesOfAll<quint8>(kNumbers);
        const QString file = folder.put("a.npy", npy("|u1", "(2, 16)", plain + plain));
        QCOMPARE(pixelsOf(*open(file, options)), kOnWhite + kOnWhite);
    }

    void bad() {
        const TestFolder folder;
        const QByteArray plain = bytesOfAll<quint8>(kNumbers).repeated(2);
        QVERIFY(failure(folder.put("f.npy", npy("|u1", "(2, 2, 2, 4)", plain, true))).contains("Fortran"));
        QVERIFY(failure(folder.put("s.npy", npy("|u1", "(2, 2, 2, 4)", plain.chopped(1)))).contains("early"));
        QVERIFY(failure(folder.put("l.npy", npy("|u1", "(2, 2, 2, 4)", plain + "x"))).contains("more bytes"));
        const QByteArray nan = npy("<f4", "(1, 2, 1, 4)", bytesOfAll<float>({0, 0, 0, qQNaN(), 0, 0, 0, 0}));
        QVERIFY(failure(folder.put("n.npy", nan)).contains("not a finite number"));
        everyPrefix(folder, "p.npy", npy("|u1", "(2, 2, 2, 4)", plain), {}, never);
    }
};

QTEST_GUILESS_MAIN(ComposedImagesTest)
#include "composed_images_test.moc"
