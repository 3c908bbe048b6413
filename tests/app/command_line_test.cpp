// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"
#include "app/studio/live_run.h"
#include "core/base/thread_team.h"
#include "core/data/sets/catalogue.h"
#include "core/train/evaluation.h"
#include "tests/app/run_program.h"
#include "tests/data/npy_files.h"

#include <QTest>

#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <csignal>

using namespace latent;

namespace {

using latent::testing::kPatienceMs;
using latent::testing::Outcome;

QProcessEnvironment environment() {
    return latent::testing::programEnvironment();
}

Outcome run(const QStringList& arguments, const QProcessEnvironment& values = environment()) {
    return latent::testing::runProgram(arguments, values);
}

/// What the window saves after an epoch on these images.
ModelFile trainedInTheWindow(const DatasetPtr& dataset, const OpenOptions& opening) {
    Exploration exploration;
    LiveRun run(&exploration);
    Architecture sizes;
    sizes.hidden = {8};
    sizes.latent = 2;
    run.setArchitecture(sizes);
    run.setTraining({.epochs = 1, .seed = 9, .threads = 1});
    run.setDataset(dataset, splitOf(*dataset, opening));
    run.toggleTraining();
    const auto finished = [&] { return run.status().phase == TrainingStatus::Phase::Finished; };
    return QTest::qWaitFor(finished, kPatienceMs) ? run.modelFile() : ModelFile{};
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
        QCOMPARE(m_epoch.keys(), (QStringList{"epoch", "likelihood", "posterior", "seconds", "squared_error",
                                              "test", "train"}));
        QCOMPARE(m_epoch["epoch"].toInt(), 1);
        QCOMPARE(m_epoch["likelihood"].toString(), QString("bernoulli"));
        QVERIFY(m_epoch["squared_error"].toDouble() > 0 && m_epoch["squared_error"].toDouble() < 0.5);
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

    void expertsOptionsAreRead() {
        const auto read = [](const QString& line) {
            return std::get<TrainCommand>(parseCommandLine(("x train --data moons" + line).split(' ')))
                .configuration;
        };
        const Configuration usual = read("");
        QVERIFY(usual.architecture == Architecture{} && usual.objective == Objective{});
        QCOMPARE(paceOf(usual.training), Pace::Fast);

        QCOMPARE(read(" --net dense").architecture.hidden, std::vector{400});
        QCOMPARE(read(" --net conv").architecture, convolutionalNetwork({}));
        QCOMPARE(read(" --net conv --latent 2").architecture, convolutionalNetwork({.latent = 2}));
        QCOMPARE(read(" --net conv --hidden 64,32").architecture.hidden, (std::vector{64, 32}));
        const Architecture net =
            read(" --net conv --channels 8,16,24 --kernel 3 --activation silu").architecture;
        QCOMPARE(net.channels, (std::vector{8, 16, 24}));
        QCOMPARE(net.kernel, 3);
        QCOMPARE(net.activation, Activation::Silu);

        const Objective objective = read(" --likelihood binarised:0.5 --free-bits 0.25 --beta 2").objective;
        QCOMPARE(objective.likelihood.kind, Likelihood::Kind::Binarised);
        QCOMPARE(objective.likelihood.threshold, 0.5F);
        QCOMPARE(objective.freeBits, 0.25F);
        QCOMPARE(objective.beta, 2.0F);

        const TrainingSettings training =
            read(" --warm-up 3 --clip 1.5 --early-stop 4 --average off --adam-epsilon 1e-4 --schedule stages")
                .training;
        QCOMPARE(training.warmUp, 3);
        QCOMPARE(training.clip, 1.5F);
        QCOMPARE(training.earlyStop, 4);
        QVERIFY(!training.averaged && usual.training.averaged);
        QCOMPARE(training.epsilon, 1e-4F);
        QCOMPARE(training.schedule, Schedule::Stages);
    }

    void recipesAreListedAndOverridden() {
        const Outcome outcome = run({"recipes"});
        QCOMPARE(outcome.status, 0);
        for (const char* word : {"pytorch-example", "burda", "burda-short", "1509.00519"})
            QVERIFY(outcome.out.contains(word));
        const auto read = [](const QString& line) {
            return std::get<TrainCommand>(
                       parseCommandLine(("x train --data moons --recipe " + line).split(' ')))
                .configuration;
        };
        const Configuration burda = read("burda");
        QCOMPARE(burda.training.epochs, 3280);
        QCOMPARE(burda.architecture.latent, 50);
        const Configuration changed = read("burda --epochs 3 --preset beta-vae --pace fast");
        QCOMPARE(changed.training.epochs, 3);
        QCOMPARE(changed.training.batch, burda.training.batch);
        QCOMPARE(changed.training.schedule, Schedule::Fast);
        QCOMPARE(changed.objective.beta, 4.0F);
        QVERIFY(changed.objective.likelihood == burda.objective.likelihood);
    }

    void aSubsetIsWhatIsEncoded() {
        const Outcome outcome = run({"encode", m_model, "--data", "moons", "--subset", "random:100",
                                     "--test-fraction", "0.5", "--out", "-"});
        QVERIFY2(outcome.status == 0, outcome.err);
        QCOMPARE(outcome.out.count('\n'), 1 + 100 + 2048); // a head, the training images, half of 4,096
    }

    void dataThatDoNotFitAreToldOf() {
        const auto put = [&](const QString& name, const char* shape, int floats) {
            QFile file(path(name));
            if (!file.open(QIODevice::WriteOnly)) return QString();
            QByteArray numbers;
            for (int i = 0; i < floats; ++i) {
                const float value = static_cast<float>(i % 7) / 6;
                numbers.append(reinterpret_cast<const char*>(&value), sizeof value);
            }
            file.write(latent::testing::npy("<f4", shape, numbers));
            return path(name);
        };
        const Outcome wrong =
            run({"encode", m_model, "--data", put("small.npy", "(9, 8, 6)", 432), "--out", "-"});
        QVERIFY(wrong.status != 0);
        QVERIFY(wrong.out.isEmpty());
        QVERIFY2(wrong.err.contains("its images are 6×8, but ") &&
                     wrong.err.contains(" was trained on 28×28"),
                 wrong.err);
        QCOMPARE(wrong.err.count('\n'), 1);
        const QString other = put("floats.npy", "(9, 28, 28)", 9 * 784);
        const Outcome ruled = run({"encode", m_model, "--data", other, "--out", "-"});
        QCOMPARE(ruled.status, 0);
        QVERIFY2(ruled.err.contains("its pixels are “multiplied by 255”, but ") &&
                     ruled.err.contains(" learnt from pixels “bytes as they are”"),
                 ruled.err);
        QVERIFY(!run({"encode", m_model, "--data", "moons", "--out", "-"}).err.contains("pixels"));
    }

    void onlyTheFirstImagesAreRead() {
        const Outcome outcome =
            run({"encode", m_model, "--data", "moons", "--first-images", "50", "--out", "-"});
        QVERIFY2(outcome.status == 0, outcome.err);
        QCOMPARE(outcome.out.count('\n'), 1 + 50);
        QVERIFY(run({"encode", m_model, "--data", "moons", "--first-images", "1", "--out", "-"}).status != 0);
    }

    void aConvolutionalRunIsReportedAndKept() {
        const QString model = path("conv.safetensors");
        const Outcome outcome = run(
            QString(
                "train --data moons --limit 600 --epochs 2 --latent 2 --net conv --channels 4,4 --hidden 16 "
                "--likelihood sigma --early-stop 1 --metrics - --save " +
                model)
                .split(' '));
        QVERIFY2(outcome.status == 0, outcome.err);
        QVERIFY2(outcome.err.contains("nats per image, sigma (") && outcome.err.contains(", held out "),
                 outcome.err);
        const QJsonObject last = QJsonDocument::fromJson(outcome.out.trimmed().split('\n').last()).object();
        QCOMPARE(last["likelihood"].toString(), QString("sigma"));
        QVERIFY(last["deviation"].toDouble() > 0 && last["deviation"].toDouble() < 1);
        QCOMPARE(last["validation"].toObject().keys(), (QStringList{"kl", "loss", "reconstruction"}));
        QCOMPARE(run({"evaluate", model, "--data", "moons"}).status, 0);
        QCOMPARE(run({"generate", model, "--manifold", "3", "--out", path("conv.png")}).status, 0);
        QVERIFY(!QImage(path("conv.png")).isNull());
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

    void evaluateTestsOnTheImagesThatWereHeldOut() {
        const QString model = path("half.safetensors");
        const Outcome trained = run({"train", "--data", "moons", "--test-fraction", "0.5", "--epochs", "1",
                                     "--latent", "2", "--hidden", "8", "--metrics", "-", "--save", model});
        QVERIFY2(trained.status == 0, trained.err);
        const QJsonObject epoch = QJsonDocument::fromJson(trained.out).object();
        const QJsonObject evaluated =
            QJsonDocument::fromJson(run({"evaluate", model, "--data", "moons"}).out).object();
        QVERIFY(std::abs(evaluated["test"].toObject().value("loss").toDouble() -
                         epoch["test"].toObject().value("loss").toDouble()) < 1e-6);
    }

    void evaluateTestsOnTheImagesThatTheWindowHeldOut_data() {
        QTest::addColumn<OpenOptions>("opening");
        QTest::newRow("another seed than the training's") << OpenOptions{.seed = 5};
        QTest::newRow("a fraction") << OpenOptions{.testFraction = 0.3};
        QTest::newRow("the first images") << OpenOptions{.readAtMost = 700};
        QTest::newRow("a subset") << OpenOptions{.seed = 3, .subset = {SubsetKind::Random, 300}};
    }

    void evaluateTestsOnTheImagesThatTheWindowHeldOut() {
        QFETCH(const OpenOptions, opening);
        const DatasetPtr dataset = openDataset("moons", opening);
        const ModelFile file = trainedInTheWindow(dataset, opening);
        QVERIFY(file.steps > 0);
        const QString model = path("window.safetensors");
        saveModel(model.toStdString(), file);
        ThreadTeam team(1);
        const auto lossOn = [&](const DatasetPtr& images) {
            return evaluate(file.model, *images, images->test, file.configuration.training.seed, team)
                .loss.total;
        };
        const auto evaluated = [&](const QStringList& more) {
            const Outcome outcome = run(QStringList{"evaluate", model, "--data", "moons"} + more);
            const QJsonObject result = QJsonDocument::fromJson(outcome.out).object();
            return std::pair(result["test"].toObject().value("loss").toDouble(), outcome.err);
        };
        const double expected = lossOn(dataset);
        const auto [loss, words] = evaluated({});
        QVERIFY2(std::abs(loss - expected) < 1e-4 * expected,
                 qPrintable(QString("%1, not %2").arg(loss).arg(expected)));
        QVERIFY2(!words.contains("held out than"), words);
        QVERIFY2(
            evaluated({"--test-fraction", "0.45"}).second.contains("other images are held out than when"),
            "silent");

        ModelFile old = file;
        old.splitStated = false;
        old.split = {};
        saveModel(model.toStdString(), old);
        const auto [oldLoss, oldWords] = evaluated({});
        const double drawnByTraining =
            lossOn(openDataset("moons", {.seed = file.configuration.training.seed}));
        QVERIFY(std::abs(oldLoss - drawnByTraining) < 1e-4 * drawnByTraining);
        QVERIFY2(oldWords.contains("does not say which images it was not trained on"), oldWords);
    }

    void whatAModelLacksIsNotReported_data() {
        QTest::addColumn<QString>("objective");
        QTest::addColumn<bool>("kl");
        QTest::addColumn<bool>("sigma");
        QTest::newRow("autoencoder") << "--preset ae" << false << false;
        QTest::newRow("denoising") << "--preset dae" << false << false;
        QTest::newRow("noise without KL") << "--preset noise" << true << true;
        QTest::newRow("KL without noise") << "--preset ae --beta 1" << true << false;
        QTest::newRow("β-VAE, held out") << "--preset beta-vae --early-stop 5" << true << true;
        QTest::newRow("autoencoder, held out") << "--preset ae --early-stop 5" << false << false;
    }

    void whatAModelLacksIsNotReported() {
        QFETCH(const QString, objective);
        QFETCH(const bool, kl);
        QFETCH(const bool, sigma);
        const QString model = path("some.safetensors");
        const Outcome trained =
            run(("train --data moons --limit 300 --epochs 1 --hidden 8 --latent 2 --metrics - "
                 "--save " +
                 model + " " + objective)
                    .split(' '));
        QVERIFY2(trained.status == 0, trained.err);
        QCOMPARE(trained.err.contains("KL"), kl);
        const auto check = [&](const QJsonObject& object) {
            for (const char* part : {"train", "test", "validation"})
                if (object.contains(part)) QCOMPARE(object[part].toObject().contains("kl"), kl);
            const QJsonObject posterior = object["posterior"].toObject();
            QCOMPARE(posterior.contains("kl_per_dimension"), kl);
            QCOMPARE(posterior.contains("sigma_mean"), sigma);
            QVERIFY(posterior.contains("mu_std"));
        };
        check(QJsonDocument::fromJson(trained.out).object());
        const Outcome evaluated = run({"evaluate", model, "--data", "moons"});
        QVERIFY2(evaluated.status == 0, evaluated.err);
        check(QJsonDocument::fromJson(evaluated.out).object());
    }

    void evaluateNamesItsLikelihood() {
        const QJsonObject result =
            QJsonDocument::fromJson(run({"evaluate", m_model, "--data", "moons"}).out).object();
        QCOMPARE(result["likelihood"].toString(), QString("bernoulli"));
        QCOMPARE(result["unit"].toString(), QString("nats per image"));
        QVERIFY(result["likelihood_meaning"].toString().contains("grey values"));
        const QJsonObject seen = result["diagnostics"].toObject();
        QVERIFY(seen["reconstruction"].toObject().value("standard_error").toDouble() > 0);
        QVERIFY(!seen.contains("importance_bound") && !seen.contains("kl_parts"));
        // The same draws as the losses above them.
        QVERIFY(std::abs(seen["reconstruction"].toObject().value("value").toDouble() -
                         result["test"].toObject().value("reconstruction").toDouble()) < 1e-3);
    }

    void evaluateInFullHasEveryPart() {
        const Outcome outcome =
            run({"evaluate", m_model, "--data", "moons", "--full", "--samples", "40", "--images", "30"});
        QVERIFY2(outcome.status == 0, outcome.err);
        QCOMPARE(outcome.out.count('\n'), 1);
        const QJsonObject seen =
            QJsonDocument::fromJson(outcome.out).object().value("diagnostics").toObject();
        for (const char* part :
             {"reconstruction", "kl", "elbo", "squared_error", "psnr_decibels", "active_units",
              "importance_bound", "kl_parts", "aggregate_posterior", "memorisation"})
            QVERIFY2(seen.contains(part), part);
        const QJsonObject bound = seen["importance_bound"].toObject();
        QCOMPARE(bound["samples"].toInt(), 40);
        QCOMPARE(bound["images"].toInt(), 30);
        const QJsonObject exact = bound["exact_log_likelihood"].toObject(); // two dimensions
        QVERIFY(exact["value"].toDouble() < 0 && exact["standard_error"].toDouble() > 0);
    }

    void samplesAloneGiveTheBoundAlone() {
        const QJsonObject seen =
            QJsonDocument::fromJson(
                run({"evaluate", m_model, "--data", "moons", "--samples", "3", "--images", "5"}).out)
                .object()
                .value("diagnostics")
                .toObject();
        QCOMPARE(seen["importance_bound"].toObject().value("samples").toInt(), 3);
        QVERIFY(!seen.contains("kl_parts"));
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
        QCOMPARE(lines.first(), QByteArray("image,file,page,label,class,m1,m2,sigma1,sigma2"));
        QVERIFY(lines.last().isEmpty());
        const QJsonObject evaluated =
            QJsonDocument::fromJson(run({"evaluate", m_model, "--data", "moons"}).out).object();
        QVERIFY(lines.size() - 2 > evaluated["images"].toInt()); // all images, not the test images alone
        for (qsizetype i = 1; i + 1 < lines.size(); ++i) {
            const QList<QByteArray> fields = lines[i].split(',');
            QCOMPARE(fields.size(), 9);
            QCOMPARE(fields[0].toLongLong(), i - 1);
            QVERIFY(fields[1].isEmpty() && fields[2].isEmpty() && !fields[4].isEmpty());
            for (const int sigma : {7, 8}) QVERIFY(fields[sigma].toDouble() > 0);
        }
    }

    void encodeNamesFilesAndClasses() {
        const auto put = [&](const QString& name, uchar grey) {
            QImage image(28, 28, QImage::Format_Grayscale8);
            image.fill(grey);
            QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()) && image.save(path(name)));
        };
        put("kinds/2/b.png", 40);
        put("kinds/10/a, \"c\".png", 80);
        put("kinds/10/damaged.png", 80);
        put("kinds/1/x.png", 120);
        QVERIFY(QFile::resize(path("kinds/10/damaged.png"), 40));
        const Outcome outcome = run({"encode", m_model, "--data", path("kinds"), "--out", "-"});
        QVERIFY2(outcome.status == 0, outcome.err);
        QList<QByteArray> beginnings = outcome.out.split('\n').mid(1, 3);
        for (QByteArray& line : beginnings)
            for (int number = 0; number < 4; ++number) line.truncate(line.lastIndexOf(','));
        QCOMPARE(beginnings,
                 (QList<QByteArray>{"0,1/x.png,,0,1", "1,\"10/a, \"\"c\"\".png\",,2,10", "2,2/b.png,,1,2"}));
        const QByteArray help = run({"encode", "--help"}).out;
        QVERIFY2(help.contains("label, class  the number, from 0, and the name of its class"), help);
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
        row("train --data moons --recipe soup", "--recipe: ");
        row("recipes all", "'all' is one word too many");
        row("train --data moons --net lstm", "--net: 'lstm' is neither dense nor conv");
        row("train --data moons --channels 8", "--channels: only with --net conv");
        row("train --data moons --net dense --kernel 3", "--kernel: only with --net conv");
        row("train --data moons --net conv --channels 8,,4", "--channels: ");
        row("train --data moons --net conv --channels 1,1,1,1,1,1", "--channels: ");
        row("train --data moons --net conv --kernel 8", "--kernel: '8'");
        row("train --data moons --activation gelu", "--activation: ");
        row("train --data moons --likelihood poisson", "--likelihood: ");
        row("train --data moons --likelihood sigma:1", "--likelihood: ");
        row("train --data moons --likelihood gaussian:0", "standard deviation");
        row("train --data moons --likelihood binarised:2", "threshold");
        row("train --data moons --free-bits -1", "free bits");
        row("train --data moons --warm-up -1", "--warm-up: '-1'");
        row("train --data moons --clip -1", "gradient");
        row("train --data moons --early-stop 0.5", "--early-stop: '0.5'");
        row("train --data moons --adam-epsilon 0", "Adam's ε");
        for (const char* const option :
             {"--clip ", "--adam-epsilon ", "--learning-rate ", "--beta ", "--free-bits ", "--adam-beta2 ",
              "--likelihood gaussian:", "--likelihood binarised:"}) {
            for (const char* const value : {"1e-45", "1e-40", "1.1e-38"}) // subnormal
                row(qPrintable(QString("train --data moons ") + option + value), " must be ");
        }
        row("train --data moons --corruption mask:1e-40",
            "the share of masked pixels must be 0 or from 1e-06 to 1");
        row("train --data moons --corruption gaussian:1e-40", "must be 0 or from 1e-06 to 10");
        row("train --data moons --clip 1e-60", "--clip: 1e-60 is out of range");
        row("train --data moons --learning-rate 1e99", "--learning-rate: 1e99 is out of range");
        row("train --data moons --limit 0", "--limit: '0'");
        row("train --data moons --limit 5 --subset first:5", "--limit and --subset exclude each other");
        row("train --data moons --subset some:5", "--subset: \"some:5\" is not one of");
        row("train --data moons --classes ,", "--classes: needs names or numbers");
        row("train --data shapes --classes heart9", "there is no class \"heart9\"");
        row("train --data moons --test-fraction 1", "--test-fraction: needs a number above 0 and below 1");
        row("train --data moons --size 20", "--size: \"20\" is not a width and height");
        row("train --data moons --side 0", "--side: '0'");
        row("train --data moons --fit squeeze", "--fit: \"squeeze\" is neither crop nor stretch");
        row("train --data moons --colour pink", "--colour: \"pink\" is not one of");
        row("train --data moons --ground white", "--ground: \"white\" is not a colour");
        row("train --data moons --transpose yes", "--transpose: \"yes\" is neither on nor off");
        row("evaluate MODEL --data moons --subset balanced:0", "--subset: ");
        row("encode MODEL --data moons --out - --classes ,", "--classes: needs names or numbers");
        row("train --data moons --threads 0", "--threads: '0'");
        row("train --data moons --save FOLDER", "--save: FOLDER is a folder");
        row("train --data moons --save FOLDER/none/m", "--save: there is no folder FOLDER/none");
        row("train --data moons --save -", "--save: ");
        row("evaluate --data moons", "MODEL is missing");
        row("evaluate MODEL", "--data is missing");
        row("evaluate MODEL --data moons --samples 5001", "no whole number from 1 to 5000");
        row("evaluate MODEL --data moons --images 5", "--images: needs --samples or --full");
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

    void dataOfAnotherKindAreRefused() {
        QFile colours(path("colours.npy"));
        QVERIFY(colours.open(QIODevice::WriteOnly));
        colours.write(testing::npy("|u1", "(9, 28, 28, 3)", QByteArray(9 * 28 * 28 * 3, '\7')));
        colours.close();
        const Outcome outcome = run({"evaluate", m_model, "--data", colours.fileName()});
        QVERIFY2(outcome.status == 2, outcome.err);
        QVERIFY2(outcome.err.contains("its images are 28×28×3, but"), outcome.err);
        QCOMPARE(outcome.err.count('\n'), 1);
    }

    void imagesOfAnySizeGoAllTheWay_data() {
        QTest::addColumn<QByteArray>("shape");
        QTest::addColumn<int>("bytes");
        QTest::addColumn<QString>("net");
        const auto row = [](const QByteArray& shape, int bytes, const char* net) {
            QTest::newRow(shape + " " + net) << shape << bytes << QString(net);
        };
        for (const char* const net : {"dense", "conv"}) {
            row("(24, 1, 1)", 24, net);
            row("(24, 1, 128)", 24 * 128, net);
            row("(24, 5, 7, 3)", 24 * 5 * 7 * 3, net);
            row("(24, 128, 128, 3)", 24 * 128 * 128 * 3, net);
        }
    }
    void imagesOfAnySizeGoAllTheWay() {
        QFETCH(QByteArray, shape);
        QFETCH(int, bytes);
        QFETCH(QString, net);
        QFile file(path("any.npy"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QByteArray pixels(bytes, '\0');
        for (int i = 0; i < bytes; ++i) pixels[i] = static_cast<char>(i * 37);
        file.write(testing::npy("|u1", shape, pixels));
        file.close();
        const QString model = path("any.safetensors");
        const QStringList data{"--data", file.fileName()};
        QStringList train{"train", "--net",    net, "--hidden", "16", "--latent",
                          "2",     "--epochs", "1", "--save",   model};
        if (net == "conv")
            train << "--channels"
                  << "4,4";
        for (const QStringList& line :
             {train + data, QStringList{"evaluate", model} + data,
              QStringList{"encode", model, "--out", "-"} + data,
              QStringList{"reconstruct", model, "--index", "0,1", "--out", path("r.png")} + data,
              QStringList{"generate", model, "--out", path("g.png")}}) {
            const Outcome outcome = run(line);
            QVERIFY2(outcome.status == 0, outcome.err);
        }
        QVERIFY(!QImage(path("r.png")).isNull() && !QImage(path("g.png")).isNull());
    }

    void whatWasReadIsSaidInALine_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("train") << QStringList{"train", "--epochs", "1", "--hidden", "8"};
        QTest::newRow("evaluate") << QStringList{"evaluate", m_model};
        QTest::newRow("encode") << QStringList{"encode", m_model, "--out", "-"};
        QTest::newRow("reconstruct") << QStringList{"reconstruct", m_model, "--index",
                                                    "0",           "--out", path("r.png")};
    }
    void whatWasReadIsSaidInALine() {
        QFETCH(QStringList, arguments);
        const auto put = [&](const QString& name, const QByteArray& bytes) {
            QFile file(path(name));
            QVERIFY(QDir().mkpath(QFileInfo(file).path()) && file.open(QIODevice::WriteOnly));
            file.write(bytes);
        };
        put("set/raw/x_train.npy", testing::npy("|u1", "(9, 28, 28)", QByteArray(9 * 784, '\xc8')));
        put("set/raw/x_test.npy", testing::npy("|u1", "(2, 28, 28)", QByteArray(2 * 784, '\xc8')));
        put("set/raw/train.h5", "\x89HDF\r\n\x1a\n");
        const Outcome outcome = run(arguments + QStringList{"--data", path("set")});
        QVERIFY2(outcome.status == 0, outcome.err);
        QCOMPARE(QString::fromUtf8(outcome.read),
                 path("set") +
                     ": 11 images of 28×28, 1 channel, no labels; 9 to train on and 2 to test on, as in the "
                     "files; pixels: bytes as they are; the images come from the folder raw, "
                     "the only set of images found; 1 file skipped, raw/train.h5: an HDF5 file: "
                     "save its arrays with numpy.savez and open the .npz file\n");
    }

    void damagedPicturesAreToldOfInALine() {
        QImage image(28, 28, QImage::Format_Grayscale8);
        image.fill(100);
        QVERIFY(QDir().mkpath(path("pets")));
        for (const char* const name : {"pets/a.png", "pets/b.png", "pets/c.png"})
            QVERIFY(image.save(path(name)));
        QFile damaged(path("pets/c.png"));
        QVERIFY(damaged.open(QIODevice::ReadWrite) && damaged.seek(damaged.size() - 20));
        damaged.write("\xff\xff");
        damaged.close();
        const Outcome outcome = run({"encode", m_model, "--data", path("pets"), "--out", "-"});
        QVERIFY2(outcome.status == 0, outcome.err);
        QCOMPARE(QString::fromUtf8(outcome.read),
                 path("pets") +
                     ": 2 images of 28×28, 1 channel, no labels; 1 to train on and 1 to test on, drawn by "
                     "the seed; pixels: bytes as they are; 1 file skipped, c.png: the file is damaged: a "
                     "checksum is wrong\n");
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
        QTest::newRow("SIGHUP: the terminal is closed") << SIGHUP;
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
        while (err.count('\n') < 3) { // what was read and two epochs; a third is under way
            QVERIFY2(process.waitForReadyRead(kPatienceMs), err);
            err += process.readAllStandardError();
        }
        QCOMPARE(kill(static_cast<pid_t>(process.processId()), signal), 0);
        if (signal == SIGHUP)
            kill(static_cast<pid_t>(process.processId()), signal); // the shell sends another
        QVERIFY(process.waitForFinished(kPatienceMs));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
        QFile file(metrics);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().count('\n') >= 2);
        QCOMPARE(run({"evaluate", model, "--data", "moons"}).status, 0);
    }

    void underNohupARunGoesOn() {
        const QString model = path("nohup.safetensors");
        const Outcome outcome = latent::testing::runShell(
            "trap '' HUP; \"$0\" train --data moons --limit 256 --epochs 200 --latent 2 --hidden 8 --metrics "
            "\"$2\" "
            "--save \"$1\" & run=$!; until test -s \"$2\"; do sleep 0.01; done; kill -HUP $run; wait $run",
            {model, path("nohup.jsonl")});
        QVERIFY2(outcome.status == 0, outcome.err);
        QFile metrics(path("nohup.jsonl"));
        QVERIFY(metrics.open(QIODevice::ReadOnly));
        QCOMPARE(metrics.readAll().count('\n'), 200);
        QVERIFY(QFile::exists(model));
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
