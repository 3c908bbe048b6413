// SPDX-License-Identifier: GPL-3.0-or-later
// Long questions, whose answers are kept.
#include "core/explore/diagnostics/set_statistics.h"
#include "tests/train/tiny_dataset.h"
#include "ui/ask/asker.h"
#include "ui/ask/long_query.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>

using namespace latent;

namespace {

std::atomic<int> s_computed = 0; // by answer()

struct SquareQuestion {
    int number = 0;

    bool operator==(const SquareQuestion&) const = default;
};
int answer(const Evidence&, const SquareQuestion& question, const Progress& progress) {
    ++s_computed;
    progress.at(1);
    if (question.number < 0) throw std::bad_alloc();
    return question.number * question.number;
}

/// Another kind with the same contents.
struct CubeQuestion {
    int number = 0;

    bool operator==(const CubeQuestion&) const = default;
};
int answer(const Evidence&, const CubeQuestion& question, const Progress&) {
    ++s_computed;
    return question.number * question.number * question.number;
}

Evidence evidenceOf(const std::string& run, std::int64_t step, const DatasetPtr& dataset = {},
                    Objective objective = {}) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->step = step;
    snapshot->model.objective = objective;
    return {snapshot, dataset, run, step};
}

} // namespace

class LongQueryTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Asker> m_asker;
    std::unique_ptr<LongQuery> m_query;

    /// The answer, and whether it had to be computed.
    template <class Question>
    std::pair<int, bool> ask(const Evidence& evidence, const Question& question) {
        const int before = s_computed;
        std::shared_ptr<const int> found;
        const auto take = [&](const Evidence& about, const std::shared_ptr<const int>& result) {
            QVERIFY(about == evidence);
            found = result;
        };
        m_query->ask(evidence, question, take);
        const bool atOnce = found != nullptr;
        if (!QTest::qWaitFor([&] { return found != nullptr; })) return {-1, true};
        const bool computed = s_computed > before;
        return {computed == atOnce ? -1 : *found, computed};
    }

  private slots:
    void init() {
        m_asker = std::make_unique<Asker>();
        m_query = std::make_unique<LongQuery>(m_asker->diagnostics(), m_asker->kept());
    }
    void cleanup() {
        m_query.reset();
        m_asker.reset();
    }

    void answersAreKeptByQuestionAndEvidence() {
        const DatasetPtr images = test::tinyDataset(4, 0);
        const Evidence evidence = evidenceOf("a", 7, images);
        QCOMPARE(ask(evidence, SquareQuestion{3}), std::pair(9, true));
        QCOMPARE(ask(evidence, SquareQuestion{3}), std::pair(9, false));
        QCOMPARE(ask(evidence, SquareQuestion{4}), std::pair(16, true));
        QCOMPARE(ask(evidence, CubeQuestion{3}), std::pair(27, true));
        QCOMPARE(ask(evidence, SquareQuestion{3}), std::pair(9, false));
        QCOMPARE(ask(evidenceOf("a", 8, images), SquareQuestion{3}), std::pair(9, true));
        QCOMPARE(ask(evidenceOf("b", 7, images), SquareQuestion{3}), std::pair(9, true));
        QCOMPARE(ask(evidenceOf("a", 7, test::tinyDataset(4, 0)), SquareQuestion{3}), std::pair(9, true));
        const Objective other{.corruption = {}, .latentNoise = false, .beta = 0};
        QCOMPARE(ask(evidenceOf("a", 7, images, other), SquareQuestion{3}), std::pair(9, true));
    }

    // As when a person comes back to a moment.
    void aStepOfARunIsKnownAgain() {
        ask(evidenceOf("a", 7), SquareQuestion{3});
        QCOMPARE(ask(evidenceOf("a", 7), SquareQuestion{3}), std::pair(9, false));
        ask(evidenceOf("", 7), SquareQuestion{3});
        QCOMPARE(ask(evidenceOf("", 7), SquareQuestion{3}), std::pair(9, true)); // any step 7
    }

    void anotherQueryFindsThemToo() {
        const Evidence evidence = evidenceOf("a", 7);
        ask(evidence, SquareQuestion{3});
        m_query = std::make_unique<LongQuery>(m_asker->statistics(), m_asker->kept());
        QCOMPARE(ask(evidence, SquareQuestion{3}), std::pair(9, false));
    }

    void theyKeepNothingElseAlive() {
        std::weak_ptr<const Snapshot> snapshot;
        std::weak_ptr<const ImageDataset> dataset;
        {
            const Evidence evidence = evidenceOf("", 7, test::tinyDataset(4, 0));
            snapshot = evidence.snapshot;
            dataset = evidence.dataset;
            ask(evidence, SquareQuestion{3});
        }
        m_asker->diagnostics()->finish();
        QCoreApplication::processEvents();
        QVERIFY(snapshot.expired() && dataset.expired());
    }

    void onlyTheNewestAreKept() {
        const Evidence evidence = evidenceOf("a", 7);
        constexpr int kMost = static_cast<int>(KeptAnswers::kMost);
        for (int number = 0; number <= kMost; ++number) ask(evidence, SquareQuestion{number});
        QCOMPARE(ask(evidence, SquareQuestion{1}), std::pair(1, false));
        QCOMPARE(ask(evidence, SquareQuestion{0}), std::pair(0, true));
    }

    void failuresAreToldAndNotKept() {
        QSignalSpy failed(m_query.get(), &LongQuery::failed);
        const auto take = [](const Evidence&, const auto&) { QFAIL("there is no answer"); };
        for (int time = 1; time <= 2; ++time) {
            m_query->ask({}, SquareQuestion{-1}, take);
            QTRY_COMPARE(failed.count(), time);
            QCOMPARE(failed.last().first().toString(), QString("there is not enough memory for this"));
        }
    }

    void aKeptAnswerCancelsWhatIsUnderWay() {
        const Evidence evidence = evidenceOf("a", 7);
        ask(evidence, SquareQuestion{3});
        int other = 0;
        m_query->ask(evidence, CubeQuestion{3}, [&](const Evidence&, const auto&) { ++other; });
        QCOMPARE(ask(evidence, SquareQuestion{3}), std::pair(9, false));
        m_asker->diagnostics()->finish();
        QCoreApplication::processEvents();
        QCOMPARE(other, 0);
    }

    void statisticsDieWhileTheyAreComputed() {
        auto set = std::make_shared<ImageDataset>();
        set->shape = {64, 64, 1};
        set->pixels = PixelStore::own(std::vector<std::uint8_t>(4 << 20, 3));
        int answers = 0;
        const auto count = [&](const Evidence&, const std::shared_ptr<const PixelStatistics>&) { ++answers; };
        for (int i = 0; i < 200; ++i) {
            LongQuery query(m_asker->statistics(), m_asker->kept());
            query.ask({.dataset = set}, StatisticsQuestion{}, count);
            if (i % 2 == 0) query.ask({.dataset = set}, StatisticsQuestion{}, count);
        }
        QCoreApplication::processEvents();
        QCOMPARE(answers, 0);
        LongQuery query(m_asker->statistics(), m_asker->kept());
        query.ask({.dataset = set}, StatisticsQuestion{}, count);
        query.ask({.dataset = set}, StatisticsQuestion{}, count);
        QTRY_VERIFY(!query.isAwaited());
        QCOMPARE(answers, 1); // the newest alone
    }
};

QTEST_GUILESS_MAIN(LongQueryTest)
#include "long_query_test.moc"
