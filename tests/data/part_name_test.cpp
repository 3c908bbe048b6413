// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/part_name.h"

#include <QTest>

using namespace latent;

Q_DECLARE_METATYPE(latent::PartName)

class PartNameTest : public QObject {
    Q_OBJECT
  private slots:
    void names_data() {
        using enum SetSplit;
        QTest::addColumn<QString>("name");
        QTest::addColumn<PartName>("part");
        const auto row = [](const char* name, SetSplit split, SetRole role, const char* stem = "") {
            QTest::newRow(name) << QString(name) << PartName{split, role, stem};
        };
        row("train-images-idx3-ubyte", Train, SetRole::Images);
        row("train-images.idx3-ubyte", Train, SetRole::Images);
        row("t10k-labels-idx1-ubyte.gz", Test, SetRole::Labels);
        row("emnist-letters-test-images-idx3-ubyte.gz", Test, SetRole::Images, "emnist-letters");
        row("qmnist-train-labels-idx2-int", Train, SetRole::Labels, "qmnist");
        row("x_train.npy", Train, SetRole::Images);
        row("Y_test.npy", Test, SetRole::Labels);
        row("X_TRAIN.NPY", Train, SetRole::Images);
        row("trainX.npy", Train, SetRole::Images);
        row("testY.npy", Test, SetRole::Labels);
        row("XTest.npy", Test, SetRole::Images);
        row("xtrain.npy", Train, SetRole::Images);
        row("testy.npy", Test, SetRole::Labels);
        row("train_data.npy", Train, SetRole::Images);
        row("k49-val-imgs.npz", Validation, SetRole::Images, "k49");
        row("validation_targets.npy", Validation, SetRole::Labels);
        row("dev.csv", Validation, SetRole::None);
        row("train.csv", Train, SetRole::None);
        row("cat.npy", None, SetRole::None, "cat");
        row("The Eiffel Tower.npy", None, SetRole::None, "The-Eiffel-Tower");
        row("yoga.npy", None, SetRole::None, "yoga");
        row("contest.npy", None, SetRole::None, "contest");
        row("train_test.npy", Train, SetRole::None, "test");
        row(".npy", None, SetRole::None, "npy");
        row("", None, SetRole::None);
    }
    void names() {
        QFETCH(QString, name);
        QFETCH(PartName, part);
        const PartName found = partNameOf(name.toStdString());
        QCOMPARE(found.stem, part.stem);
        QVERIFY(found == part);
    }

    void endings_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("without");
        QTest::newRow("IDX") << "train-images-idx3-ubyte"
                             << "train-images";
        QTest::newRow("dots and gzip") << "train-images.idx3-ubyte.gz"
                                       << "train-images";
        QTest::newRow("NumPy") << "full_numpy_bitmap_cat.npy"
                               << "full_numpy_bitmap_cat";
        QTest::newRow("only an ending") << ".npy"
                                        << ".npy";
        QTest::newRow("another ending") << "a.png"
                                        << "a.png";
    }
    void endings() {
        QFETCH(QString, name);
        QFETCH(QString, without);
        const std::string bytes = name.toStdString();
        QCOMPARE(std::string(withoutEndings(bytes)), without.toStdString());
    }
};

QTEST_GUILESS_MAIN(PartNameTest)
#include "part_name_test.moc"
