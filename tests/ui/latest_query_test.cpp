// SPDX-License-Identifier: GPL-3.0-or-later
// Questions of one kind: which are answered, in which order, and what is never delivered.
#include "core/base/error.h"
#include "tests/train/tiny_dataset.h"
#include "ui/ask/latest_query.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <atomic>

using namespace latent;

namespace {

struct DoubleQuestion {
    int number = 0;
};
int answer(const Evidence& evidence, const DoubleQuestion& question) {
    return static_cast<int>(evidence.step) + 2 * question.number;
}

/// Waits on the lane's thread until it is cancelled.
LatestQuery::Work endless(QSemaphore* begun) {
    return [begun](const Progress& progress) -> LatestQuery::Deliver {
        begun->release();
        for (;;) {
            progress.at(0.5);
            std::this_thread::yield();
        }
    };
}

Evidence someEvidence() {
    return {std::make_shared<Snapshot>(), test::tinyDataset(4, 0), "a", 7};
}

/// What a question in an Evidence may change to.
enum class Change { Nothing, LaterStep, EarlierStep, OtherRun, OtherImages, NoModel, OtherNames };

Evidence changed(Evidence evidence, Change change) {
    if (change == Change::LaterStep) evidence.step += 1;
    if (change == Change::EarlierStep) evidence.step -= 1;
    if (change == Change::OtherRun) evidence.run = std::string("b");
    if (change == Change::OtherImages) evidence.dataset = test::tinyDataset(4, 0);
    if (change == Change::NoModel) evidence.snapshot.reset();
    if (change == Change::OtherNames) {
        auto renamed = std::make_shared<ImageDataset>(*evidence.dataset);
        renamed->classNames = {"boots"};
        evidence.dataset = renamed;
    }
    return evidence;
}

} // namespace

class LatestQueryTest : public QObject {
    Q_OBJECT
  private slots:
    void theNewestQuestionWins() {
        QSemaphore gate;
        std::vector<int> asked; // on the thread, one at a time
        std::vector<int> delivered;
        Lane lane(Lane::Pace::Fast);
        LatestQuery query(&lane, 0);
        const auto question = [&](int number) {
            return [&, number](const Progress&) -> LatestQuery::Deliver {
                gate.acquire();
                asked.push_back(number);
                return [&, number] { delivered.push_back(number); };
            };
        };
        for (int number = 0; number < 4; ++number) query.ask({}, question(number));
        gate.release(4);
        QTRY_COMPARE(delivered.size(), std::size_t{2});
        QCOMPARE(delivered, (std::vector<int>{0, 3}));
        QCOMPARE(asked, delivered);
    }

    void answersComeInOrderOneAtATime() {
        constexpr int kQuestions = 500;
        std::atomic<int> underWay = 0;
        std::atomic<int> most = 0;
        std::vector<int> delivered;
        Lane lane(Lane::Pace::Fast);
        LatestQuery query(&lane, 0);
        for (int number = 0; number < kQuestions; ++number) {
            query.ask({}, [&, number](const Progress&) -> LatestQuery::Deliver {
                most = std::max(most.load(), ++underWay);
                std::this_thread::yield();
                --underWay;
                return [&, number] { delivered.push_back(number); };
            });
            if (number % 3 == 0) QCoreApplication::processEvents();
        }
        QTRY_VERIFY(!delivered.empty() && delivered.back() == kQuestions - 1);
        QVERIFY(std::ranges::is_sorted(delivered, std::less_equal<>()));
        QCOMPARE(most.load(), 1);
    }

    void theNextQuestionWaitsForTheAnswerToBeTaken() {
        std::atomic<int> begun = 0;
        int delivered = 0;
        Lane lane(Lane::Pace::Fast);
        LatestQuery query(&lane, 0);
        const auto question = [&](const Progress&) -> LatestQuery::Deliver {
            ++begun;
            return [&] { ++delivered; };
        };
        query.ask({}, question);
        query.ask({}, question);
        lane.finish(); // the first is answered, and nobody has looked yet
        QCOMPARE(begun.load(), 1);
        QCOMPARE(delivered, 0);
        QTRY_COMPARE(delivered, 2);
    }

