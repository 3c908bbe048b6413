// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoint.h"
#include "tests/run/some_run.h"

#include <QTest>

#include <cstring>
#include <functional>
#include <limits>

using namespace latent;
using test::tinyDataset;

namespace {

std::string bytesOfSection(const Section& section) {
    std::string bytes = section.bytes;
    for (const std::string_view piece : section.borrowed) bytes += piece;
    return bytes;
}

TrainingStatePtr someState() {
    const DatasetPtr dataset = tinyDataset(75, 12);
    Configuration configuration = test::smallConfiguration(*dataset);
    configuration.training.earlyStop = 2;
    configuration.training.seed = 0xfedcba9876543210ULL;
    configuration.training.clip = 0.1F;
    configuration.objective.likelihood = {.kind = Likelihood::Kind::Sigma};
    return test::someRun("state", configuration, dataset, 13).state;
}

std::string bytesOfState(const TrainingState& state) {
    return bytesOfSection(checkpointSection("run/a/state", state));
}

QString sentenceOf(std::string_view bytes) {
    try {
        readCheckpoint(bytes, "file", "run/a/state");
        return "read";
    } catch (const Error& error) {
        return error.what();
    }
}

// The bytes with the JSON of their head changed.
std::string withHead(const std::string& bytes, const std::function<void(std::string&)>& change) {
    std::uint32_t size = 0;
    std::memcpy(&size, bytes.data(), sizeof size);
    std::string head = bytes.substr(sizeof size, size);
    change(head);
    const auto changed = static_cast<std::uint32_t>(head.size());
    return std::string(reinterpret_cast<const char*>(&changed), sizeof changed) + head +
           bytes.substr(sizeof size + size);
}

void replaceIn(std::string& text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    QVERIFY2(at != std::string::npos, from.c_str());
    text.replace(at, from.size(), to);
}

} // namespace

class CheckpointTest : public QObject {
    Q_OBJECT
  private slots:
    void comesBackToTheBit();
    void trainingGoesOnFromBytes();
    void largeVectorsAreBorrowed();
    void everyPrefixIsRefused();
    void refusesBrokenHeads_data();
    void refusesBrokenHeads();
    void aStepOfAnotherEpochIsLeftToTheTrainer();
    void refusesWeightsThatAreNotFinite();
    void unsoundStatesAreNotWritten();
};

void CheckpointTest::comesBackToTheBit() {
    const TrainingStatePtr state = someState();
    const std::string bytes = bytesOfState(*state);
    const TrainingState back = readCheckpoint(bytes, "file", "");
    QCOMPARE(back.configuration, state->configuration);
    QCOMPARE(back.deviation, state->deviation);
    QVERIFY(back.weights == state->weights);
    QVERIFY(back.best.weights() == state->best.weights() && !back.best.weights().empty());
    QCOMPARE(back.best.loss(), state->best.loss());
    QVERIFY(back.livePosterior.sums() == state->livePosterior.sums());
    QVERIFY(bytesOfState(back) == bytes); // and whatever else there is
}

void CheckpointTest::trainingGoesOnFromBytes() {
    const DatasetPtr dataset = tinyDataset(75, 12);
    const Configuration configuration = test::smallConfiguration(*dataset);
    const auto finish = [](Trainer& trainer) {
        while (!trainer.finished()) {
            if (trainer.epochEnded())
                trainer.finishEpoch();
            else
                trainer.step();
        }
        return trainer.model().weights;
    };
    Trainer whole(dataset, configuration);
    for (int i = 0; i < 3; ++i) whole.step();
    Trainer resumed(dataset, readCheckpoint(bytesOfState(*whole.state()), "file", ""));
    QVERIFY(finish(resumed) == finish(whole));
}

void CheckpointTest::largeVectorsAreBorrowed() {
    const TrainingStatePtr state = someState();
    const Section section = checkpointSection("a", *state);
    QCOMPARE(static_cast<const void*>(section.borrowed[0].data()),
             static_cast<const void*>(state->weights.data()));
    QVERIFY(section.bytes.size() < 4096);
}

