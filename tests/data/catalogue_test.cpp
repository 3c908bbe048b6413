// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sets/catalogue.h"
#include "core/data/sets/published_sets.h"
#include "tests/data/idx_files.h"

#include <QTemporaryDir>

using namespace latent;
using namespace latent::testing;

namespace {

// A small Fashion-MNIST: ten labels, 30 training and 10 test images.
void install(const QString& place, const QString& name = "fashion-mnist") {
    const QString folder = place + '/' + name;
    QVERIFY(QDir().mkpath(folder));
    QByteArray labels;
    for (int i = 0; i < 30; ++i) labels.append(static_cast<char>(i % 10));
    write(folder + "/train-images-idx3-ubyte.gz", gzip(idxImages(30, 28, 28)));
    write(folder + "/train-labels-idx1-ubyte.gz", gzip(idxLabels(labels)));
    write(folder + "/t10k-images-idx3-ubyte.gz", gzip(idxImages(10, 28, 28)));
    write(folder + "/t10k-labels-idx1-ubyte.gz", gzip(idxLabels(labels.left(10))));
}

DatasetPlaces placesIn(const QTemporaryDir& system, const QTemporaryDir& user) {
    return {{system.path().toStdString()}, user.path().toStdString()};
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
        const QTemporaryDir system;
        const QTemporaryDir user;
        install(system.path());
        const DatasetPlaces places = placesIn(system, user);
        const std::vector<CatalogueEntry> entries = catalogue(places);
        QCOMPARE(names(entries), (std::vector<std::string>{"fashion-mnist", "shapes", "moons", "mnist",
                                                           "kmnist", "emnist-letters", "emnist-digits",
                                                           "qmnist", "cifar-10", "dsprites"}));
        QVERIFY(entries[0].available);
        QCOMPARE(entries[0].origin, places.system[0] + "/fashion-mnist");

        OpenOptions options;
        options.places = places;
        const DatasetPtr dataset = openDataset("fashion-mnist", options);
        QCOMPARE(dataset->name, std::string("Fashion-MNIST"));
        QCOMPARE(dataset->origin, std::string("fashion-mnist"));
        QCOMPARE(dataset->train.size(), 30U);
        QCOMPARE(dataset->test.size(), 10U);
        QCOMPARE(dataset->classNames.at(9), std::string("Ankle boot"));
        QVERIFY(dataset->testGiven);
    }

    void withoutFashionMnistShapesComeFirst() {
        const QTemporaryDir system;
        const QTemporaryDir user;
        const std::vector<CatalogueEntry> entries = catalogue(placesIn(system, user));
        QCOMPARE(entries[0].name, std::string("shapes"));
        QVERIFY(entries[0].available && entries[1].available && !entries[2].available);
        QCOMPARE(entries[2].name, std::string("fashion-mnist"));
        OpenOptions options;
        options.places = placesIn(system, user);
        const QString sentence = errorOf([&] { openDataset("fashion-mnist", options); });
        QVERIFY2(sentence.contains("dataset-fashion-mnist"), qPrintable(sentence));
        const QString other = errorOf([&] { openDataset("mnist", options); });
        QVERIFY2(other.contains("datasets --get mnist"), qPrintable(other));
    }

    void whatWasFetchedIsThereByItsName() {
        const QTemporaryDir system;
        const QTemporaryDir user;
        install(user.path(), "mnist");
        const std::vector<CatalogueEntry> entries = catalogue(placesIn(system, user));
        QCOMPARE(entries[2].name, std::string("mnist"));
        QVERIFY(entries[2].available);
        OpenOptions options;
        options.places = placesIn(system, user);
        const DatasetPtr dataset = openDataset("mnist", options);
        QCOMPARE(dataset->name, std::string("MNIST"));
        QCOMPARE(dataset->origin, std::string("mnist"));
    }

    void theSystemsCopyIsPreferred() {
        const QTemporaryDir system;
        const QTemporaryDir user;
        install(system.path(), "mnist");
        install(user.path(), "mnist");
        const DatasetPlaces places = placesIn(system, user);
        QCOMPARE(catalogue(places)[2].origin, places.system[0] + "/mnist");
    }

    void aSetThatLacksAFileIsNotThere() {
        const QTemporaryDir system;
        const QTemporaryDir user;
        install(user.path(), "mnist");
        QVERIFY(QFile::remove(user.filePath("mnist/t10k-labels-idx1-ubyte.gz")));
        QCOMPARE(catalogue(placesIn(system, user))[2].name, std::string("fashion-mnist"));
    }

