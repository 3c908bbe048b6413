// SPDX-License-Identifier: GPL-3.0-or-later
// Labels that are not plain class numbers, in every format with labels.
#include "core/data/arrays/label_values.h"
#include "tests/data/npy_files.h"
#include "tests/data/opening.h"

using namespace latent;
using namespace latent::testing;

namespace {

const LabelSource kSource{"column 1, “angle”", "angle"};

ImageDataset labelled(const QByteArrayList& texts) {
    LabelValues values;
    for (const QByteArray& text : texts)
        values.add(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
    ImageDataset dataset;
    setLabels(dataset, values, kSource);
    return dataset;
}

ImageDataset labelled(const std::vector<double>& numbers) {
    LabelValues values;
    for (const double number : numbers) values.add(number);
    ImageDataset dataset;
    setLabels(dataset, values, kSource);
    return dataset;
}

using Names = std::vector<std::string>;

// Six images of 2×2 and their labels, written in each format; returns the file.
QString tableOf(const TestFolder& folder, const std::vector<double>& labels) {
    QByteArray text = "p0,p1,p2,p3,label\n";
    for (std::size_t i = 0; i < labels.size(); ++i) {
        for (const char byte : elements(4, static_cast<int>(i)))
            text += QByteArray::number(static_cast<unsigned char>(byte)) + ",";
        text += (std::isnan(labels[i]) ? QByteArray() : QByteArray::number(labels[i], 'g', 12)) + "\n";
    }
    return folder.put("a.csv", text);
}

QByteArray pixels() {
    QByteArray bytes;
    for (int i = 0; i < 6; ++i) bytes += elements(4, i);
    return bytes;
}

QByteArray doubles(const std::vector<double>& labels, bool bigEndian = false) {
    QByteArray bytes;
    for (const double label : labels) bytes += bytesOf(label, bigEndian);
    return bytes;
}

QString arraysOf(const TestFolder& folder, const std::vector<double>& labels) {
    folder.put("y.npy", npy("<f8", "(6,)", doubles(labels)));
    return folder.put("x.npy", npy("|u1", "(6, 2, 2)", pixels()));
}

QString archiveOf(const TestFolder& folder, const std::vector<double>& labels) {
    return folder.put("a.npz", zip({{.name = "x.npy", .content = npy("|u1", "(6, 2, 2)", pixels())},
                                    {.name = "y.npy", .content = npy("<f8", "(6, 1)", doubles(labels))}}));
}

QString idxOf(const TestFolder& folder, const std::vector<double>& labels) {
    folder.put("a-labels-idx1-ubyte", idxHeader(0x0E, {6}) + doubles(labels, true));
    return folder.put("a-images-idx3-ubyte", idxHeader(0x08, {6, 2, 2}) + pixels());
}

} // namespace

class LabelValuesTest : public QObject {
    Q_OBJECT
  private slots:
    void numbersAreClasses() {
        const ImageDataset dataset = labelled(std::vector<double>{2, 0, 2});
        QCOMPARE(labelsOf(dataset), (std::vector<int>{2, 0, 2}));
        QCOMPARE(dataset.classNames, (Names{"0", "1", "2"}));
        QVERIFY(dataset.choices.empty() && dataset.skipped.empty());
        QCOMPARE(labelled(QByteArrayList{"1.0", " 3e0 ", "+1"}).classNames, (Names{"0", "1", "2", "3"}));
    }

    void wholeNumbersAreNumbered_data() {
        QTest::addColumn<std::vector<double>>("numbers");
        QTest::addColumn<Names>("names");
        QTest::newRow("negative") << std::vector<double>{1, -1, 10} << Names{"-1", "1", "10"};
        QTest::newRow("huge") << std::vector<double>{70001, 70000, 70010} << Names{"70000", "70001", "70010"};
        QTest::newRow("years") << std::vector<double>{1991, 1990, 2001} << Names{"1990", "1991", "2001"};
        QTest::newRow("beyond 2^32") << std::vector<double>{5e9, 3, 2} << Names{"2", "3", "5000000000"};
    }
    void wholeNumbersAreNumbered() {
        QFETCH(std::vector<double>, numbers);
        QFETCH(Names, names);
        const ImageDataset dataset = labelled(numbers);
        QCOMPARE(dataset.classNames, names);
        for (std::size_t i = 0; i < numbers.size(); ++i)
            QCOMPARE(std::stod(names[dataset.labels[i]]), numbers[i]);
    }