    void droppedQuestionsAreNotAnswered() {
        QSemaphore started;
        QSemaphore gate;
        std::vector<int> begun; // on the thread, one at a time
        std::vector<int> delivered;
        Lane lane(Lane::Pace::Fast);
        LatestQuery query(&lane, 0);
        QSignalSpy failed(&query, &LatestQuery::failed);
        const auto question = [&](int number) {
            return [&, number](const Progress&) -> LatestQuery::Deliver {
                begun.push_back(number);
                started.release();
                gate.acquire();
                if (number == 0) throw std::runtime_error("of no interest any more");
                return [&, number] { delivered.push_back(number); };
            };
        };
        query.ask({}, question(0)); // under way
        started.acquire();
        query.ask({}, question(1)); // waits
        query.drop();
        QVERIFY(!query.isAwaited() && query.underWay());
        query.ask({}, question(2));
        QVERIFY(query.isAwaited());
        gate.release(2);
        QTRY_COMPARE(delivered, std::vector<int>{2});
        QCOMPARE(begun, (std::vector<int>{0, 2}));
        started.acquire();
        query.ask({}, question(3));
        started.acquire();
        query.drop();
        gate.release();
        lane.finish();
        QCoreApplication::processEvents();
        QCOMPARE(delivered, std::vector<int>{2});
        QCOMPARE(failed.count(), 0);
    }

    void whatWasDroppedBeforeItBeganIsNotComputed() {
        QSemaphore gate;
        std::atomic<int> begun = 0;
        Lane lane(Lane::Pace::Fast);
        LatestQuery query(&lane, 0);
        lane.start([&] { gate.acquire(); });
        query.ask({}, [&](const Progress&) -> LatestQuery::Deliver {
            ++begun;
            return {};
        });
        query.drop();
        gate.release();
        lane.finish();
        QCOMPARE(begun.load(), 0);
    }