void CheckpointTest::everyPrefixIsRefused() {
    const std::string bytes = bytesOfState(*someState());
    for (std::size_t size = 0; size < bytes.size(); size += size < 2000 ? 1 : 97)
        QVERIFY(sentenceOf(std::string_view(bytes).substr(0, size)).startsWith("file: run/a/state"));
    QVERIFY(sentenceOf(bytes + "x").startsWith("file: run/a/state: holds"));
}

void CheckpointTest::refusesBrokenHeads_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("cause");
    const auto row = [](const char* name, const char* from, const char* to, const char* cause) {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QByteArray(cause);
    };
    row("newer", "\"version\":1", "\"version\":2", "newer version of Latent Explorer");
    row("no JSON", "{", "[", "JSON");
    row("no step", "\"step\":", "\"stop\":", "step: is missing");
    row("negative step", "\"step\":13", "\"step\":-1", "step: is not a whole number");
    row("another network", "\"hidden\":[12]", "\"hidden\":[13]", "bytes of weights");
    row("a huge network", "\"hidden\":[12]", "\"hidden\":[8192,8192,8192]", "bytes of weights");
    row("layers without end", "\"hidden\":[12]", "\"hidden\":[1,1,1,1,1,1,1,1,1]", "list of at most");
    row("no average", "\"averaged\":true", "\"averaged\":false", "bytes of weights");
    row("no best weights", "\"best_loss\":", "\"best_lost\":", "bytes of weights");
    row("more norms", "\"norms\":", "\"norms\":1", "bytes of weights");
    row("settings out of range", "\"batch\":16", "\"batch\":0", "batch: is not a whole number");
    row("threads", "\"threads\":1", "\"threads\":0", "threads: is not a whole number");
    row("deviation", "\"deviation\":", "\"deviation\":-", "deviation");
    row("a number beyond doubles", "\"seconds\":", "\"seconds\":1e999,\"older\":", "JSON");
    row("waited", "\"waited\":", "\"waited\":-1,\"older\":", "waited: is not a whole number");
}

void CheckpointTest::refusesBrokenHeads() {
    QFETCH(const QByteArray, from);
    QFETCH(const QByteArray, to);
    QFETCH(const QByteArray, cause);
    const std::string bytes = bytesOfState(*someState());
    const std::string changed =
        withHead(bytes, [&](std::string& head) { replaceIn(head, from.toStdString(), to.toStdString()); });
    const QString sentence = sentenceOf(changed);
    QVERIFY2(sentence.startsWith("file: run/a/state") && sentence.contains(cause), qPrintable(sentence));
}

// Only with the data it is known how many steps an epoch has.
void CheckpointTest::aStepOfAnotherEpochIsLeftToTheTrainer() {
    const std::string changed = withHead(
        bytesOfState(*someState()), [](std::string& head) { replaceIn(head, "\"epoch\":", "\"epoch\":1"); });
    const TrainingState state = readCheckpoint(changed, "file", "");
    QVERIFY_THROWS_EXCEPTION(Error, Trainer(tinyDataset(75, 12), state));
}

void CheckpointTest::refusesWeightsThatAreNotFinite() {
    const TrainingStatePtr state = someState();
    const Section section = checkpointSection("a", *state);
    std::string bytes = bytesOfSection(section);
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    std::memcpy(bytes.data() + section.bytes.size() + 8 * sizeof(float), &kNan, sizeof kNan);
    QCOMPARE(sentenceOf(bytes),
             "file: run/a/state: the training state cannot be continued: value 8 of its weights "
             "is not a finite number");
}

void CheckpointTest::unsoundStatesAreNotWritten() {
    TrainingState state = *someState();
    state.optimiser.adam.first[2] = std::numeric_limits<float>::infinity();
    QVERIFY_THROWS_EXCEPTION(Error, checkpointSection("a", state));
    state.optimiser.adam.first[2] = 0;
    state.optimiser.adam.second[2] = std::numeric_limits<float>::infinity(); // of a long gradient: it goes on
    QVERIFY(sentenceOf(bytesOfState(state)) == "read");
}

QTEST_GUILESS_MAIN(CheckpointTest)
#include "checkpoint_test.moc"
