// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/time_travel.h"

#include "app/studio/live_run.h"
#include "core/base/failure.h"
#include "ui/ask/post.h"

#include <algorithm>
#include <utility>

namespace latent {
namespace {

double secondsOf(const LossHistory& history) {
    return history.train().empty() ? 0 : history.train().back().lastSeconds;
}

/// What is shown of a moment: codes between the two moments around it, and the nearest weights that are kept.
struct Seen {
    SnapshotPtr shown;   // null: no weights are kept
    SnapshotPtr weights; // as they were kept, at a step of their own
};

Seen readMoment(const Timeline& timeline, std::int64_t step, const Architecture& architecture) {
    const MomentsAround around = timeline.around(step);
    const MomentPtr weights = timeline.nearestWithWeights(step);
    if (!weights || !around.before) return {};
    const SnapshotPtr kept = snapshotOf(*weights, architecture);
    if (!kept) return {};
    auto snapshot = std::make_shared<Snapshot>(*kept);
    Matrix codes;
    unpackBetween(*around.before->codes, *around.after->codes, around.fraction, codes);
    snapshot->codes = std::make_shared<const Matrix>(std::move(codes));
    snapshot->codesExact = false;
    snapshot->step = std::clamp(step, around.before->step, around.after->step);
    snapshot->epoch = around.before->epoch;
    snapshot->posterior = (around.fraction < 0.5F ? around.before : around.after)->posterior;
    snapshot->taken = std::chrono::steady_clock::now();
    return {snapshot, kept};
}

} // namespace

TimeTravel::TimeTravel(Exploration* exploration, LiveRun* run, std::function<std::filesystem::path()> fileOf,
                       QObject* parent)
    : QObject(parent)
    , m_exploration(exploration)
    , m_run(run)
    , m_fileOf(std::move(fileOf))
    , m_marksSoon(this, kMarksEveryMs) {
    m_play.setInterval(kPlayMs);
    connect(&m_play, &QTimer::timeout, this, &TimeTravel::playOn);
    connect(&m_marksSoon, &ReplotThrottle::due, this, &TimeTravel::tellMarks);
    connect(run, &LiveRun::prepared, this, &TimeTravel::beginRun);
    connect(run, &LiveRun::stateKept, this, &TimeTravel::flush);
    connect(run, &LiveRun::newestChanged, this, &TimeTravel::take);
    connect(exploration, &Exploration::momentChanged, this, &TimeTravel::show);
}

TimeTravel::~TimeTravel() {
    flush();
    m_keeping.finish();
}

void TimeTravel::beginRun() {
    flush();
    const std::filesystem::path file = m_fileOf();
    const bool goesOn = !file.empty() && m_run->hasStarted();
    m_timeline = file.empty() ? std::make_shared<Timeline>()
                 : goesOn     ? nullptr
                              : std::make_shared<Timeline>(file);
    forgetWeights();
    m_problemTold = false;
    m_sinceKept.invalidate();
    m_exploration->showMoment(std::nullopt);
    tellMarks();
    if (goesOn) open(file);
    if (m_exploration->moment()) show(); // it is another run's, beside which this one stands
}

// Of a run that goes on: reads what there is of its moments, up to where it goes on.
void TimeTravel::open(const std::filesystem::path& file) {
    m_keeping.start([this, file, id = m_run->info().id, step = m_run->info().status.step] {
        std::shared_ptr<Timeline> timeline;
        tryTo([&] {
            timeline = Timeline::open(file);
            timeline->forgetAfter(step);
        });
        post(this, [this, id, timeline] {
            if (id != m_run->info().id || !timeline) return;
            m_timeline = timeline;
            tellMarks();
            if (m_exploration->moment()) show();
        });
    }); // after what another run may still have to write there
}

void TimeTravel::take(const SnapshotPtr& snapshot) {
    if (!m_timeline || !snapshot->codes || snapshot->step == 0 || !m_timeline->wants(snapshot->step)) return;
    // Where training rests all codes are exact: that moment is kept in any case.
    if (!snapshot->codesExact && m_sinceKept.isValid() && m_sinceKept.elapsed() < kKeptEveryMs) return;
    m_sinceKept.start();
    m_keeping.start([this, timeline = m_timeline, snapshot, seconds = secondsOf(m_run->history())] {
        const std::string failure = tryTo([&] { timeline->add(snapshot, seconds); });
        post(this, [this, problem = failure.empty() ? timeline->problem() : failure] {
            m_marksSoon.request();
            if (!problem.empty()) tellProblem(problem);
        });
    });
}

void TimeTravel::tellMarks() {
    std::vector<std::int64_t> steps;
    if (m_timeline)
        for (const MomentMark& mark : m_timeline->marks())
            if (mark.hasCodes || mark.hasWeights) steps.push_back(mark.step);
    m_exploration->setMoments(std::move(steps));
}

void TimeTravel::tellProblem(const std::string& problem) {
    if (m_problemTold) return;
    m_problemTold = true;
    emit failed(tr("Moments of this run can no longer be kept: %1").arg(QString::fromStdString(problem)));
}

void TimeTravel::flush() {
    if (!m_timeline) return;
    m_keeping.start([timeline = m_timeline] { tryTo([&] { timeline->flush(); }); });
}

void TimeTravel::forgetWeights() {
    m_weights.reset();
    m_wanted = nullptr;
}

void TimeTravel::withWeights(std::function<void(const SnapshotPtr&)> then) {
    if (m_reading || !m_timeline)
        m_wanted = std::move(then);
    else
        then(m_weights);
}

void TimeTravel::show() {
    forgetWeights();
    if (!m_exploration->moment()) {
        if (m_run->newest()) m_exploration->setSnapshot(m_run->newest());
        return;
    }
    m_again = m_reading;
    if (!m_reading && m_timeline) read();
}

void TimeTravel::read() {
    m_reading = true;
    m_again = false;
    m_looking.start([this, timeline = m_timeline, step = *m_exploration->moment(),
                     architecture = m_run->configuration().architecture] {
        Seen seen;
        tryTo([&] { seen = readMoment(*timeline, step, architecture); });
        post(this, [this, timeline, seen] {
            m_reading = false;
            if (timeline == m_timeline && m_exploration->moment()) {
                m_weights = seen.weights;
                seen.shown ? m_exploration->setSnapshot(seen.shown) : emit lost();
            }
            if (m_again && m_timeline && m_exploration->moment()) return read();
            if (m_wanted) std::exchange(m_wanted, nullptr)(m_weights);
        });
    });
}

void TimeTravel::setPlaying(bool playing) {
    if (playing == m_play.isActive()) return;
    playing ? m_play.start() : m_play.stop();
    emit playingChanged(playing);
}

void TimeTravel::playOn() {
    m_exploration->showMoment(m_exploration->momentAfter(1));
    if (!m_exploration->moment()) setPlaying(false);
}

} // namespace latent
