// SPDX-License-Identifier: GPL-3.0-or-later
// Where results go: what is refused before the work, what is never overwritten, what a picture's ending
// means.
#include "tests/app/run_program.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QImageReader>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace latent::testing;

class TargetsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_model;

    QString path(const QString& name) const { return m_folder.filePath(name); }
    QByteArray bytesOf(const QString& name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
    }
    void write(const QString& name, const QByteArray& bytes) const {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    /// Blanks part words; FOLDER and MODEL stand for paths.
    QStringList words(QString line) const {
        return line.replace("FOLDER", m_folder.path()).replace("MODEL", m_model).split(' ');
    }
    static QString train() { return "train --data moons --limit 64 --epochs 1 --hidden 4 --latent 2 "; }

  private slots:
    void initTestCase() {
        m_model = path("good.safetensors");
        const Outcome outcome = runProgram(words(train() + "--save MODEL"));
        QVERIFY2(outcome.status == 0, outcome.err);
        QVERIFY(QDir(m_folder.path()).mkdir("folder"));
        QCOMPARE(mkfifo(qPrintable(path("pipe")), 0600), 0);
        QVERIFY(QFile::link("/dev/full", path("to_full")) && QFile::link("none/m", path("to_nowhere")));
        QVERIFY(QFile::link("good.safetensors", path("to_model")));
    }

    void whatCannotBeWrittenIsToldBeforeTheWork_data() {
        QTest::addColumn<QString>("target");
        for (const char* const target :
             {"FOLDER/folder", "FOLDER/folder/", "FOLDER/none/m", "MODEL/m", "/dev/full", "/dev/null",
              "FOLDER/pipe", "FOLDER/to_full", "FOLDER/to_nowhere", "/proc/self/m"})
            QTest::newRow(target) << target;
        QTest::newRow("a long name") << "FOLDER/" + QString(300, 'n');
        QTest::newRow("a long path") << "FOLDER/" + QString("n/").repeated(2500) + "m";
    }
    void whatCannotBeWrittenIsToldBeforeTheWork() {
        QFETCH(QString, target);
        for (const QString& line : {train() + "--save ", QString("encode MODEL --data moons --out "),
                                    QString("generate MODEL --out ")}) {
            const Outcome outcome = runProgram(words(line + target));
            QVERIFY2(outcome.status == 1 || outcome.status == 2, outcome.err);
            QVERIFY2(outcome.err.startsWith("latent-explorer: ") && outcome.err.count('\n') == 1,
                     outcome.err);
        }
    }

    void metricsMayGoIntoADeviceOrAPipe() {
        QCOMPARE(runProgram(words(train() + "--metrics /dev/null")).status, 0);
        const Outcome outcome = runShell(
            "cd \"$1\" && cat pipe & cd \"$1\" && \"$0\" train --data moons --limit 64 --epochs 2 --hidden 4 "
            "--latent 2 --metrics pipe && wait",
            {m_folder.path()});
        QVERIFY2(outcome.status == 0, outcome.err);
        QCOMPARE(outcome.out.count('\n'), 2);
    }

    void closedStreamsAreNoFiles_data() {
        QTest::addColumn<QString>("closed");
        for (const char* const closed : {">&-", "2>&-", "<&-", ">&- 2>&- <&-"})
            QTest::newRow(closed) << closed;
    }
    void closedStreamsAreNoFiles() {
        QFETCH(QString, closed);
        const Outcome outcome = runShell("cd \"$1\" && \"$0\" train --data moons --limit 64 --epochs 2 "
                                         "--hidden 4 --latent 2 --metrics closed.jsonl "
                                         "--save closed.safetensors " +
                                             closed,
                                         {m_folder.path()});
        QCOMPARE(outcome.status, 0);
        const QByteArrayList lines = bytesOf("closed.jsonl").trimmed().split('\n');
        QCOMPARE(lines.size(), 2);
        for (const QByteArray& line : lines) QVERIFY2(line.startsWith('{'), line);
        QCOMPARE(runProgram(words("generate FOLDER/closed.safetensors --out FOLDER/closed.png")).status, 0);
        QCOMPARE(runShell("\"$0\" datasets >&-").status, 1); // what nobody can read is not told to be written
    }

    void nothingThatIsReadIsOverwritten_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("kept");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const QString& line, const char* kept, const char* sentence) {
            QTest::newRow(name) << line << kept << sentence;
        };
        const QString ofTable = "train --data FOLDER/t.csv --epochs 1 --hidden 4 --latent 2 ";
        row("the images", ofTable + "--save FOLDER/t.csv", "t.csv", "--save would overwrite --data");
        row("the images, by a dot", ofTable + "--save FOLDER/./t.csv", "t.csv",
            "--save would overwrite --data");
        row("the images, by a link", ofTable + "--save FOLDER/to_t", "t.csv",
            "--save would overwrite --data");
        row("the images by the metrics", ofTable + "--metrics FOLDER/t.csv", "t.csv",
            "--metrics would overwrite --data");
        row("the model by codes", "encode MODEL --data moons --out MODEL", "good.safetensors",
            "--out would overwrite MODEL");
        row("the model by a picture", "generate MODEL --out MODEL", "good.safetensors",
            "--out would overwrite MODEL");
        row("the model by a link", "reconstruct MODEL --data moons --index 0 --out FOLDER/to_model",
            "good.safetensors", "--out would overwrite MODEL");
        row("the images by codes", "encode MODEL --data FOLDER/t.csv --out FOLDER/t.csv", "t.csv",
            "--out would overwrite --data");
        row("two for one", train() + "--save FOLDER/same --metrics FOLDER/./same", "good.safetensors",
            "--save and --metrics name the same file");
        row("two for one by a link", train() + "--save MODEL --metrics FOLDER/to_model", "good.safetensors",
            "--save and --metrics name the same file");
    }
    void nothingThatIsReadIsOverwritten() {
        QFETCH(QString, line);
        QFETCH(QString, kept);
        QFETCH(QString, sentence);
        QByteArray table;
        for (int row = 0; row < 20; ++row) table += "1,2,3," + QByteArray::number(row) + '\n';
        write("t.csv", table);
        QFile::link("t.csv", path("to_t"));
        const QByteArray before = bytesOf(kept);
        const Outcome outcome = runProgram(words(line));
        QVERIFY2(outcome.status == 2, outcome.err);
        QVERIFY2(QString::fromUtf8(outcome.err).contains(sentence), outcome.err);
        QCOMPARE(outcome.err.count('\n'), 1);
        QCOMPARE(bytesOf(kept), before);
    }

    void aSetsNameIsNoFile() {
        const Outcome outcome = runShell(
            "cd \"$1\" && \"$0\" encode good.safetensors --data moons --out moons", {m_folder.path()});
        QVERIFY2(outcome.status == 0, outcome.err);
        QVERIFY(bytesOf("moons").startsWith("image,"));
        QVERIFY(QFile::remove(path("moons")));
    }

    void aPictureIsWhatItsEndingSays_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("format");
        QTest::newRow("png") << "r.png" << QByteArray("png");
        QTest::newRow("jpg") << "r.jpg" << QByteArray("jpeg");
        QTest::newRow("in capitals") << "r.JPEG" << QByteArray("jpeg");
        QTest::newRow("bmp") << "r.bmp" << QByteArray("bmp");
        QTest::newRow("tif") << "r.tif" << QByteArray("tiff");
        QTest::newRow("webp") << "r.webp" << QByteArray("webp");
        QTest::newRow("ppm") << "r.ppm" << QByteArray("ppm");
    }
    void aPictureIsWhatItsEndingSays() {
        QFETCH(QString, name);
        QFETCH(QByteArray, format);
        if (!QImageReader::supportedImageFormats().contains(format)) QSKIP("its plugin is not installed");
        for (const QString& line : {QString("reconstruct MODEL --data moons --index 0,1 --out FOLDER/"),
                                    QString("generate MODEL --count 2 --out FOLDER/")}) {
            const Outcome outcome = runProgram(words(line + name));
            QVERIFY2(outcome.status == 0 && outcome.err.isEmpty(), outcome.err);
            QByteArray found = QImageReader::imageFormat(path(name));
            if (found == "pgm") found = "ppm"; // grey ones
            QCOMPARE(found, format);
            QVERIFY(!QImage(path(name)).isNull());
        }
    }

    void otherEndingsAreRefused_data() {
        QTest::addColumn<QString>("name");
        for (const char* const name : {"r.pdf", "r.svg", "r.gif", "r.heic", "r.eps", "r.ico"})
            QTest::newRow(name) << name;
    }
    void otherEndingsAreRefused() {
        QFETCH(QString, name);
        const Outcome outcome = runProgram(words("generate MODEL --count 2 --out FOLDER/" + name));
        QVERIFY2(outcome.status == 2, outcome.err);
        QVERIFY2(outcome.err.contains("pictures are not written as ") && outcome.err.contains("png"),
                 outcome.err);
        QVERIFY(!QFile::exists(path(name)));
    }

    void withoutAnEndingItIsToldToBePng_data() {
        QTest::addColumn<QString>("name");
        for (const char* const name : {"r", "r.v2", "r.bin"}) QTest::newRow(name) << name;
    }
    void withoutAnEndingItIsToldToBePng() {
        QFETCH(QString, name);
        const Outcome outcome = runProgram(words("generate MODEL --count 2 --out FOLDER/" + name));
        QCOMPARE(outcome.status, 0);
        QVERIFY2(outcome.err.contains("it was written as PNG"), outcome.err);
        QCOMPARE(QImageReader::imageFormat(path(name)), QByteArray("png"));
    }

    void aPictureGoesToStandardOutputByteForByte() {
        const Outcome outcome = runProgram(words("generate MODEL --count 2 --out -"));
        QVERIFY2(outcome.status == 0 && outcome.err.isEmpty(), outcome.err);
        QVERIFY(!QImage::fromData(outcome.out, "PNG").isNull());
    }

    void bytesOfAPathThatAreNoUtf8AreKept() {
        const Outcome outcome =
            runShell("cd \"$1\" && e=$(printf '\\344') && u=$(printf '\\374') && mkdir -p \"b${e}ume\" && "
                     "for i in 1 2 3; do \"$0\" generate good.safetensors --seed $i --count 1 "
                     "--out \"b${e}ume/$i.png\"; done && "
                     "\"$0\" train --data \"b${e}ume\" --epochs 1 --hidden 4 --latent 2 "
                     "--save \"gr${u}n.safetensors\" && "
                     "\"$0\" evaluate \"gr${u}n.safetensors\" --data \"b${e}ume\" >/dev/null && "
                     "test -f \"gr${u}n.safetensors\" && \"$0\" generate \"nowhere$e\" --out x.png",
                     {m_folder.path()});
        QVERIFY2(outcome.status == 2,
                 outcome.err); // all went well but the last, whose sentence is fit for a terminal
        QVERIFY2(outcome.err.contains("latent-explorer: nowhere?: there is no such file"), outcome.err);
    }

    void controlCharactersDoNotReachTheTerminal() {
        const QString evil = path("\x1b[31mred\x07\u009b5m");
        QVERIFY(QFile::copy(m_model, evil));
        for (const QStringList& line :
             {QStringList{"evaluate", evil, "--data", "moons"},
              QStringList{"evaluate", m_model, "--data", evil}, QStringList{"train", "--data", evil + "none"},
              QStringList{"generate", m_model, "--out", evil}, QStringList{"\x1b[2J"},
              QStringList{"train", "--\x1b[2J"}}) {
            const Outcome outcome = runProgram(line);
            for (const QString& text : {QString::fromUtf8(outcome.out), QString::fromUtf8(outcome.err)}) {
                for (const QChar letter : text)
                    QVERIFY2(letter == '\n' || letter.category() != QChar::Other_Control, qPrintable(text));
            }
            QVERIFY(!outcome.out.isEmpty() || !outcome.err.isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TargetsTest)
#include "targets_test.moc"