    void failuresBecomeSentences_data() {
        QTest::addColumn<int>("pace");
        QTest::newRow("fast") << static_cast<int>(Lane::Pace::Fast);
        QTest::newRow("long") << static_cast<int>(Lane::Pace::Long);
    }
    void failuresBecomeSentences() {
        QFETCH(int, pace);
        Lane lane(static_cast<Lane::Pace>(pace));
        LatestQuery query(&lane, 0);
        QStringList told;
        connect(&query, &LatestQuery::failed, this, [&](const QString& sentence) { told << sentence; });
        query.ask({}, [](const Progress&) -> LatestQuery::Deliver {
            throw Error("a.safetensors", "byte 8", "too long");
        });
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.last(), QString("a.safetensors: byte 8: too long"));
        query.ask({}, [](const Progress&) -> LatestQuery::Deliver { throw std::bad_alloc(); });
        QTRY_COMPARE(told.size(), 2);
        QCOMPARE(told.last(), QString("there is not enough memory for this"));
        query.ask({}, [](const Progress&) -> LatestQuery::Deliver {
            return [] { throw std::bad_alloc(); }; // while it is shown
        });
        QTRY_COMPARE(told.size(), 3);
        QCOMPARE(told.last(), QString("there is not enough memory for this"));
        bool delivered = false;
        query.ask({}, [&](const Progress&) -> LatestQuery::Deliver { return [&] { delivered = true; }; });
        QTRY_VERIFY(delivered);
        QCOMPARE(told.size(), 3);
    }

    void answersBringTheirEvidence() {
        Lane lane(Lane::Pace::Fast);
        LatestQuery query(&lane, 0);
        const Evidence evidence = someEvidence();
        Evidence about;
        std::shared_ptr<const int> found;
        query.ask(evidence, DoubleQuestion{4}, [&](const Evidence& of, const auto& result) {
            about = of;
            found = result;
        });
        QTRY_VERIFY(found);
        QCOMPARE(*found, 15);
        QVERIFY(about == evidence);
    }

    void lateAnswersOfOtherEvidenceAreDropped_data() {
        QTest::addColumn<int>("change");
        QTest::addColumn<bool>("delivered");
        QTest::newRow("training goes on") << static_cast<int>(Change::LaterStep) << true;
        QTest::newRow("nothing has changed") << static_cast<int>(Change::Nothing) << true;
        QTest::newRow("classes were renamed") << static_cast<int>(Change::OtherNames) << true;
        QTest::newRow("an earlier moment") << static_cast<int>(Change::EarlierStep) << false;
        QTest::newRow("another run") << static_cast<int>(Change::OtherRun) << false;
        QTest::newRow("other images") << static_cast<int>(Change::OtherImages) << false;
        QTest::newRow("no model any more") << static_cast<int>(Change::NoModel) << false;
    }
    void lateAnswersOfOtherEvidenceAreDropped() {
        QFETCH(int, change);
        QFETCH(bool, delivered);
        const Evidence before = someEvidence();
        const Evidence after = changed(before, static_cast<Change>(change));
        for (const bool asksAgain : {true, false}) { // a hidden view does not
            QSemaphore gate;
            QStringList answers;
            Lane lane(Lane::Pace::Fast);
            LatestQuery query(&lane, 0);
            const auto question = [&](const QString& name) {
                return [&, name](const Progress&) -> LatestQuery::Deliver {
                    gate.acquire();
                    return [&, name] { answers << name; };
                };
            };
            query.ask(before, question("before"));
            if (asksAgain)
                query.ask(after, question("after"));
            else
                query.attend(after);
            gate.release(2);
            QTRY_VERIFY(!query.underWay() && !query.isAwaited());
            QStringList expected;
            if (delivered) expected << "before";
            if (asksAgain) expected << "after";
            QCOMPARE(answers, expected);
        }
    }

    void whatWaitsWithOtherEvidenceIsForgotten() {
        QSemaphore begun;
        QSemaphore gate;
        int answers = 0;
        Lane lane(Lane::Pace::Fast);
        LatestQuery query(&lane, 0);
        const auto question = [&](const Progress&) -> LatestQuery::Deliver {
            begun.release();
            gate.acquire();
            return [&] { ++answers; };
        };
        const Evidence before = someEvidence();
        query.ask(before, question);
        begun.acquire();
        query.ask(before, question);
        query.attend(changed(before, Change::OtherRun));
        const bool awaited = query.isAwaited();
        gate.release(2);
        QVERIFY(!awaited);
        QTRY_VERIFY(!query.underWay());
        QCOMPARE(begun.available(), 0);
        QCOMPARE(answers, 0);
    }

    void aNewerLongQuestionCancelsTheOneBefore() {
        QSemaphore begun;
        Lane lane(Lane::Pace::Long);
        LatestQuery query(&lane, 0);
        QSignalSpy failed(&query, &LatestQuery::failed);
        bool delivered = false;
        query.ask({}, endless(&begun));
        begun.acquire();
        query.ask({}, [&](const Progress&) -> LatestQuery::Deliver { return [&] { delivered = true; }; });
        QTRY_VERIFY(delivered);
        query.ask({}, endless(&begun));
        begun.acquire();
        QVERIFY(query.isAwaited());
        query.drop();
        QVERIFY(!query.isAwaited());
        lane.finish(); // which would take for ever
        QCoreApplication::processEvents();
        QCOMPARE(failed.count(), 0);
    }

    void progressIsToldSeldom() {
        constexpr int kReports = 100'000;
        std::vector<double> told;
        Lane lane(Lane::Pace::Long);
        LatestQuery query(&lane, 0);
        connect(&query, &LatestQuery::progressed, this, [&](double fraction) { told.push_back(fraction); });
        bool delivered = false;
        query.ask({}, [&](const Progress& progress) -> LatestQuery::Deliver {
            for (int i = 1; i <= kReports; ++i) progress.at(static_cast<double>(i) / kReports);
            return [&] { delivered = true; };
        });
        QTRY_VERIFY(delivered);
        QVERIFY(told.size() > 100 && told.size() < kReports / 10);
        QVERIFY(std::ranges::is_sorted(told));
        QCOMPARE(told.back(), 1.0);
    }

    void progressOfWhatWasDroppedIsNotTold() {
        int told = 0;
        Lane lane(Lane::Pace::Long);
        LatestQuery query(&lane, 0);
        connect(&query, &LatestQuery::progressed, this, [&] { ++told; });
        query.ask({}, [](const Progress& progress) -> LatestQuery::Deliver {
            progress.at(0.5);
            return {};
        });
        lane.finish();
        query.drop();
        QCoreApplication::processEvents();
        QCOMPARE(told, 0);
    }

    void queriesThatShareALaneGetTheirOwnAnswers() {
        std::vector<int> first, second;
        Lane lane(Lane::Pace::Fast);
        LatestQuery one(&lane, 0), other(&lane, 1);
        for (int i = 0; i < 50; ++i) {
            one.ask({}, DoubleQuestion{i},
                    [&](const Evidence&, const auto& found) { first.push_back(*found); });
            other.ask({}, DoubleQuestion{-i},
                      [&](const Evidence&, const auto& found) { second.push_back(*found); });
        }
        QTRY_VERIFY(!first.empty() && first.back() == 98 && !second.empty() && second.back() == -98);
        QVERIFY(std::ranges::all_of(first, [](int found) { return found >= 0; }));
        QVERIFY(std::ranges::all_of(second, [](int found) { return found <= 0; }));
    }

    void queriesDieWithoutWaiting() {
        QSemaphore gate;
        bool delivered = false;
        Lane lane(Lane::Pace::Fast);
        {
            LatestQuery query(&lane, 0);
            query.ask({}, [&](const Progress&) -> LatestQuery::Deliver {
                gate.acquire();
                return [&] { delivered = true; };
            });
        } // the gate is shut
        gate.release();
        lane.finish();
        QCoreApplication::processEvents();
        QVERIFY(!delivered);
    }

    void queriesDieAtAnyMoment() {
        for (const Lane::Pace pace : {Lane::Pace::Fast, Lane::Pace::Long}) {
            int delivered = 0;
            Lane lane(pace);
            for (int round = 0; round < 200; ++round) {
                const auto alive = std::make_shared<bool>(true);
                LatestQuery query(&lane, round % 3);
                for (int i = 0; i < 3; ++i) {
                    query.ask({},
                              [&delivered, alive, round](const Progress& progress) -> LatestQuery::Deliver {
                                  for (int turn = 0; turn < 10 * (round % 20); ++turn)
                                      progress.at(0.01 * turn);
                                  if (round % 7 == 3) throw std::bad_alloc();
                                  return [&delivered, alive] {
                                      QVERIFY(*alive);
                                      ++delivered;
                                  };
                              });
                    if (round % 2 == i % 2) QCoreApplication::processEvents();
                }
                if (round % 5 >= 3) lane.finish(); // an answer lies ready
                while (round % 5 == 4 && query.underWay()) QCoreApplication::processEvents();
                *alive = false;
            }
            QCoreApplication::processEvents();
            QVERIFY(delivered > 0);
        }
    }

    void aQueryMayDieOfItsAnswer() {
        Lane lane(Lane::Pace::Fast);
        auto query = std::make_unique<LatestQuery>(&lane, 0);
        query->ask({}, [&](const Progress&) -> LatestQuery::Deliver { return [&] { query.reset(); }; });
        QTRY_VERIFY(!query);
    }
};

QTEST_GUILESS_MAIN(LatestQueryTest)
#include "latest_query_test.moc"
