// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/network_memory.h"

#include "core/base/error.h"
#include "core/train/trainer.h"
#include "tests/train/tiny_dataset.h"

#include <QTest>

#include <malloc.h>

using namespace latent;

namespace {

std::size_t allocated() {
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

} // namespace

class NetworkMemoryTest : public QObject {
    Q_OBJECT
  private slots:
    void theCountIsNotFarAbove_data();
    void theCountIsNotFarAbove();
    void moreThanThereIsIsRefused();
};

void NetworkMemoryTest::theCountIsNotFarAbove_data() {
    QTest::addColumn<Configuration>("configuration");
    const auto row = [](const char* name, auto change) {
        Configuration configuration;
        configuration.architecture = {.shape = {32, 32, 1}, .hidden = {400}, .latent = 20};
        configuration.training = {.batch = 128, .epochs = 1, .threads = 2};
        change(configuration);
        QTest::newRow(name) << configuration;
    };
    row("as usual", [](Configuration&) {});
    row("all that takes memory", [](Configuration& c) {
        c.training.clip = 1;
        c.training.earlyStop = 1;
        c.objective.corruption = {Corruption::Kind::Mask, 0.3F};
        c.architecture.activation = Activation::Silu;
    });
    row("nothing that does", [](Configuration& c) { c.training.averaged = false; });
    row("wide", [](Configuration& c) { c.architecture.hidden = {2048, 2048}; });
    row("a large batch", [](Configuration& c) { c.training.batch = 1024; });
    row("many threads", [](Configuration& c) { c.training.threads = 8; });
    row("convolutions", [](Configuration& c) { c.architecture = convolutionalNetwork(c.architecture); });
}

void NetworkMemoryTest::theCountIsNotFarAbove() {
    QFETCH(Configuration, configuration);
    if (allocated() == 0) QSKIP("a sanitizer keeps the books");
    const DatasetPtr dataset = test::tinyDataset(1100, 100, 32);
    const std::size_t before = allocated();
    Trainer trainer(dataset, configuration);
    trainer.step();
    std::vector<TrainingStatePtr> states;
    for (const int held : {0, 2}) {
        while (static_cast<int>(states.size()) < held) states.push_back(trainer.state());
        const auto taken = static_cast<double>(allocated() - before);
        const auto counted =
            static_cast<double>(trainingMemory(configuration, dataset->size(), {.states = held}));
        const QByteArray both =
            QByteArray::number(taken / 1e6) + " MB taken, counted " + QByteArray::number(counted / 1e6);
        QVERIFY2(taken < 1.1 * counted, both); // what is small and constant is not counted
        QVERIFY2(counted < 1.6 * taken, both); // a network that fits must not be refused
    }
}

void NetworkMemoryTest::moreThanThereIsIsRefused() {
    Configuration configuration;
    configuration.architecture.shape = {28, 28, 1};
    requireTrainingMemory(configuration, 70'000);
    constexpr Index kImages = Index{1} << 44; // their codes alone are more than any machine has
    QVERIFY_THROWS_EXCEPTION(Error, requireTrainingMemory(configuration, kImages));
    requireModelMemory(1000, "m");
    QVERIFY_THROWS_EXCEPTION(Error, requireModelMemory(std::uint64_t{1} << 50, "m"));
}

QTEST_GUILESS_MAIN(NetworkMemoryTest)
#include "network_memory_test.moc"
