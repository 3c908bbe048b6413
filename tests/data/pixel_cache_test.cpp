// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/pixel_cache.h"
#include "tests/data/opening.h"
#include "tests/data/picture_files.h"
#include "tests/data/pictures.h"

using namespace latent;
using namespace latent::testing;

class PixelCacheTest : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        m_pictures = std::make_unique<TestFolder>();
        m_cache = std::make_unique<TestFolder>();
        m_options = {};
        m_options.cacheFolder = m_cache->path("kept/here").toStdString();
        for (const char* const name : {"train/cats/1.png", "train/dogs/1.png", "test/cats/1.png"}) {
            m_pictures->put(name, encoded(greyImage(6, 5, static_cast<int>(qHash(QString(name)))), "png"));
        }
        m_pictures->put("train/dogs/bad.png", "hello");
    }

    void theSecondTimeIsTheSame() {
        const DatasetPtr first = open(m_pictures->path(), m_options);
        QCOMPARE(kept().size(), 1);
        const DatasetPtr second = open(m_pictures->path(), m_options);
        QCOMPARE(pixelsOf(*second), pixelsOf(*first));
        QCOMPARE(second->shape, first->shape);
        QCOMPARE(second->labels, first->labels);
        QCOMPARE(second->classNames, first->classNames);
        QCOMPARE(second->train, first->train);
        QCOMPARE(second->test, first->test);
        QVERIFY(second->testGiven);
        QCOMPARE(second->pixelRule, first->pixelRule);
        QCOMPARE(second->name, first->name);
        QCOMPARE(second->origin, first->origin);
        QCOMPARE(second->skippedCount, 1);
        QCOMPARE(second->skipped.at(0).name, std::string("train/dogs/bad.png"));
        QCOMPARE(second->skipped.at(0).reason, first->skipped.at(0).reason);
        QCOMPARE(second->files, first->files);
        QCOMPARE(second->files.at(0), std::string("train/cats/1.png"));
        QCOMPARE(second->pages, std::vector<std::uint32_t>());
    }

    void pagesAndChoicesAreKept() {
        const TestFolder folder;
        folder.put("gr\u00fcn/stack.tif", tiffOf({greyImage(6, 5, 1), greyImage(6, 5, 2)}, {}));
        folder.put("rot/1.png", encoded(greyImage(6, 5), "png"));
        const DatasetPtr first = open(folder.path(), m_options);
        const DatasetPtr second = open(folder.path(), m_options);
        QCOMPARE(kept().size(), 1);
        QCOMPARE(second->files, (std::vector<std::string>{"grün/stack.tif", "grün/stack.tif", "rot/1.png"}));
        QCOMPARE(second->pages, (std::vector<std::uint32_t>{1, 2, 0}));
        QCOMPARE(second->choices, (std::vector<std::string>{"each page is an image: grün/stack.tif"}));
        QCOMPARE(second->classNames, (std::vector<std::string>{"grün", "rot"}));
        QCOMPARE(pixelsOf(*second), pixelsOf(*first));
    }

    void whatIsKeptIsTaken() {
        putOther();
        QCOMPARE(pixelsOf(*open(m_pictures->path(), m_options)), QByteArray(6, '\x2a'));
        m_options.cacheFolder.clear();
        QCOMPARE(open(m_pictures->path(), m_options)->size(), 3);
    }

    void changesAreSeen_data() {
        QTest::addColumn<int>("change");
        QTest::newRow("another picture") << 0;
        QTest::newRow("one picture less") << 1;
        QTest::newRow("one rewritten") << 2;
        QTest::newRow("one renamed") << 3;
        QTest::newRow("another side") << 4;
        QTest::newRow("another fit") << 5;
        QTest::newRow("colour") << 6;
        QTest::newRow("another ground") << 7;
        QTest::newRow("without labels") << 8;
        QTest::newRow("no more than so many") << 9;
        QTest::newRow("another file that is not a picture") << 10;
    }
    void changesAreSeen() {
        QFETCH(int, change);
        putOther();
        const QString file = m_pictures->path("train/cats/1.png");
        const QByteArray bytes = encoded(greyImage(6, 5, 77), "png");
        QTest::qSleep(20); // the file system's clock must advance
        if (change == 0) m_pictures->put("train/cats/2.png", bytes);
        if (change == 1) QVERIFY(QFile::remove(file));
        if (change == 2) m_pictures->put("train/cats/1.png", bytes);
        if (change == 3) QVERIFY(QFile::rename(file, m_pictures->path("train/cats/3.png")));
        if (change == 4) m_options.side = 9;
        if (change == 5) m_options.fit = ImageFit::Stretch;
        if (change == 6) m_options.colour = ImageColour::Colour;
        if (change == 7) m_options.ground = {1, 1, 1};
        if (change == 1) m_pictures->put("train/cats/2.png", bytes);
        if (change == 8) m_options.labels = false;
        if (change == 9) m_options.readAtMost = 3;
        if (change == 10) m_pictures->put("train/dogs/notes.txt", "text");
        QVERIFY(pixelsOf(*open(m_pictures->path(), m_options)) != QByteArray(6, '\x2a'));
        QCOMPARE(kept().size(), 2);
    }

    void whatIsDamagedIsNotTaken() {
        const QByteArray pixels = pixelsOf(*open(m_pictures->path(), m_options));
        const QString file = kept().at(0);
        QFile whole(file);
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray bytes = whole.readAll();
        for (int i = 0; i < bytes.size(); i += 3) {
            QByteArray damaged = bytes;
            damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
            write(file, damaged);
            QCOMPARE(pixelsOf(*open(m_pictures->path(), m_options)), pixels);
            write(file, bytes.left(i));
            QCOMPARE(pixelsOf(*open(m_pictures->path(), m_options)), pixels);
        }
        write(file, bytes + "x");
        QCOMPARE(pixelsOf(*open(m_pictures->path(), m_options)), pixels);
    }

    void cacheThatCannotBeWritten() {
        m_cache->put("kept", "a file where the folder should be");
        QCOMPARE(open(m_pictures->path(), m_options)->size(), 3);
        m_options.cacheFolder = "/proc/nowhere";
        QCOMPARE(open(m_pictures->path(), m_options)->size(), 3);
    }

    void theOldestGoes() {
        ImageDataset dataset;
        dataset.shape = {100, 100, 1};
        dataset.pixels = PixelStore::own(std::vector<std::uint8_t>(10'000));
        const std::string folder = m_options.cacheFolder;
        constexpr std::uint64_t kMost = 35'000;
        for (const char* const key : {"a", "b", "c"}) {
            PixelCache(folder, key, kMost).save(dataset);
            QTest::qSleep(20);
        }
        QVERIFY(PixelCache(folder, "a", kMost).load({})); // used: now "b" is the oldest
        QTest::qSleep(20);
        PixelCache(folder, "d", kMost).save(dataset);
        QVERIFY(PixelCache(folder, "a", kMost).load({}));
        QVERIFY(!PixelCache(folder, "b", kMost).load({}));
        QVERIFY(PixelCache(folder, "d", kMost).load({}));
        PixelCache(folder, "large", 15'000).save(dataset); // more than half of the limit
        QVERIFY(!PixelCache(folder, "large", 15'000).load({}));
    }

  private:
    QStringList kept() const {
        QStringList files;
        const QDir folder(QString::fromStdString(m_options.cacheFolder));
        for (const QString& name : folder.entryList(QDir::Files)) files << folder.filePath(name);
        return files;
    }
    // Stores another set under the key of the pictures.
    void putOther() const {
        const std::string folder = m_pictures->path().toStdString();
        const FolderScan scan = scanFolder(folder, {});
        ImageDataset other;
        other.shape = {1, 1, 1};
        other.pixels = PixelStore::own(std::vector<std::uint8_t>(6, 0x2a));
        PixelCache(m_options.cacheFolder, cacheKey(folder, scan, m_options)).save(other);
    }

    std::unique_ptr<TestFolder> m_pictures;
    std::unique_ptr<TestFolder> m_cache;
    OpenOptions m_options;
};

QTEST_GUILESS_MAIN(PixelCacheTest)
#include "pixel_cache_test.moc"
