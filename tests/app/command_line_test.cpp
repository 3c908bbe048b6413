// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include <QtTest>

#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <csignal>

using namespace latent;

namespace {

constexpr int kPatienceMs = 120000; // for a machine under load or a sanitizer; nothing waits in vain

struct Outcome {
    int status = -1; // −1: did not exit by itself
    QByteArray out;
    QByteArray err;
};

QProcessEnvironment environment() {
    QProcessEnvironment values = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) values.remove(name);
    return values;
}

Outcome run(const QStringList& arguments, const QProcessEnvironment& values = environment()) {
    QProcess process;
    process.setProcessEnvironment(values);
    process.start(LATENT_EXPLORER, arguments);
    Outcome outcome;
    if (!process.waitForFinished(kPatienceMs)) return outcome;
    if (process.exitStatus() == QProcess::NormalExit) outcome.status = process.exitCode();
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

} // namespace

class CommandLineTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_model;
    QJsonObject m_epoch; // of the run that made the model

    QString path(const QString& name) const { return m_folder.filePath(name); }

  private slots:
    void initTestCase() {
        m_model = path("moons.safetensors");
        const Outcome outcome = run({"train", "--data", "moons", "--epochs", "1", "--latent", "2", "--hidden",
                                     "32", "--learning-rate", "0.003", "--metrics", "-", "--save", m_model});
        QVERIFY2(outcome.status == 0, outcome.err);
        QCOMPARE(outcome.out.count('\n'), 1);
        QCOMPARE(outcome.err.count('\n'), 1); // the epoch's line
        m_epoch = QJsonDocument::fromJson(outcome.out).object();
    }

    void metricsLineSaysWhatTheManualSays() {
        QCOMPARE(m_epoch.keys(), (QStringList{"epoch", "posterior", "seconds", "test", "train"}));
        QCOMPARE(m_epoch["epoch"].toInt(), 1);
        QVERIFY(m_epoch["seconds"].toDouble() > 0);
        for (const char* part : {"train", "test"}) {
            const QJsonObject loss = m_epoch[part].toObject();
            QCOMPARE(loss.keys(), (QStringList{"kl", "loss", "reconstruction"}));
            QVERIFY(loss["kl"].toDouble() > 0);
            const double sum = loss["reconstruction"].toDouble() + loss["kl"].toDouble(); // β is 1
            QVERIFY(std::abs(loss["loss"].toDouble() / sum - 1) < 1e-6);
        }
        const QJsonObject posterior = m_epoch["posterior"].toObject();
        QCOMPARE(posterior.keys(), (QStringList{"kl_per_dimension", "mu_std", "sigma_mean"}));
        const QJsonArray kl = posterior["kl_per_dimension"].toArray();
        QCOMPARE(kl.size(), 2);
        QVERIFY(std::abs(kl[0].toDouble() + kl[1].toDouble() -
                         m_epoch["test"].toObject().value("kl").toDouble()) < 1e-3);
    }

    void evaluateRepeatsTheLastTest() {
        const Outcome outcome = run({"evaluate", m_model, "--data", "moons"});
        QVERIFY2(outcome.status == 0 && outcome.err.isEmpty(), outcome.err);
        const QJsonObject result = QJsonDocument::fromJson(outcome.out).object();
        QCOMPARE(result["model"].toString(), m_model);
        QVERIFY(result["images"].toInt() > 0);
        // Same weights, same held-out tenth, same noise.
        QVERIFY(std::abs(result["test"].toObject().value("loss").toDouble() -
                         m_epoch["test"].toObject().value("loss").toDouble()) < 1e-6);
        QCOMPARE(result["posterior"].toObject().keys(), m_epoch["posterior"].toObject().keys());
    }

    void encodeWritesARowAnImage() {
        const QString csv = path("codes.csv");
        const Outcome outcome = run({"encode", m_model, "--data", "moons", "--out", csv});
        QVERIFY2(outcome.status == 0 && outcome.err.isEmpty() && outcome.out.isEmpty(), outcome.err);
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QCOMPARE(run({"encode", m_model, "--data", "moons", "--out", "-"}).out, text);
        const QList<QByteArray> lines = text.split('\n');
        QCOMPARE(lines.first(), QByteArray("label,m1,m2,sigma1,sigma2"));
        QVERIFY(lines.last().isEmpty());
        const QJsonObject evaluated =
            QJsonDocument::fromJson(run({"evaluate", m_model, "--data", "moons"}).out).object();
        QVERIFY(lines.size() - 2 > evaluated["images"].toInt()); // all images, not the test images alone
        for (qsizetype i = 1; i + 1 < lines.size(); ++i) {
            const QList<QByteArray> fields = lines[i].split(',');
            QCOMPARE(fields.size(), 5);
            for (const int sigma : {3, 4}) QVERIFY(fields[sigma].toDouble() > 0);
        }
    }

    void picturesHaveTheirSizes_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QSize>("size");
        const auto size = [](int columns, int rows, int gap) {
            return QSize(columns * (28 + gap) - gap, rows * (28 + gap) - gap);
        };
        QTest::newRow("reconstruct") << QStringList{"reconstruct", "--data", "moons", "--index", "0,7,3"}
                                     << size(3, 2, 2);
        QTest::newRow("samples") << QStringList{"generate"} << size(8, 8, 2);
        QTest::newRow("count") << QStringList{"generate", "--count", "5", "--seed", "3"} << size(3, 2, 2);
        QTest::newRow("one point") << QStringList{"generate", "--z", "-0.5, 1"} << size(1, 1, 2);
        QTest::newRow("points") << QStringList{"generate", "--z", "0,1", "--z", "1e-1,2"} << size(2, 1, 2);
        QTest::newRow("manifold") << QStringList{"generate", "--manifold", "7"} << size(7, 7, 0);
    }

    void picturesHaveTheirSizes() {
        QFETCH(QStringList, arguments);
        QFETCH(QSize, size);
        const QString png = path("picture.png");
        arguments.insert(1, m_model);
        const Outcome outcome = run(arguments + QStringList{"--out", png});
        QVERIFY2(outcome.status == 0 && outcome.err.isEmpty() && outcome.out.isEmpty(), outcome.err);
        const QImage image(png);
        QCOMPARE(image.size(), size);
        QVERIFY(image.isGrayscale());
    }

    void samplesAreThoseOfTheirSeed() {
        const auto picture = [&](const QString& seed) {
            run({"generate", m_model, "--count", "4", "--seed", seed, "--out", path("seed.png")});
            return QImage(path("seed.png"));
        };
        const QImage first = picture("1");
        QVERIFY(!first.isNull());
        QCOMPARE(picture("1"), first);
        QVERIFY(picture("2") != first);
    }

    void datasetsAreListed() {
        const Outcome outcome = run({"datasets"});
        QCOMPARE(outcome.status, 0);
        for (const char* name : {"fashion-mnist", "shapes", "moons"}) QVERIFY(outcome.out.contains(name));
    }

    void helpAndVersion_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("word");
        QTest::newRow("help") << QStringList{"--help"} << QByteArray("reconstruct");
        QTest::newRow("version") << QStringList{"--version"}
                                 << QByteArray("latent-explorer " LATENT_VERSION "\n");
        for (const QString& name : subcommandNames().split(", ")) {
            QTest::newRow(qPrintable(name + " help"))
                << QStringList{name, "--help"} << "Usage: latent-explorer " + name.toUtf8() + " [options]";
            QTest::newRow(qPrintable(name + " version"))
                << QStringList{name, "--version"} << QByteArray("latent-explorer " LATENT_VERSION "\n");
        }
    }

    void helpAndVersion() {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, word);
        const Outcome outcome = run(arguments);
        QCOMPARE(outcome.status, 0);
        QVERIFY(outcome.err.isEmpty());
        QVERIFY2(outcome.out.contains(word), outcome.out);
    }

    void mistakesAreOneLine_data() {
        QTest::addColumn<QString>("line"); // MODEL and FOLDER stand for paths
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* line, const char* sentence) {
            QTest::newRow(line) << line << sentence;
        };
        row("train", "--data is missing");
        row("train --data", "--data");
        row("train --data nowhere", "nowhere");
        row("train --data moons --speed 3", "speed");
        row("train --data moons extra", "'extra' is one word too many");
        row("train --data moons --latent 0", "--latent: '0'");
        row("train --data moons --latent 65", "--latent: '65'");
        row("train --data moons --latent 2x", "--latent: '2x'");
        row("train --data moons --latent 2 --latent 3", "--latent is given twice");
        row("train --data moons --epochs -1", "--epochs: '-1'");
        row("train --data moons --epochs 1e3", "--epochs: '1e3'");
        row("train --data moons --epochs 99999999999", "--epochs: '99999999999'");
        row("train --data moons --hidden 0", "--hidden: ");
        row("train --data moons --hidden 400,,2", "--hidden: ");
        row("train --data moons --beta nan", "--beta: 'nan' is no number");
        row("train --data moons --beta -1", "β");
        row("train --data moons --learning-rate 0", "learning rate");
        row("train --data moons --preset gan", "--preset: ");
        row("train --data moons --corruption mask", "--corruption: ");
        row("train --data moons --schedule sine", "--schedule: ");
        row("train --data moons --limit 0", "--limit: '0'");
        row("train --data moons --threads 0", "--threads: '0'");
        row("train --data moons --save FOLDER", "--save: FOLDER is a folder");
        row("train --data moons --save FOLDER/none/m", "--save: there is no folder FOLDER/none");
        row("train --data moons --save -", "--save: ");
        row("evaluate --data moons", "MODEL is missing");
        row("evaluate MODEL", "--data is missing");
        row("evaluate FOLDER/none --data moons", "FOLDER/none: there is no such file");
        row("evaluate FOLDER --data moons", "FOLDER: is a folder");
        row("encode MODEL --data moons", "--out is missing");
        row("encode MODEL --data FOLDER/none --out -", "FOLDER/none: there is no such file or folder");
        row("reconstruct MODEL --data moons --out FOLDER/a.png", "--index is missing");
        row("reconstruct MODEL --data moons --index 1,b --out FOLDER/a.png", "--index: needs");
        row("reconstruct MODEL --data moons --index -1 --out FOLDER/a.png", "--index: needs");
        row("reconstruct MODEL --data moons --index 9999999 --out FOLDER/a.png", "there is no image 9999999");
        row("generate MODEL", "--out is missing");
        row("generate MODEL --z 1 --out FOLDER/a.png", "--z: has 1 numbers");
        row("generate MODEL --z 1,x --out FOLDER/a.png", "--z: '1,x' is no list");
        row("generate MODEL --z 1,inf --out FOLDER/a.png", "--z: '1,inf' is no list");
        row("generate MODEL --count 0 --out FOLDER/a.png", "--count: '0'");
        row("generate MODEL --count 4 --manifold 4 --out FOLDER/a.png", "exclude each other");
        row("datasets all", "'all' is one word too many");
        row("trian", "trian: there is no such file");
        row("--speed", "unknown option '--speed'");
        row("MODEL MODEL", "is one word too many");
    }

    void mistakesAreOneLine() {
        QFETCH(QString, line);
        QFETCH(QString, sentence);
        line.replace("MODEL", m_model).replace("FOLDER", m_folder.path());
        sentence.replace("FOLDER", m_folder.path());
        if (sentence != "MODEL is missing") sentence.replace("MODEL", m_model);
        const Outcome outcome = run(line.split(' '));
        QVERIFY2(outcome.status == 2, outcome.err);
        QVERIFY2(outcome.out.isEmpty(), outcome.out);
        QVERIFY2(outcome.err.startsWith("latent-explorer: ") && outcome.err.count('\n') == 1, outcome.err);
        QVERIFY2(QString::fromUtf8(outcome.err).contains(sentence), outcome.err);
        QVERIFY(!QFile::exists(path("a.png")));
    }

    void localeThatIsNotUtf8() {
        QProcessEnvironment values = environment();
        values.insert("LC_ALL", "C");
        const Outcome outcome = run({"evaluate", path("ñ")}, values);
        QCOMPARE(outcome.err.count('\n'), 1); // Qt's own warning about the locale stays away
    }

    void dataOfAnotherShapeAreRefused() {
        // Two 2×2 images in IDX: magic, count, height, width, pixels.
        QFile idx(path("small-idx3-ubyte"));
        QVERIFY(idx.open(QIODevice::WriteOnly));
        idx.write(QByteArray::fromHex("00000803000000100000000200000002") + QByteArray(16 * 4, '\x40'));
        idx.close();
        for (const QStringList& line :
             {QStringList{"evaluate", m_model}, {"encode", m_model, "--out", "-"}}) {
            const Outcome outcome = run(line + QStringList{"--data", idx.fileName()});
            QVERIFY2(outcome.status == 2, outcome.err);
            QVERIFY2(outcome.err.contains("2×2") && outcome.err.contains("28×28"), outcome.err);
            QCOMPARE(outcome.err.count('\n'), 1);
            QVERIFY(outcome.out.isEmpty());
        }
    }

    void resultsThatCannotBeWritten() {
        QProcess process; // a full disk under standard output
        process.setStandardOutputFile("/dev/full");
        process.start(LATENT_EXPLORER, {"datasets"});
        QVERIFY(process.waitForFinished(kPatienceMs));
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("standard output"));
        const Outcome outcome = run({"generate", m_model, "--out", "/dev/full"});
        QCOMPARE(outcome.status, 1);
        QCOMPARE(outcome.err.count('\n'), 1);
    }

    void interruptEndsAnOpenRunAndSaves_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }

    void interruptEndsAnOpenRunAndSaves() {
        QFETCH(int, signal);
        const QString model = path(QString("open%1.safetensors").arg(signal));
        const QString metrics = path("open.jsonl");
        QProcess process;
        process.setProcessEnvironment(environment());
        process.setReadChannel(QProcess::StandardError);
        process.start(LATENT_EXPLORER, {"train", "--data", "moons", "--epochs", "0", "--latent", "2",
                                        "--hidden", "16", "--metrics", metrics, "--save", model});
        QVERIFY(process.waitForStarted(kPatienceMs));
        QByteArray err;
        while (err.count('\n') < 2) { // two epochs are done, a third is under way
            QVERIFY2(process.waitForReadyRead(kPatienceMs), err);
            err += process.readAllStandardError();
        }
        QCOMPARE(kill(static_cast<pid_t>(process.processId()), signal), 0);
        QVERIFY(process.waitForFinished(kPatienceMs));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
        QFile file(metrics);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().count('\n') >= 2);
        QCOMPARE(run({"evaluate", model, "--data", "moons"}).status, 0);
    }

    void withoutDisplayTheSubcommandsAreNamed() {
        QProcessEnvironment values = environment();
        for (const char* platform : {"", "xcb", "wayland"}) {
            values.insert("QT_QPA_PLATFORM", platform);
            const Outcome outcome = run({}, values);
            QCOMPARE(outcome.status, 1);
            QCOMPARE(outcome.err.count('\n'), 1);
            QVERIFY2(outcome.err.contains("no display"), outcome.err);
            for (const QString& name : subcommandNames().split(", "))
                QVERIFY(outcome.err.contains(name.toUtf8()));
        }
        values.insert("QT_QPA_PLATFORM", "");
        values.insert("DISPLAY", ":987654"); // no server listens there
        const Outcome outcome = run({m_model}, values);
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains(":987654 does not answer"), outcome.err);
    }
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
