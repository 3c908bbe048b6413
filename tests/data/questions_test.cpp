// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/questions.h"
#include "tests/data/npy_files.h"
#include "tests/data/opening.h"
#include "tests/data/pictures.h"

using namespace latent;
using namespace latent::testing;

namespace {

/// The question with which opening ends; fails the test if there is none.
template <class Question>
std::optional<Question> questionOf(const QString& path, const OpenOptions& options = {}) {
    try {
        open(path, options);
    } catch (const Question& question) {
        return question;
    } catch (const std::exception& error) {
        qWarning("another error: %s", error.what());
    }
    return std::nullopt;
}

OpenOptions atMost(Index images) {
    OpenOptions options;
    options.readAtMost = images;
    return options;
}

OpenOptions within(std::uint64_t bytes) {
    OpenOptions options;
    options.mostBytes = bytes;
    return options;
}

QByteArray dsprites(int images) {
    QByteArray values;
    QByteArray classes;
    QByteArray pixels;
    for (int i = 0; i < images; ++i) {
        values += bytesOfAll<double>({1, 1, .5, 0, 0, i / 10.0});
        classes += bytesOfAll<qint64>({0, static_cast<double>(i % 3), 0, 0, 0, 0});
        pixels += QByteArray(4, static_cast<char>(i % 2));
    }
    const QByteArray rows = "(" + QByteArray::number(images) + ", 6)";
    const QByteArray shape = "(" + QByteArray::number(images) + ", 2, 2)";
    return zip({{.name = "imgs.npy", .content = npy("|u1", shape.constData(), pixels)},
                {.name = "latents_classes.npy", .content = npy("<i8", rows.constData(), classes)},
                {.name = "latents_values.npy", .content = npy("<f8", rows.constData(), values)}});
}

} // namespace

class QuestionsTest : public QObject {
    Q_OBJECT
  private slots:
    void namesTheArraysThatThereAre() {
        const TestFolder folder;
        const QString file = folder.put(
            "a.npz", zip({{.name = "left.npy", .content = npy("|u1", "(3, 2, 2)", elements(12))},
                          {.name = "right.npy", .content = npy("|u1", "(3, 2, 2)", elements(12, 7))},
                          {.name = "kinds.npy", .content = npy("|u1", "(3,)", elements(3))},
                          {.name = "notes.npy", .content = npy("|O", "(3,)", "pickle")}}));
        const auto question = questionOf<ArraysUnclear>(file);
        QVERIFY(question);
        QCOMPARE(question->arrays.size(), std::size_t{4});
        const FoundArray& right = question->arrays[1];
        QCOMPARE(right.key, std::string("right"));
        QCOMPARE(right.shape, std::string("(3, 2, 2)"));
        QCOMPARE(right.count, std::uint64_t{3});
        QVERIFY(right.mayBeImages && !right.mayBeLabels);
        QVERIFY(!question->arrays[2].mayBeImages && question->arrays[2].mayBeLabels);
        QVERIFY(!question->arrays[3].mayBeImages && !question->arrays[3].mayBeLabels);
        QVERIFY(QString(question->what()).startsWith(file));
        QVERIFY(QString(question->what()).contains("--images-key"));

        OpenOptions answer;
        answer.imagesKey = "right";
        answer.labelsKey = "kinds";
        QCOMPARE(pixelsOf(*open(file, answer)), elements(12, 7));
    }

