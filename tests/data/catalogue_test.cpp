// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/catalogue.h"
#include "tests/data/idx_files.h"

#include <QTemporaryDir>

using namespace latent;
using namespace latent::testing;

namespace {

// Fashion-MNIST in small: ten labels, 30 images to train on and 10 to test on.
void install(const QString& folder) {
    QByteArray labels;
    for (int i = 0; i < 30; ++i) labels.append(static_cast<char>(i % 10));
    write(folder + "/train-images-idx3-ubyte.gz", gzip(idxImages(30, 28, 28)));
    write(folder + "/train-labels-idx1-ubyte.gz", gzip(idxLabels(labels)));
    write(folder + "/t10k-images-idx3-ubyte.gz", gzip(idxImages(10, 28, 28)));
    write(folder + "/t10k-labels-idx1-ubyte.gz", gzip(idxLabels(labels.left(10))));
}

std::vector<std::string> names(const std::vector<CatalogueEntry>& entries) {
    std::vector<std::string> result;
    for (const CatalogueEntry& entry : entries) result.push_back(entry.name);
    return result;
}

} // namespace

class CatalogueTest : public QObject {
    Q_OBJECT
  private slots:
    void fashionMnistComesFirstWhereItIsInstalled() {
        const QTemporaryDir folder;
        install(folder.path());
        const std::string path = folder.path().toStdString();
        const std::vector<CatalogueEntry> entries = catalogue(path);
        QCOMPARE(names(entries), (std::vector<std::string>{"fashion-mnist", "shapes", "moons"}));
        QVERIFY(entries[0].available);
        QCOMPARE(entries[0].origin, path);

        OpenOptions options;
        options.fashionMnistFolder = path;
        const DatasetPtr dataset = openDataset("fashion-mnist", options);
        QCOMPARE(dataset->name, std::string("Fashion-MNIST"));
        QCOMPARE(dataset->origin, std::string("fashion-mnist"));
        QCOMPARE(dataset->train.size(), 30U);
        QCOMPARE(dataset->test.size(), 10U);
        QCOMPARE(dataset->classNames.at(9), std::string("Ankle boot"));
        QVERIFY(dataset->testGiven);
    }

    void fashionMnistComesLastWhereItIsNot() {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        const std::vector<CatalogueEntry> entries = catalogue(path);
        QCOMPARE(names(entries), (std::vector<std::string>{"shapes", "moons", "fashion-mnist"}));
        QVERIFY(entries[0].available && entries[1].available && !entries[2].available);
        OpenOptions options;
        options.fashionMnistFolder = path;
        const QString sentence = errorOf([&] { openDataset("fashion-mnist", options); });
        QVERIFY2(sentence.contains("dataset-fashion-mnist"), qPrintable(sentence));
    }

    void everyGeneratedNameOpens() {
        for (const CatalogueEntry& entry : catalogue()) {
            if (entry.origin != "generated") continue;
            const DatasetPtr dataset = openDataset(entry.name, {});
            QCOMPARE(dataset->origin, entry.name);
            QCOMPARE(dataset->name, entry.title);
            QCOMPARE(dataset->size(), 4096);
            QCOMPARE(dataset->test.size(), 410U);
        }
    }

    void theInstalledSetIsWhole() {
        if (!catalogue().front().available || catalogue().front().name != "fashion-mnist") {
            QSKIP("dataset-fashion-mnist is not installed");
        }
        const DatasetPtr dataset = openDataset("fashion-mnist", {});
        QCOMPARE(dataset->size(), 70000);
        QCOMPARE(dataset->train.size(), 60000U);
        QCOMPARE(dataset->shape, (ImageShape{28, 28, 1}));
        QCOMPARE(dataset->classSizes(), std::vector<Index>(10, 7000));
        QCOMPARE(dataset->label(0), 9);     // the first training image is a boot
        QCOMPARE(dataset->label(60001), 2); // the second test image is a pullover
    }
};

QTEST_GUILESS_MAIN(CatalogueTest)
#include "catalogue_test.moc"