    void missingLabelsAreAClass_data() {
        QTest::addColumn<QByteArrayList>("texts");
        QTest::addColumn<Names>("names");
        QTest::newRow("blank among numbers") << QByteArrayList{"1", "", "0"} << Names{"0", "1", "no label"};
        QTest::newRow("nan among numbers") << QByteArrayList{"1", "NaN", "0"} << Names{"0", "1", "no label"};
        QTest::newRow("NA among numbers") << QByteArrayList{"1", "NA", "0"} << Names{"0", "1", "no label"};
        QTest::newRow("inf among numbers") << QByteArrayList{"1", "inf", "0"} << Names{"0", "1", "no label"};
        QTest::newRow("among numbered")
            << QByteArrayList{"-5", " ", "70000"} << Names{"-5", "70000", "no label"};
        QTest::newRow("among words") << QByteArrayList{"cat", "", "ant"} << Names{"ant", "cat", "no label"};
        QTest::newRow("nan among words")
            << QByteArrayList{"cat", "nan", "ant"} << Names{"ant", "cat", "no label"};
        QTest::newRow("none is a word")
            << QByteArrayList{"cat", "none", "ant"} << Names{"ant", "cat", "none"};
    }
    void missingLabelsAreAClass() {
        QFETCH(QByteArrayList, texts);
        QFETCH(Names, names);
        const ImageDataset dataset = labelled(texts);
        QCOMPARE(dataset.classNames, names);
        QCOMPARE(labelsOf(dataset)[1], 2);
        QCOMPARE(dataset.choices.size(), std::size_t{names[2] == "no label" ? 1U : 0U});
        if (!dataset.choices.empty())
            QCOMPARE(dataset.choices[0],
                     std::string("1 image without a label became the class “no label” (--no-labels)"));
    }

    void wordsComeInNaturalOrder() {
        const ImageDataset dataset = labelled(QByteArrayList{"kind 10", "kind 2", "kind 2 ", "Kind"});
        QCOMPARE(dataset.classNames, (Names{"Kind", "kind 2", "kind 10"}));
        QCOMPARE(labelsOf(dataset), (std::vector<int>{2, 1, 1, 0}));
    }

    void fractionsAreAFactor() {
        const ImageDataset dataset = labelled(std::vector<double>{0.5, -1.25, 3});
        QVERIFY(!dataset.hasLabels() && dataset.classNames.empty());
        QCOMPARE(dataset.factors.size(), std::size_t{1});
        QCOMPARE(dataset.factors[0].name, std::string("angle"));
        QCOMPARE(dataset.factors[0].values, (std::vector<float>{0.5F, -1.25F, 3}));
        QCOMPARE(dataset.choices[0], std::string("column 1, “angle”, holds fractions, not classes: it can "
                                                 "colour the map (--no-labels leaves it out)"));
        const ImageDataset holes = labelled(QByteArrayList{"0.5", "", "1.5"});
        QCOMPARE(holes.factors[0].values, (std::vector<float>{0.5F, 1, 1.5F}));
        QVERIFY(QString::fromStdString(holes.choices[0]).contains("1 missing value became its mean"));
    }