    void asksForTheSizeOfRows_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QByteArray row;
        for (int i = 0; i < 6; ++i) row += QByteArray::number(i * 40) + (i < 5 ? "," : "\n");
        const QByteArray array = npy("|u1", "(2, 6)", elements(12));
        QTest::newRow("npy") << "a.npy" << array;
        QTest::newRow("npz") << "a.npz" << zip({{.name = "x.npy", .content = array}});
        QTest::newRow("csv") << "a.csv" << row + row;
    }
    void asksForTheSizeOfRows() {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        const TestFolder folder;
        const QString file = folder.put(name, content);
        const auto question = questionOf<SizeUnclear>(file);
        QVERIFY(question);
        QCOMPARE(question->numbers, std::uint64_t{6});
        QVERIFY(QString(question->what()).contains("--size"));
        QCOMPARE(question->sizes.front(), (ImageSize{2, 3, 1}));
        OpenOptions answer;
        answer.width = question->sizes.front().width;
        answer.height = question->sizes.front().height;
        QCOMPARE(open(file, answer)->shape, (ImageShape{2, 3, 1}));
    }

    void likelySizesComeFirst() {
        QCOMPARE(plausibleSizes(3072).front(), (ImageSize{32, 32, 3}));
        QCOMPARE(plausibleSizes(1200).front(), (ImageSize{20, 20, 3}));
        QCOMPARE(plausibleSizes(784).front(), (ImageSize{28, 28, 1}));
        QVERIFY(plausibleSizes(131).empty()); // a prime beyond the longest side
        QVERIFY(plausibleSizes(0).empty());
        QVERIFY(plausibleSizes(UINT64_MAX).empty());
    }

    void tellsHowManyImagesFit_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<bool>("counted");
        const QByteArray array = npy("|u1", "(6, 2, 2)", elements(24));
        QByteArray rows;
        for (int i = 0; i < 6; ++i) rows += "9,8,7,6\n";
        QByteArray cifar;
        for (int i = 0; i < 6; ++i) cifar += char(i) + elements(3072, i);
        QTest::newRow("idx") << "a-idx3-ubyte" << idxImages(6, 2, 2) << true;
        QTest::newRow("idx.gz") << "a-idx3-ubyte.gz" << gzip(idxImages(6, 2, 2)) << true;
        QTest::newRow("npy") << "a.npy" << array << true;
        QTest::newRow("npz") << "a.npz" << zip({{.name = "x.npy", .content = array}}) << true;
        QTest::newRow("dSprites") << "d.npz" << dsprites(6) << true;
        QTest::newRow("csv") << "a.csv" << rows << false;
    }
    void tellsHowManyImagesFit() {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(bool, counted);
        const TestFolder folder;
        const QString file = folder.put(name, content);
        OpenOptions options = within(14); // of 24 bytes: three and a half images
        const auto question = questionOf<TooLarge>(file, options);
        QVERIFY(question);
        QCOMPARE(question->images, std::uint64_t{counted ? 6U : 0U});
        QCOMPARE(question->allowed, std::uint64_t{14});
        QCOMPARE(question->fitting, std::uint64_t{3});
        const QString sentence = question->what();
        QVERIFY2(sentence.startsWith(file) && sentence.contains("--first-images 3"), qPrintable(sentence));

        options.readAtMost = static_cast<Index>(question->fitting);
        const DatasetPtr dataset = open(file, options);
        QCOMPARE(dataset->size(), Index{3});
        options.mostBytes = 24;
        options.readAtMost = 0;
        const DatasetPtr whole = open(file, options);
        QCOMPARE(pixelsOf(*dataset), pixelsOf(*whole).first(12));
        QCOMPARE(labelsOf(*dataset).size(), whole->hasLabels() ? std::size_t{3} : std::size_t{0});
        for (const Factor& factor : dataset->factors) QCOMPARE(factor.values.size(), std::size_t{3});
        QCOMPARE(dataset->factors.size(), whole->factors.size());
    }

    void opensTheFirstOfOtherNumbers() {
        const TestFolder folder;
        const QString file =
            folder.put("a.npy", npy("<f4", "(3, 1, 2)", bytesOfAll<float>({0, 1, .5, 0, 9, 9})));
        QCOMPARE(pixelsOf(*open(file, atMost(2))), QByteArray("\0\xff\x80\0", 4));
    }

    void opensABatchOfCifarInPart() {
        const TestFolder folder;
        QByteArray batch;
        for (int i = 0; i < 6; ++i) batch += char(i) + elements(3072, i);
        const QString file = folder.put("data_batch_1.bin", batch);
        const DatasetPtr dataset = open(file, atMost(2));
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{0, 1}));
        folder.put("test_batch.bin", batch);
        const DatasetPtr both = open(folder.path(), atMost(4));
        QCOMPARE(labelsOf(*both), (std::vector<int>{0, 1, 2, 0}));
        QCOMPARE(both->test, (std::vector<std::uint32_t>{3}));
        const auto question = questionOf<TooLarge>(file, within(7000));
        QVERIFY(question);
        QCOMPARE(question->fitting, std::uint64_t{2});
    }

    void sharesBetweenTrainingAndTestImages() {
        const TestFolder folder;
        folder.put("train-images-idx3-ubyte", idxImages(8, 1, 2));
        folder.put("train-labels-idx1-ubyte", idxLabels(QByteArray("\0\1\2\3\4\5\6\7", 8)));
        folder.put("t10k-images-idx3-ubyte", idxImages(4, 1, 2, 100));
        folder.put("t10k-labels-idx1-ubyte", idxLabels(QByteArray("\7\6\5\4", 4)));
        const DatasetPtr dataset = open(folder.path(), atMost(6));
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{0, 1, 2, 3, 7, 6}));
        QCOMPARE(pixelsOf(*dataset), elements(8) + elements(4, 100));
        QCOMPARE(dataset->train.size(), std::size_t{4});
        QCOMPARE(dataset->test, (std::vector<std::uint32_t>{4, 5}));
        QVERIFY(dataset->testGiven);
        QCOMPARE(dataset->classNames.size(), std::size_t{8});
    }

    void checksTheLengthOfWhatIsNotRead() {
        const TestFolder folder;
        const QByteArray good = idxImages(6, 2, 2);
        QVERIFY(failure(folder.put("a-idx3-ubyte", good.chopped(1)), atMost(2)).contains("ends early"));
    }

    void fortranOrderHasNoFirstImages() {
        const TestFolder folder;
        const QString file = folder.put("a.npy", npy("|u1", "(6, 2, 2)", elements(24), true));
        const auto question = questionOf<TooLarge>(file, within(14));
        QVERIFY(question);
        QCOMPARE(question->fitting, std::uint64_t{0});
        QVERIFY(failure(file, atMost(3)).contains("Fortran"));
    }

    void takesPicturesFromAllClasses() {
        const TestFolder folder;
        for (int i = 0; i < 8; ++i) {
            const QString name = QString("%1/%2.png").arg(i < 4 ? "cats" : "dogs").arg(i);
            folder.put(name, encoded(greyImage(4, 4, i), "png"));
        }
        QCOMPARE(labelsOf(*open(folder.path(), atMost(4))), (std::vector<int>{0, 0, 1, 1}));
        const auto question = questionOf<TooLarge>(folder.path(), within(100));
        QVERIFY(question);
        QCOMPARE(question->images, std::uint64_t{8});
        QCOMPARE(question->fitting, std::uint64_t{6});
    }

    void aSetThatIsMadeIsCutToo() {
        const DatasetPtr dataset = openDataset("moons", atMost(10));
        QCOMPARE(dataset->size(), Index{10});
        QCOMPARE(dataset->train.size() + dataset->test.size(), std::size_t{10});
        QCOMPARE(dataset->factors.front().values.size(), std::size_t{10});
    }
};

QTEST_GUILESS_MAIN(QuestionsTest)
#include "questions_test.moc"
