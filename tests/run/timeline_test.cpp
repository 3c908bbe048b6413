// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/timeline.h"

#include "core/base/error.h"
#include "core/run/spill_file.h"
#include "tests/base/failing_memory.h"
#include "tests/data/file_size_limit.h"
#include "tests/run/moments.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>

using namespace latent;
using testing::PretendedRun;

namespace {

constexpr Index kLatent = 5;
constexpr Index kImages = 2000;

/// What one run was at each step that its timeline has taken.
struct Told {
    std::map<std::int64_t, Matrix> codes;

    void tell(Timeline& timeline, const PretendedRun& run, double seconds = 0) {
        if (timeline.add(run.snapshot(), seconds)) codes[run.step()] = run.codes();
    }
};

// Of PretendedRun's codes: normal ones that drift.
constexpr float kPackingError = 1e-3F;

bool near(const Matrix& a, const Matrix& b) {
    return a.rows() == b.rows() && a.cols() == b.cols() && (a - b).cwiseAbs().maxCoeff() < kPackingError;
}

std::size_t withCodes(const Timeline& timeline) {
    const std::vector<MomentMark> marks = timeline.marks();
    return static_cast<std::size_t>(
        std::count_if(marks.begin(), marks.end(), [](const MomentMark& mark) { return mark.hasCodes; }));
}
std::size_t withWeights(const Timeline& timeline) {
    const std::vector<MomentMark> marks = timeline.marks();
    return static_cast<std::size_t>(
        std::count_if(marks.begin(), marks.end(), [](const MomentMark& mark) { return mark.hasWeights; }));
}

/// Whether all moments are as they were told, or, between known codes, about so.
void compareAll(const Timeline& timeline, const Told& told) {
    for (const MomentMark& mark : timeline.marks()) {
        if (!mark.hasCodes) continue;
        const MomentPtr moment = timeline.nearest(mark.step);
        QCOMPARE(moment->step, mark.step);
        QCOMPARE(moment->epoch, mark.epoch);
        QVERIFY(moment->codes);
        QCOMPARE(moment->posterior.kl[0], static_cast<float>(mark.step));
        QCOMPARE(moment->objective.beta, 1 + 0.001F * static_cast<float>(mark.step));
        const Matrix codes = moment->codes->unpack();
        const Matrix& expected = told.codes.at(mark.step);
        if (!moment->codes->interpolated()) {
            QVERIFY(near(codes, expected));
        } else {
            // The codes of two images lie √(2 · 5) apart.
            QVERIFY((codes - expected).colwise().norm().mean() < 2);
        }
    }
}

} // namespace

Q_DECLARE_METATYPE(latent::TimelineLimits)

class TimelineTest : public QObject {
    Q_OBJECT
  private slots:
    void init() { QFile::remove(m_folder.filePath("moments")); }

    void momentsAreAsTheyWere_data();
    void momentsAreAsTheyWere();
    void openedAgain();
    void goesOnAfterOpening();
    void weightsAndSnapshots();
    void between();
    void keepsEnoughOfALongRun_data();
    void keepsEnoughOfALongRun();
    void largeSetsHaveWeightsAlone();
    void firstSnapshotHasNoCodes();
    void forgetsWhatComesAfter_data();
    void forgetsWhatComesAfter();
    void damageCostsFewMoments_data();
    void damageCostsFewMoments();
    void damageFoundLater();
    void fileGoneMeanwhile();
    void fullDisk();
    void foreignFileIsLeftAlone();
    void noPlaceForTheFile();
    void noMemoryForASheet();
    void readersWhileAdding();