    void emnistsLettersStandUprightAndCountFromA() {
        const QTemporaryDir system;
        const QTemporaryDir user;
        const QString stem = user.filePath("emnist/emnist-letters");
        QVERIFY(QDir().mkpath(user.filePath("emnist")));
        QByteArray labels;
        for (int i = 1; i <= 26; ++i) labels.append(static_cast<char>(i));
        write(stem + "-train-images-idx3-ubyte.gz", gzip(idxImages(26, 28, 28)));
        write(stem + "-train-labels-idx1-ubyte.gz", gzip(idxLabels(labels)));
        write(stem + "-test-images-idx3-ubyte.gz", gzip(idxImages(26, 28, 28)));
        write(stem + "-test-labels-idx1-ubyte.gz", gzip(idxLabels(labels)));
        OpenOptions options;
        options.places = placesIn(system, user);
        const DatasetPtr dataset = openDataset("emnist-letters", options);
        QCOMPARE(dataset->classCount(), 26);
        QCOMPARE(dataset->classNames.front(), std::string("a"));
        QCOMPARE(dataset->label(0), 0);
        QCOMPARE(dataset->label(25), 25);
        // The second pixel of the file is the one below the first.
        const QByteArray bytes = elements(28 * 28);
        QCOMPARE(dataset->image(0)[28], static_cast<std::uint8_t>(bytes[1]));
    }

    void qmnistsLabelIsTheFirstOfEightNumbers() {
        const QTemporaryDir system;
        const QTemporaryDir user;
        QVERIFY(QDir().mkpath(user.filePath("qmnist")));
        for (const char* const part : {"train", "test"}) {
            const QString stem = user.filePath("qmnist/qmnist-") + part;
            QByteArray labels = idxHeader(0x0C, {10, 8});
            for (quint32 i = 0; i < 10; ++i) {
                labels.append(bigEndian(i));
                for (int more = 1; more < 8; ++more)
                    labels.append(bigEndian(400000)); // too large for a label
            }
            write(stem + "-images-idx3-ubyte.gz", gzip(idxImages(10, 28, 28)));
            write(stem + "-labels-idx2-int.gz", gzip(labels));
        }
        OpenOptions options;
        options.places = placesIn(system, user);
        const DatasetPtr dataset = openDataset("qmnist", options);
        QCOMPARE(dataset->classCount(), 10);
        for (int i = 0; i < 20; ++i) QCOMPARE(dataset->label(i), i % 10);
    }

    void cifarsClassesHaveNames() {
        const QTemporaryDir system;
        const QTemporaryDir user;
        QVERIFY(QDir().mkpath(user.filePath("cifar-10")));
        for (const std::string& name : publishedSet("cifar-10")->contents()) {
            QByteArray batch;
            for (int i = 0; i < 10; ++i) batch += QByteArray(1, static_cast<char>(i)) + elements(3072, i);
            write(user.filePath("cifar-10/" + QString::fromStdString(name)), batch);
        }
        OpenOptions options;
        options.places = placesIn(system, user);
        const DatasetPtr dataset = openDataset("cifar-10", options);
        QCOMPARE(dataset->train.size(), 50U);
        QCOMPARE(dataset->test.size(), 10U);
        QCOMPARE(dataset->classNames.at(9), std::string("truck"));
        QCOMPARE(dataset->shape, (ImageShape{32, 32, 3}));
    }

    void whatIsPublishedIsWholeAndSafe() {
        for (const PublishedSet& set : publishedSets()) {
            QVERIFY(!set.title.empty() && !set.description.empty() && !set.licence.empty());
            QVERIFY(set.homepage.starts_with("http"));
            QVERIFY(!set.mirrors.empty() && set.aboutBytes > 0);
            std::uint64_t bytes = 0;
            for (const std::string& mirror : set.mirrors) {
                QVERIFY2(mirror.starts_with("https://") && mirror.ends_with('/'), mirror.c_str());
            }
            for (const PublishedFile& file : set.files) {
                bytes += file.bytes;
                QVERIFY(file.sha256.empty() || file.sha256.size() == 64);
                QVERIFY(file.md5.empty() || file.md5.size() == 32);
            }
            if (bytes > 0) QCOMPARE(bytes, set.aboutBytes);
        }
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