    void whatIsNoLabelIsSkipped() {
        const ImageDataset none = labelled(QByteArrayList{"", "nan", " "});
        QVERIFY(!none.hasLabels() && none.factors.empty());
        QCOMPARE(none.skipped[0].name, kSource.name);
        QCOMPARE(none.skippedCount, Index{1});
        const ImageDataset large = labelled(std::vector<double>{0.5, 1e300});
        QVERIFY(large.factors.empty() && large.skippedCount == 1);
        LabelValues values;
        for (int i = 0; i <= 65536; ++i) values.add(std::to_string(i) + 'n');
        ImageDataset many;
        setLabels(many, values, kSource);
        QVERIFY(!many.hasLabels());
        QCOMPARE(many.skipped[0].reason, std::string("more than 65,536 different labels"));
    }

    void manyDifferentNumbersAreAFactor() {
        LabelValues values;
        for (int i = 0; i <= 65536; ++i) values.add(1e6 + i);
        ImageDataset dataset;
        setLabels(dataset, values, kSource);
        QVERIFY(!dataset.hasLabels());
        QCOMPARE(dataset.factors[0].values[65536], 1065536.F);
    }

    void partsAreJoined() {
        const auto values = [](const QByteArrayList& texts) {
            LabelValues some;
            for (const QByteArray& text : texts) some.add(std::string_view(text.constData()));
            return some;
        };
        LabelValues numbers;
        numbers.add(7.0);
        numbers.add(std::numeric_limits<double>::quiet_NaN());
        LabelValues joined = numbers;
        joined.append(values({"cat", "7"}));
        ImageDataset dataset;
        setLabels(dataset, joined, kSource);
        QCOMPARE(dataset.classNames, (Names{"7", "cat", "no label"}));
        QCOMPARE(labelsOf(dataset), (std::vector<int>{0, 2, 1, 0}));
        ImageDataset oneLabelled;
        setLabels(oneLabelled, joinLabels({}, 2, values({"5", "0"}), 2), kSource);
        QCOMPARE(labelsOf(oneLabelled), (std::vector<int>{6, 6, 5, 0}));
        QCOMPARE(oneLabelled.classNames.back(), std::string("no label"));
        QVERIFY(joinLabels({}, 2, {}, 2).empty());
    }

    void imagesOpenWhateverTheLabelsAre_data() {
        QTest::addColumn<int>("format");
        QTest::addColumn<std::vector<double>>("numbers");
        const std::vector<std::pair<const char*, std::vector<double>>> kinds{
            {"fractions", {-0.5, 0.25, 1.5, 0, 0, 0}},
            {"huge", {70000, 70001, 70000, 70001, 70000, 70001}},
            {"negative", {-1, 1, 0, -1, 1, 0}},
            {"missing", {0, qQNaN(), 1, 0, 1, 0}}};
        for (const auto& [kind, numbers] : kinds) {
            for (const auto& [format, name] : {std::pair{0, "table"}, {1, "npy"}, {2, "npz"}, {3, "idx"}})
                QTest::addRow("%s, %s", name, kind) << format << numbers;
        }
    }
    void imagesOpenWhateverTheLabelsAre() {
        QFETCH(int, format);
        QFETCH(std::vector<double>, numbers);
        const TestFolder folder;
        const QString file = std::array{tableOf, arraysOf, archiveOf,
                                        idxOf}[static_cast<std::size_t>(format)](folder, numbers);
        const DatasetPtr dataset = open(file);
        QCOMPARE(pixelsOf(*dataset), pixels());
        const ImageDataset expected = labelled(numbers);
        QCOMPARE(labelsOf(*dataset), labelsOf(expected));
        QCOMPARE(dataset->classNames, expected.classNames);
        QCOMPARE(dataset->factors.size(), expected.factors.size());
        if (!expected.factors.empty()) QCOMPARE(dataset->factors[0].values, expected.factors[0].values);
        OpenOptions without;
        without.labels = false;
        const DatasetPtr bare = open(file, without);
        QCOMPARE(pixelsOf(*bare), pixels());
        QVERIFY(!bare->hasLabels() && bare->factors.empty());
    }
};

QTEST_GUILESS_MAIN(LabelValuesTest)
#include "label_values_test.moc"