  private:
    std::filesystem::path path() const { return m_folder.filePath("moments").toStdString(); }
    std::uint64_t bytesOnDisk() const { // 0: there is no file
        return static_cast<std::uint64_t>(QFileInfo(m_folder.filePath("moments")).size());
    }
    QByteArray content() const {
        QFile file(m_folder.filePath("moments"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void setContent(const QByteArray& bytes) const {
        QFile file(m_folder.filePath("moments"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    /// So many moments of a run that goes round its images every 20 of them.
    Told fill(Timeline& timeline, PretendedRun& run, int moments) const {
        Told told;
        for (int i = 0; i < moments; ++i) {
            told.tell(timeline, run, 0.5 * i);
            run.advance(10, kImages / 200);
        }
        return told;
    }

    QTemporaryDir m_folder;
};

void TimelineTest::momentsAreAsTheyWere_data() {
    QTest::addColumn<bool>("file");
    QTest::newRow("in a file") << true;
    QTest::newRow("in memory") << false;
}

void TimelineTest::momentsAreAsTheyWere() {
    QFETCH(bool, file);
    Timeline timeline(file ? path() : std::filesystem::path());
    PretendedRun run(kLatent, kImages);
    const Told told = fill(timeline, run, 90);
    const std::vector<MomentMark> marks = timeline.marks();
    QCOMPARE(withCodes(timeline), told.codes.size());
    QVERIFY(told.codes.size() > 80);
    QCOMPARE(marks.front().step, std::int64_t{0});
    QCOMPARE(marks[3].seconds, 1.5);
    for (std::size_t i = 1; i < marks.size(); ++i) QVERIFY(marks[i].step > marks[i - 1].step);
    compareAll(timeline, told);
    for (const auto& [step, codes] : told.codes) QVERIFY(!timeline.nearest(step)->codes->interpolated());
    QCOMPARE(timeline.problem(), std::string());
    // Going over 2,000 images four times and a half: six sheets, and not 90 tables.
    const std::size_t sheet = kImages * (kLatent * 2 + 1);
    if (file) QVERIFY(bytesOnDisk() < 8 * (sheet + 60'000));
    QVERIFY(timeline.bytesInMemory() < 8 * sheet + 30 * 4 * 100);
}

void TimelineTest::openedAgain() {
    PretendedRun run(kLatent, kImages);
    Told told;
    std::vector<MomentMark> marks;
    {
        Timeline timeline(path());
        told = fill(timeline, run, 70);
        timeline.flush();
        marks = timeline.marks();
    }
    const std::unique_ptr<Timeline> again = Timeline::open(path());
    QVERIFY(again->marks() == marks);
    QCOMPARE(again->problem(), std::string());
    QCOMPARE(again->bytesInMemory(), std::size_t{0}); // nothing large is read before it is asked for
    compareAll(*again, told);
    QCOMPARE((*again->nearestWithWeights(0)->weights)[0], 0.0F);
    const std::unique_ptr<Timeline> none = Timeline::open(m_folder.filePath("none").toStdString());
    QVERIFY(none->marks().empty());
    QCOMPARE(none->problem(), std::string());
    QVERIFY(!none->nearest(3));
    QVERIFY(!none->nearestWithWeights(3));
    QVERIFY(!none->around(3).before);
}

void TimelineTest::goesOnAfterOpening() {
    PretendedRun run(kLatent, kImages);
    Told told;
    for (int session = 0; session < 4; ++session) {
        const std::unique_ptr<Timeline> timeline = Timeline::open(path());
        const Told more = fill(*timeline, run, 25);
        told.codes.insert(more.codes.begin(), more.codes.end());
        QVERIFY(more.codes.size() > 20);
        QCOMPARE(withCodes(*timeline), told.codes.size());
        timeline->flush();
        timeline->flush(); // writes nothing anew
        compareAll(*timeline, told);
    }
    QCOMPARE(Timeline::open(path())->marks().size(), told.codes.size());
}

void TimelineTest::weightsAndSnapshots() {
    Timeline timeline(path());
    PretendedRun run(kLatent, kImages);
    fill(timeline, run, 100);
    QVERIFY(withWeights(timeline) > 12);
    QVERIFY(withWeights(timeline) <= 24);
    const MomentPtr moment = timeline.nearestWithWeights(500);
    QVERIFY(std::abs(moment->step - 500) < 100);
    QCOMPARE(timeline.nearest(moment->step)->step, moment->step); // a moment with weights is not thinned
    QVERIFY(!moment->codes);                                      // they were not asked for
    const SnapshotPtr snapshot = snapshotOf(*moment, run.architecture());
    QCOMPARE(snapshot->step, moment->step);
    QCOMPARE(snapshot->epoch, static_cast<double>(moment->step) / 100);
    QCOMPARE(snapshot->model.weights.front(), static_cast<float>(moment->step));
    QVERIFY(snapshot->model.architecture == run.architecture());
    QCOMPARE(snapshot->model.objective.beta, moment->objective.beta);
    QVERIFY(!snapshot->codes);
    QCOMPARE(snapshot->posterior.spread[0], 4.0F);
    QVERIFY(!snapshotOf(*timeline.nearest(500), run.architecture())); // its weights were not asked for
    Architecture other = run.architecture();
    other.hidden = {7};
    QVERIFY_THROWS_EXCEPTION(Error, snapshotOf(*moment, other));
}

void TimelineTest::between() {
    Timeline timeline(path());
    PretendedRun run(kLatent, kImages);
    for (int i = 0; i < 3; ++i) {
        timeline.add(run.snapshot(), i);
        run.advance(100, 20);
    }
    const MomentsAround around = timeline.around(125);
    QCOMPARE(around.before->step, std::int64_t{100});
    QCOMPARE(around.after->step, std::int64_t{200});
    QCOMPARE(around.fraction, 0.25F);
    for (const std::int64_t step : {std::int64_t{-5}, std::int64_t{100}, std::int64_t{999}}) {
        const MomentsAround at = timeline.around(step);
        QCOMPARE(at.before->step, std::clamp<std::int64_t>(step, 0, 200));
        QCOMPARE(at.before, at.after);
        QCOMPARE(at.fraction, 0.0F);
    }
    QCOMPARE(timeline.nearest(149)->step, std::int64_t{100});
    QCOMPARE(timeline.nearest(151)->step, std::int64_t{200});
}

void TimelineTest::keepsEnoughOfALongRun_data() {
    QTest::addColumn<bool>("file");
    QTest::addColumn<TimelineLimits>("limits");
    QTest::newRow("all fits") << true << TimelineLimits{};
    const std::size_t sheet = kImages * (kLatent * 2 + 1);
    QTest::newRow("little disk") << true << TimelineLimits{5 * sheet, 1'000'000, 100, 8};
    QTest::newRow("little memory") << false << TimelineLimits{8 * sheet, 0, 100, 8};
}

// Three hundred times over all images.
void TimelineTest::keepsEnoughOfALongRun() {
    QFETCH(bool, file);
    QFETCH(TimelineLimits, limits);
    Timeline timeline(file ? path() : std::filesystem::path(), limits);
    PretendedRun run(kLatent, kImages);
    Told told;
    for (int i = 0; i < 3000; ++i, run.advance(4, 50)) {
        if (!timeline.wants(run.step())) {
            QVERIFY(!timeline.add(run.snapshot(), 0));
            continue;
        }
        told.tell(timeline, run);
        QVERIFY(bytesOnDisk() <= limits.diskBytes);
        QVERIFY(timeline.bytesInMemory() <= limits.memoryBytes + kImages * (kLatent * 2 + 1));
        QVERIFY(withWeights(timeline) <= static_cast<std::size_t>(limits.weights));
        const std::size_t codes = withCodes(timeline);
        QVERIFY(codes <= static_cast<std::size_t>(limits.moments));
        if (i > 1000) QVERIFY(codes > static_cast<std::size_t>(limits.moments) * 6 / 10);
    }
    compareAll(timeline, told);
    QVERIFY(timeline.nearest(0)->step == 0 && !timeline.nearest(0)->codes->interpolated());
    QCOMPARE(timeline.problem(), std::string());
    if (!file) return;
    timeline.flush();
    const std::unique_ptr<Timeline> again = Timeline::open(path(), limits);
    QCOMPARE(again->problem(), std::string());
    QVERIFY(withCodes(*again) >= withCodes(timeline));
    compareAll(*again, told);
}

void TimelineTest::largeSetsHaveWeightsAlone() {
    const std::size_t sheet = kImages * (kLatent * 2 + 1);
    Timeline timeline(path(), {2 * sheet, 10'000'000, 100, 24});
    PretendedRun run(kLatent, kImages);
    fill(timeline, run, 50);
    QCOMPARE(withCodes(timeline), std::size_t{0});
    QVERIFY(withWeights(timeline) > 12);
    QVERIFY(!timeline.nearest(5));
    QVERIFY(timeline.nearestWithWeights(5)->weights);
}

// The codes come later, at the same step.
void TimelineTest::firstSnapshotHasNoCodes() {
    Timeline timeline(path());
    const PretendedRun run(kLatent, kImages);
    QVERIFY(timeline.wants(0));
    QVERIFY(timeline.add(run.snapshot(false), 0));
    QCOMPARE(timeline.marks(), (std::vector<MomentMark>{{.hasCodes = false, .hasWeights = true}}));
    QVERIFY(timeline.wants(0));
    QVERIFY(timeline.add(run.snapshot(), 0));
    QCOMPARE(timeline.marks(), (std::vector<MomentMark>{{.hasCodes = true, .hasWeights = true}}));
    QVERIFY(!timeline.wants(0));
    QVERIFY(!timeline.add(run.snapshot(), 0));
}

void TimelineTest::forgetsWhatComesAfter_data() {
    QTest::addColumn<int>("step");
    QTest::newRow("in the middle of a sheet") << 333;
    QTest::newRow("all but the first") << 0;
    QTest::newRow("nothing") << 10'000;
    QTest::newRow("the last") << 689;
}

void TimelineTest::forgetsWhatComesAfter() {
    QFETCH(int, step);
    Timeline timeline(path());
    PretendedRun run(kLatent, kImages);
    Told told = fill(timeline, run, 70);
    const std::size_t before = timeline.marks().size();
    timeline.forgetAfter(step);
    QCOMPARE(timeline.marks().size(), std::min<std::size_t>(before, static_cast<std::size_t>(step / 10 + 1)));
    for (const MomentMark& mark : timeline.marks()) QVERIFY(mark.step <= step);
    compareAll(timeline, told);
    // Another run goes on from there.
    PretendedRun other(kLatent, kImages, 7);
    other.advance(std::min(step, 700) + 1, 1);
    const Told more = fill(timeline, other, 50);
    QVERIFY(more.codes.size() > 40);
    told.codes.erase(told.codes.upper_bound(step), told.codes.end());
    told.codes.insert(more.codes.begin(), more.codes.end());
    compareAll(timeline, told);
    timeline.flush();
    compareAll(*Timeline::open(path()), told);
    QCOMPARE(withCodes(*Timeline::open(path())), told.codes.size());
}

void TimelineTest::damageCostsFewMoments_data() {
    QTest::addColumn<int>("percent");
    for (int percent = 1; percent < 100; percent += 7) QTest::addRow("%d %%", percent) << percent;
}

void TimelineTest::damageCostsFewMoments() {
    QFETCH(int, percent);
    PretendedRun run(kLatent, kImages);
    Told told;
    std::size_t whole = 0;
    {
        Timeline timeline(path());
        told = fill(timeline, run, 150);
        timeline.flush();
        whole = withCodes(timeline);
    }
    QByteArray bytes = content();
    const qsizetype at = bytes.size() * percent / 100;
    for (qsizetype i = at; i < std::min(at + 100, bytes.size()); ++i) bytes[i] = static_cast<char>(~bytes[i]);
    setContent(bytes);
    const std::unique_ptr<Timeline> timeline = Timeline::open(path());
    for (const MomentMark& mark : timeline->marks()) { // finds what is damaged
        QVERIFY(timeline->nearest(mark.step)->codes);
        QVERIFY(timeline->nearestWithWeights(mark.step)->weights);
    }
    compareAll(*timeline, told);                 // what is left after all of it was read
    QVERIFY(withCodes(*timeline) >= whole - 21); // a sheet's
    PretendedRun other(kLatent, kImages, 3);
    other.advance(2000, 1);
    Told more = fill(*timeline, other, 50);
    more.codes.insert(told.codes.begin(), told.codes.end());
    compareAll(*timeline, more);
}

// Behind the back of a timeline that has read the fronts already.
void TimelineTest::damageFoundLater() {
    PretendedRun run(kLatent, kImages);
    Timeline timeline(path(), {4 * kImages * (kLatent * 2 + 1), 120'000'000, 320, 24});
    const Told told = fill(timeline, run, 150);
    setContent(QByteArray(content().size(), 'x'));
    const std::size_t before = timeline.marks().size();
    for (int step = 0; step < 1500; step += 10) {
        const MomentPtr moment = timeline.nearest(step);
        QVERIFY(moment && moment->codes); // at least the sheet in memory
        if (!moment->codes->interpolated())
            QVERIFY(near(moment->codes->unpack(), told.codes.at(moment->step)));
        timeline.nearestWithWeights(step);
    }
    QVERIFY(timeline.marks().size() < before);
    QVERIFY(QString::fromStdString(timeline.problem())
                .contains("records are damaged; the moments in them are lost"));
    QVERIFY(!timeline.nearestWithWeights(0));
    const Told more = fill(timeline, run, 50);
    QVERIFY(!more.codes.empty());
}

void TimelineTest::fileGoneMeanwhile() {
    PretendedRun run(kLatent, kImages);
    Timeline timeline(path());
    Told told = fill(timeline, run, 60);
    QVERIFY(QFile::remove(m_folder.filePath("moments")));
    compareAll(timeline, told);
    const Told more = fill(timeline, run, 60);
    told.codes.insert(more.codes.begin(), more.codes.end());
    compareAll(timeline, told);
    QVERIFY(Timeline::open(path())->marks().empty());
}

void TimelineTest::fullDisk() {
    PretendedRun run(kLatent, kImages);
    const std::size_t sheet = kImages * (kLatent * 2 + 1);
    Timeline timeline(path(), {8 * sheet, 120'000'000, 320, 24});
    Told told = fill(timeline, run, 30);
    QCOMPARE(timeline.problem(), std::string());
    {
        const testing::FileSizeLimit limit(bytesOnDisk() + 2000);
        const Told more = fill(timeline, run, 200);
        told.codes.insert(more.codes.begin(), more.codes.end());
        QCOMPARE(timeline.problem(), path().string() + ": cannot be written: File too large");
        QVERIFY(timeline.bytesInMemory() <= 9 * sheet);
        compareAll(timeline, told);
        timeline.flush();
        QVERIFY(!timeline.problem().empty());
    }
    timeline.flush(); // tries again
    QCOMPARE(timeline.problem(), std::string());
    compareAll(*Timeline::open(path()), told);
    QCOMPARE(Timeline::open(path())->marks().size(), timeline.marks().size());
}

void TimelineTest::foreignFileIsLeftAlone() {
    for (const QByteArray& bytes :
         {QByteArray("latent moments 2\n").leftJustified(5000, 'x'), QByteArray("hello")}) {
        setContent(bytes);
        const std::unique_ptr<Timeline> timeline = Timeline::open(path());
        QVERIFY(timeline->marks().empty());
        const std::string problem = timeline->problem();
        QVERIFY(!problem.empty());
        PretendedRun run(kLatent, kImages);
        const Told told = fill(*timeline, run, 60);
        timeline->flush();
        compareAll(*timeline, told);
        QCOMPARE(timeline->problem(), problem);
        QCOMPARE(content(), bytes);
    }
}

void TimelineTest::noPlaceForTheFile() {
    Timeline timeline(std::filesystem::path(m_folder.filePath("no/folder/moments").toStdString()));
    PretendedRun run(kLatent, kImages);
    const Told told = fill(timeline, run, 60);
    compareAll(timeline, told);
    QVERIFY(
        QString::fromStdString(timeline.problem()).endsWith("cannot be opened: No such file or directory"));
}

// Wherever it ends as a sheet begins: what could not be added is missing, and all else is as it was told.
void TimelineTest::noMemoryForASheet() {
    constexpr int kMostAllocations = 120;
    const std::size_t sheet = kImages * (kLatent * 2 + 1);
    Timeline timeline(path(), {8 * sheet, 600'000, 1000, 8}); // so that sheets are merged
    PretendedRun run(kLatent, kImages);
    Told told;
    int failures = 0;
    for (int nth = 1; nth <= kMostAllocations; ++nth) {
        run.advance(1, kImages); // which the present sheet cannot take
        const SnapshotPtr snapshot = run.snapshot();
        told.codes[run.step()] = run.codes();
        try {
            const testing::AllocationFailure failure(nth);
            timeline.add(snapshot, 0);
        } catch (const std::bad_alloc&) {
            ++failures;
        }
        run.advance(1, kImages / 10); // which any sheet can
        told.tell(timeline, run);
        if (nth % 10 == 0) compareAll(timeline, told);
    }
    QVERIFY(failures > 10 && failures < kMostAllocations);
    timeline.flush();
    compareAll(*Timeline::open(path()), told);
}

void TimelineTest::readersWhileAdding() {
    const std::size_t sheet = kImages * (kLatent * 2 + 1);
    Timeline timeline(path(),
                      {4 * sheet, 800'000, 60, 6}); // so that sheets are evicted, merged and overwritten
    PretendedRun run(kLatent, kImages);
    std::mutex telling;
    std::map<std::int64_t, Matrix> told; // guarded by it
    const auto add = [&] {
        if (timeline.wants(run.step())) {
            const std::scoped_lock lock(telling);
            told[run.step()] = run.codes();
        }
        timeline.add(run.snapshot(), 0);
    };
    const auto isAsTold = [&](const Moment& moment) {
        const Matrix codes = moment.codes->unpack();
        const std::scoped_lock lock(telling);
        const auto expected = told.find(moment.step);
        if (expected == told.end()) return false;
        if (!moment.codes->interpolated()) return near(codes, expected->second);
        return (codes - expected->second).colwise().norm().mean() < 2;
    };
    add();
    std::atomic<int> wrong{0};
    std::atomic<int> read{0};
    const auto reader = [&](const std::stop_token& stop, int seed) {
        Random random(static_cast<std::uint64_t>(seed), Stream::Data);
        while (!stop.stop_requested()) {
            const std::vector<MomentMark> marks = timeline.marks();
            const std::int64_t step = marks[random.below(static_cast<std::uint32_t>(marks.size()))].step;
            const MomentPtr moment = timeline.nearest(step);
            const MomentPtr weights = timeline.nearestWithWeights(step);
            const MomentsAround around = timeline.around(step);
            if (!moment || !weights || !around.after) {
                ++wrong;
                continue;
            }
            if ((*weights->weights)[3] != static_cast<float>(weights->step)) ++wrong;
            if (!isAsTold(*moment)) ++wrong;
            if (moment->posterior.kl[0] != static_cast<float>(moment->step)) ++wrong;
            ++read;
        }
    };
    {
        std::jthread first([&](const std::stop_token& stop) { reader(stop, 1); });
        std::jthread second([&](const std::stop_token& stop) { reader(stop, 2); });
        for (int i = 0; (i < 2000 || read < 200) && wrong == 0; ++i) {
            add();
            run.advance(4, 50);
            if (i % 100 == 0) timeline.flush();
        }
    }
    QCOMPARE(wrong.load(), 0);
    QCOMPARE(timeline.problem(), std::string());
}

QTEST_GUILESS_MAIN(TimelineTest)
#include "timeline_test.moc"
