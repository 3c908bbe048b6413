// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sets/catalogue.h"
#include "core/explore/inspection.h"
#include "core/train/evaluation.h"
#include "core/train/model_file.h"
#include "tests/app/run_program.h"

#include <QTest>

#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>

#include <cmath>
#include <numeric>

// neighbours, direction, duplicates and outliers, as a person starts them.
using namespace latent;
using latent::testing::Outcome;
using latent::testing::runProgram;

namespace {

using Rows = QList<QStringList>;

Rows rowsOf(const QByteArray& csv) {
    Rows rows;
    for (const QByteArray& line : csv.split('\n'))
        if (!line.isEmpty()) rows.append(QString::fromUtf8(line).split(','));
    return rows;
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class CurateCommandsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_model;
    DatasetPtr m_shapes;
    Matrix m_codes; // [latent, images]

    QString path(const QString& name) const { return m_folder.filePath(name); }
    QString failureOf(QStringList arguments) const {
        QFile::remove(path("none.csv"));
        const Outcome outcome = runProgram(arguments << "--out" << path("none.csv"));
        if (outcome.status != 2 || QFile::exists(path("none.csv"))) return "no failure";
        return QString::fromUtf8(outcome.err);
    }

  private slots:
    void initTestCase() {
        m_model = path("shapes.safetensors");
        const Outcome outcome = runProgram({"train", "--data", "shapes", "--epochs", "2", "--latent", "3",
                                            "--hidden", "16", "--save", m_model});
        QVERIFY2(outcome.status == 0, outcome.err);
        const ModelFile file = loadModel(m_model.toStdString());
        m_shapes = openDataset("shapes", {.seed = file.split.seed});
        m_codes.resize(3, m_shapes->size());
        std::vector<std::uint32_t> all(static_cast<std::size_t>(m_shapes->size()));
        std::iota(all.begin(), all.end(), 0U);
        ThreadTeam team(2);
        encodeMeans(file.model, *m_shapes, all, team, m_codes);
    }

    void neighboursAreThoseOfTheCodes() {
        const QString out = path("neighbours.csv");
        const Outcome outcome = runProgram(
            {"neighbours", m_model, "--data", "shapes", "--index", "7,0", "--count", "3", "--out", out});
        QVERIFY2(outcome.status == 0, outcome.err);
        QVERIFY2(outcome.out.isEmpty() && outcome.err.count('\n') == 1, outcome.err); // what was done
        const Rows rows = rowsOf(contentOf(out));
        QCOMPARE(rows[0].join(','), QString("of,place,distance,image,file,page,label,class"));
        QCOMPARE(rows.size(), 1 + 2 * 3);
        for (int i = 0; i < 6; ++i) {
            const Index asked = i < 3 ? 7 : 0;
            const Index neighbour =
                nearestCodes(m_codes, m_codes.col(asked), 3, asked)[static_cast<std::size_t>(i % 3)];
            const QStringList& row = rows[1 + i];
            QCOMPARE(row[0].toLongLong(), qint64{asked});
            QCOMPARE(row[1].toInt(), i % 3 + 1);
            const double distance = static_cast<double>((m_codes.col(neighbour) - m_codes.col(asked)).norm());
            QVERIFY(std::abs(row[2].toDouble() - distance) < 1e-5);
            QCOMPARE(row[3].toLongLong(), qint64{neighbour});
            QCOMPARE(row[7].toStdString(), m_shapes->classNames[m_shapes->labels[neighbour]]);
        }
    }

    void directionIsTheDifferenceOfMeans() {
        QCOMPARE(m_shapes->classCount(), 4);
        const QString a = QString::fromStdString(m_shapes->classNames[0]);
        const QString out = path("direction.csv");
        const Outcome outcome =
            runProgram({"direction", m_model, "--data", "shapes", "--a", a, "--b", "1", "--out", out});
        QVERIFY2(outcome.status == 0, outcome.err);
        QVERIFY2(outcome.out.startsWith((a + " is told from ").toUtf8()), outcome.out);
        QVERIFY(outcome.out.contains("95 % interval") && outcome.out.contains("images kept apart"));
        QCOMPARE(outcome.out.count("added to "), 3);
        const Rows rows = rowsOf(contentOf(out));
        QCOMPARE(rows[0].join(','), QString("dimension,difference,mean_a,mean_b"));
        QCOMPARE(rows.size(), 1 + 3);
        for (Index d = 0; d < 3; ++d) {
            double sums[2] = {0, 0};
            double counts[2] = {0, 0};
            for (Index i = 0; i < m_shapes->size(); ++i) {
                const int label = m_shapes->label(i);
                if (label > 1) continue;
                sums[label] += static_cast<double>(m_codes(d, i));
                ++counts[label];
            }
            const QStringList& row = rows[1 + static_cast<int>(d)];
            QVERIFY(std::abs(row[1].toDouble() - (sums[0] / counts[0] - sums[1] / counts[1])) < 1e-4);
            QVERIFY(std::abs(row[2].toDouble() - sums[0] / counts[0]) < 1e-4);
        }
        const Outcome streamed =
            runProgram({"direction", m_model, "--data", "shapes", "--a", a, "--b", "1", "--out", "-"});
        QCOMPARE(streamed.out, contentOf(out));
        QCOMPARE(streamed.err, outcome.out);
    }

    void duplicatesOfPicturesByTheirNames() {
        QDir().mkpath(path("pictures"));
        for (int i = 0; i < 12; ++i) {
            QImage picture(9, 8, QImage::Format_Grayscale8);
            picture.fill(20 * i);
            picture.setPixel(i % 9, i % 8, qRgb(255, 255, 255));
            if (i == 3) picture = QImage(path("pictures/p00.png"));  // the same as the first
            if (i == 5) picture.setPixel(4, 4, qRgb(130, 130, 130)); // nearly the same as the sixth to come
            if (i == 6) {
                picture = QImage(path("pictures/p05.png"));
                picture.setPixel(4, 4, qRgb(120, 120, 120));
            }
            QVERIFY(picture.save(path(QString("pictures/p%1.png").arg(i, 2, 10, QChar('0')))));
        }
        const QString out = path("duplicates.csv");
        const Outcome outcome =
            runProgram({"duplicates", "--data", path("pictures"), "--pixels", "0.01", "--out", out});
        QVERIFY2(outcome.status == 0, outcome.err);
        QVERIFY2(outcome.err.contains("2 groups of duplicates with 4 images in all by pixels"), outcome.err);
        const Rows rows = rowsOf(contentOf(out));
        QCOMPARE(rows.size(), 1 + 4);
        QCOMPARE(rows[0].join(','), QString("by,group,distance,image,file,page,label,class"));
        QCOMPARE(rows[1].mid(0, 5).join(','), QString("pixels,1,0,0,p00.png"));
        QCOMPARE(rows[2].mid(0, 5).join(','), QString("pixels,1,0,3,p03.png"));
        QCOMPARE(rows[3][4], QString("p05.png"));
        QCOMPARE(rows[4][4], QString("p06.png"));
        QVERIFY(std::abs(rows[3][2].toDouble() - 10.0 / 255 / std::sqrt(72.0)) < 1e-6);
    }

    void duplicatesByCodeToo() {
        const Outcome outcome = runProgram({"duplicates", "--data", "shapes", "--model", m_model, "--pixels",
                                            "0", "--codes", "0.5", "--out", "-"});
        QVERIFY2(outcome.status == 0, outcome.err);
        const Rows rows = rowsOf(outcome.out);
        QVERIFY(
            std::any_of(rows.begin(), rows.end(), [](const QStringList& row) { return row[0] == "code"; }));
    }

    void outliersAreRanked() {
        const QString out = path("outliers.csv");
        const Outcome outcome =
            runProgram({"outliers", m_model, "--data", "shapes", "--count", "10", "--out", out});
        QVERIFY2(outcome.status == 0, outcome.err);
        const Rows rows = rowsOf(contentOf(out));
        QCOMPARE(rows[0].join(','),
                 QString("place,loss,distance,loss_rank,distance_rank,image,file,page,label,"
                         "class"));
        QCOMPARE(rows.size(), 1 + 10);
        Snapshot snapshot;
        snapshot.model = loadModel(m_model.toStdString()).model;
        for (const QStringList& row : rows.mid(1)) {
            const Inspection seen = inspect(snapshot, *m_shapes, row[5].toLongLong());
            QVERIFY(std::abs(row[1].toDouble() / static_cast<double>(seen.reconstructionNats) - 1) < 1e-4);
        }
        QCOMPARE(std::min(rows[1][3].toInt(), rows[1][4].toInt()), 1);
    }

    void mistakesAreNamed_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const QString& line, const char* sentence) {
            QTest::newRow(name) << line.split(' ') << QString::fromUtf8(sentence);
        };
        row("index past the end", "neighbours MODEL --data shapes --index 0,99999",
            "neighbours: --index: there is no image 99999, ");
        row("index is a word", "neighbours MODEL --data shapes --index one", "--index: needs image numbers");
        row("no neighbours", "neighbours MODEL --data shapes --index 1 --count 0",
            "--count: '0' is no whole");
        row("unknown class", "direction MODEL --data shapes --a Unicorn --b 1",
            "direction: --a: there is no class “Unicorn” in Shapes; it has ");
        row("class number past the end", "direction MODEL --data shapes --a 0 --b 4",
            "direction: --b: there is no class “4”");
        row("the same class twice", "direction MODEL --data shapes --a 0 --b 0",
            "direction: --a and --b are the same class");
        row("no class", "direction MODEL --data shapes --a 0", "--b is missing");
        row("threshold below zero", "duplicates --data shapes --pixels -1",
            "--pixels: needs a number from 0");
        row("threshold without a model", "duplicates --data shapes --codes 1", "--codes: needs --model");
        row("no images", "outliers MODEL --data shapes --count 0", "--count: '0' is no whole number");
    }
    void mistakesAreNamed() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, sentence);
        arguments.replaceInStrings("MODEL", m_model);
        const QString failure = failureOf(arguments);
        QVERIFY2(failure.contains(sentence), qPrintable(failure));
        QCOMPARE(failure.count('\n'), 1);
    }

    void thereAreNoClassesWithoutLabels() {
        QDir().mkpath(path("plain"));
        for (int i = 0; i < 4; ++i) {
            QImage picture(28, 28, QImage::Format_Grayscale8);
            picture.fill(50 * i);
            QVERIFY(picture.save(path(QString("plain/%1.png").arg(i))));
        }
        const QString failure =
            failureOf({"direction", m_model, "--data", path("plain"), "--a", "0", "--b", "1"});
        QVERIFY2(failure.contains(" has no labels, so there are no classes"), qPrintable(failure));
    }

    void imagesOfAnotherSizeAreRefused() {
        QDir().mkpath(path("small"));
        for (int i = 0; i < 4; ++i) {
            QImage picture(9, 8, QImage::Format_Grayscale8);
            picture.fill(50 * i);
            QVERIFY(picture.save(path(QString("small/%1.png").arg(i))));
        }
        for (const char* command : {"outliers", "neighbours --index 0", "direction --a 0 --b 1"}) {
            const QString failure =
                failureOf(QString(command).split(' ') << m_model << "--data" << path("small"));
            QVERIFY2(failure.contains("its images are 9×8, but "), qPrintable(failure));
        }
        const QString compared =
            failureOf({"duplicates", "--data", path("small"), "--model", m_model}); // by pixels it could
        QVERIFY2(compared.contains("its images are 9×8, but "), qPrintable(compared));
    }

    void targetsAreCheckedFirst() {
        const Outcome same =
            runProgram({"outliers", m_model, "--data", "shapes", "--out", m_model}); // would lose the model
        QCOMPARE(same.status, 2);
        const Outcome nowhere = runProgram({"duplicates", "--data", "shapes", "--out", path("no/file.csv")});
        QVERIFY(nowhere.status != 0 && nowhere.read.isEmpty()); // before anything is read
    }

    void helpNamesTheColumns() {
        for (const char* command : {"neighbours", "direction", "duplicates", "outliers"}) {
            const Outcome outcome = runProgram({command, "--help"});
            QCOMPARE(outcome.status, 0);
            QVERIFY(outcome.out.contains("--out") && outcome.out.contains("CSV"));
        }
    }
};

QTEST_GUILESS_MAIN(CurateCommandsTest)
#include "curate_commands_test.moc"
