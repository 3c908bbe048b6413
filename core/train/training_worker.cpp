// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/training_worker.h"

#include "core/base/error.h"
#include "core/base/failure.h"
#include "core/base/thread_team.h"
#include "core/train/network_memory.h"

#include <algorithm>
#include <utility>

namespace latent {
namespace {

// Between the snapshots of a watched run: what is shown is never older than a tenth of a second.
constexpr std::chrono::milliseconds kWatchedInterval{85};
// Otherwise a share of the time that the run has taken: what is old changes slowly, and a picture of it costs
// as much.
constexpr std::chrono::milliseconds kShortestInterval{50};
constexpr std::chrono::milliseconds kLongestInterval{1000};
constexpr double kIntervalShare = 0.15;
// What snapshots may copy: a few per cent of what a core can.
constexpr double kBytesPerMs = 0.4e6;
constexpr int kWatchedCopies = 3; // of the weights: shown, on its way, and a spare one (of small ones more)
constexpr int kStateCopies = 2;   // where states are posted: the reader's, and one on its way
constexpr std::chrono::milliseconds kMemoryPatience{50}; // until memory is looked for again

std::chrono::microseconds leastInterval(const Snapshot& snapshot) {
    const Index codes = snapshot.codes ? snapshot.codes->size() : 0;
    const double bytes =
        sizeof(float) * (static_cast<double>(snapshot.model.weights.size()) + static_cast<double>(codes));
    return std::chrono::microseconds(static_cast<std::int64_t>(1e3 * bytes / kBytesPerMs));
}

} // namespace

TrainingWorker::TrainingWorker(std::function<void()> wake)
    : m_mailbox(std::move(wake))
    , m_thread([this](const std::stop_token& stop) { work(stop); }) {}

TrainingWorker::~TrainingWorker() {
    m_thread.request_stop();
    const std::scoped_lock lock(m_mutex);
    m_interrupt.request_stop();
}

template <class Change>
void TrainingWorker::command(Change change, bool interrupts) {
    {
        const std::scoped_lock lock(m_mutex);
        change(m_commands);
        if (interrupts) m_interrupt.request_stop();
    }
    m_commanded.notify_one();
}

int TrainingWorker::prepare(DatasetPtr dataset, const Configuration& configuration,
                            std::shared_ptr<const Model> start) {
    return prepare({.dataset = std::move(dataset),
                    .configuration = configuration,
                    .start = std::move(start),
                    .state = {}});
}

int TrainingWorker::prepare(DatasetPtr dataset, TrainingStatePtr state) {
    const Configuration configuration = state->configuration;
    return prepare({.dataset = std::move(dataset),
                    .configuration = configuration,
                    .start = {},
                    .state = std::move(state)});
}

int TrainingWorker::prepare(Preparation preparation) {
    int run = 0;
    command(
        [&](Commands& commands) {
            run = ++m_runs;
            preparation.run = run;
            commands = {};
            commands.preparation = std::move(preparation);
        },
        true);
    return run;
}

void TrainingWorker::run() {
    command([](Commands& commands) { commands.order = Order::Run; }, true);
}

void TrainingWorker::pause() {
    command([](Commands& commands) { commands.order = Order::Pause; }, true);
}

void TrainingWorker::stepOnce() {
    command([](Commands& commands) { commands.order = Order::Step; }, true);
}

void TrainingWorker::setObjective(const Objective& objective) {
    command([&](Commands& commands) { commands.objective = objective; }, false);
}

void TrainingWorker::setLearningRate(float learningRate) {
    command([&](Commands& commands) { commands.learningRate = learningRate; }, false);
}

void TrainingWorker::setEpochs(int epochs) {
    command([&](Commands& commands) { commands.epochs = epochs; }, false);
}

void TrainingWorker::requestState() {
    command([](Commands& commands) { commands.state = true; }, false);
}

TrainingWorker::Commands TrainingWorker::waitForCommands(const std::stop_token& stop, bool idle) {
    std::unique_lock lock(m_mutex);
    if (idle) m_commanded.wait(lock, stop, [this] { return m_commands.any(); });
    if (m_commands.any()) m_interrupt = std::stop_source();
    if (stop.stop_requested()) m_interrupt.request_stop();
    return std::exchange(m_commands, {});
}

std::stop_token TrainingWorker::interruption() {
    const std::scoped_lock lock(m_mutex);
    return m_interrupt.get_token();
}

void TrainingWorker::work(const std::stop_token& stop) {
    lowerThreadPriority();
    while (!stop.stop_requested()) {
        std::string failure = attempt(stop);
        if (!failure.empty()) fail(std::move(failure));
    }
}

// What went wrong, as a sentence; empty: nothing did. It is told outside of the handler, since telling may
// need memory that is not there.
std::string TrainingWorker::attempt(const std::stop_token& stop) {
    try {
        const bool due = m_encodingDue || (m_trainer && m_trainer->epochEnded());
        // What has failed is not tried again before the next command.
        obey(waitForCommands(stop, m_order == Order::Pause && (!due || !m_failure.empty())));
        if (!stop.stop_requested() && m_trainer) doNext();
    } catch (const Cancelled&) {
        // A command interrupted long work, which stays due.
    } catch (...) {
        return failureSentence();
    }
    return {};
}

void TrainingWorker::obey(Commands commands) {
    if (commands.preparation) prepareTrainer(std::move(*commands.preparation));
    if (!m_trainer) return;
    change(commands);
    const bool ran = m_order != Order::Pause;
    if (commands.order) follow(*commands.order);
    if (commands.order || commands.objective) postSnapshot();
    const bool changed = commands.objective || commands.learningRate || commands.epochs;
    if (commands.state)
        postState(true);
    else if (m_order == Order::Pause && (ran || changed))
        postStateAtRest();
}

void TrainingWorker::follow(Order order) {
    m_order = order;
    m_encodingDue = m_encodingDue || m_order == Order::Pause;
    if (m_order != Order::Pause) m_failure.clear();
}

// Throws Error before anything changes.
void TrainingWorker::change(const Commands& commands) {
    Configuration asked = m_trainer->configuration();
    if (commands.objective) asked.objective = *commands.objective;
    if (commands.learningRate) asked.training.learningRate = *commands.learningRate;
    if (commands.epochs) asked.training.epochs = *commands.epochs;
    validate(asked);
    if (commands.objective) m_trainer->setObjective(asked.objective);
    if (commands.learningRate) m_trainer->setLearningRate(asked.training.learningRate);
    if (commands.epochs) m_trainer->setEpochs(asked.training.epochs);
}

void TrainingWorker::prepareTrainer(Preparation preparation) {
    m_order = Order::Pause;
    m_failure.clear();
    m_trainer.reset(); // frees its memory before the next one takes as much
    m_codesKnown = false;
    m_encodingDue = true;
    m_mailbox.beginRun(preparation.run);
    const bool postsStates = m_stateInterval.load(std::memory_order_relaxed).count() > 0;
    requireTrainingMemory(preparation.configuration, preparation.dataset->size(),
                          {.watched = kWatchedCopies, .states = postsStates ? kStateCopies : 0});
    if (preparation.state)
        m_trainer.emplace(std::move(preparation.dataset), *preparation.state);
    else
        m_trainer.emplace(std::move(preparation.dataset), preparation.configuration, preparation.start.get());
    m_lastState = std::chrono::steady_clock::now();
    postSnapshot(); // sliders decode already while the map is being made
}

// The map comes first, so that there is something to move; then what the run needs.
void TrainingWorker::doNext() {
    if (!m_codesKnown) {
        encodeAll();
    } else if (m_trainer->epochEnded()) {
        finishEpoch();
    } else if (m_order != Order::Pause) {
        advance();
    } else if (m_encodingDue) {
        encodeAll();
    }
}

void TrainingWorker::advance() {
    m_mailbox.postStep(m_trainer->step());
    m_encodingDue = true;
    const bool single = m_order == Order::Step;
    if (single) m_order = Order::Pause;
    const auto now = std::chrono::steady_clock::now();
    const bool snapshotDue = now - m_lastSnapshot >= snapshotInterval();
    if (single || (snapshotDue && !m_mailbox.snapshotWaits())) postSnapshot();
    const std::chrono::milliseconds stateInterval = m_stateInterval.load(std::memory_order_relaxed);
    if (single)
        postStateAtRest();
    else if (stateInterval.count() > 0 && now - m_lastState >= stateInterval)
        postState(false);
}

void TrainingWorker::finishEpoch() {
    m_mailbox.postEpoch(m_trainer->finishEpoch(interruption()));
    if (m_trainer->finished()) m_order = Order::Pause;
    postSnapshot();
    if (m_order == Order::Pause) postStateAtRest();
}

void TrainingWorker::encodeAll() {
    m_encoding = true;
    postStatus();
    try {
        m_trainer->encodeAll(interruption());
        m_codesKnown = true;
        m_encodingDue = false;
        m_encoding = false;
    } catch (...) {
        m_encoding = false;
        throw;
    }
    postSnapshot();
}

void TrainingWorker::fail(std::string sentence) {
    m_order = Order::Pause;
    m_encodingDue = false;
    m_failure = std::move(sentence);
    const auto succeeds = [](auto post) {
        try {
            post();
            return true;
        } catch (...) {
            return false;
        }
    };
    if (m_trainer) succeeds([this] { postStateAtRest(); });
    if (m_trainer && succeeds([this] { postSnapshot(); })) return;
    // Where there is no memory for the weights' copy, the sentence alone; and that somebody waits for.
    while (!succeeds([this] { postStatus(); })) std::this_thread::sleep_for(kMemoryPatience);
}

TrainingStatus TrainingWorker::status() const {
    TrainingStatus status = m_trainer ? m_trainer->status() : TrainingStatus{};
    using Phase = TrainingStatus::Phase;
    if (!m_failure.empty()) {
        status.phase = Phase::Failed;
    } else if (m_order != Order::Pause) {
        status.phase = Phase::Running;
    } else if (status.phase != Phase::Finished && status.step > 0) {
        status.phase = Phase::Paused;
    }
    status.encodingAll = m_encoding;
    status.failure = m_failure;
    return status;
}

void TrainingWorker::postStatus() {
    m_mailbox.postStatus(status());
}

void TrainingWorker::postSnapshot() {
    m_lastSnapshot = std::chrono::steady_clock::now();
    SnapshotPtr snapshot = m_trainer->snapshot();
    m_leastInterval = leastInterval(*snapshot);
    m_mailbox.postSnapshot(std::move(snapshot), status());
}

void TrainingWorker::postState(bool requested) {
    m_lastState = std::chrono::steady_clock::now();
    m_mailbox.postState(m_trainer->state(), requested);
}

// Where the run rests, if states are kept at all and it has learnt something.
void TrainingWorker::postStateAtRest() {
    const bool kept = m_stateInterval.load(std::memory_order_relaxed).count() > 0;
    if (kept && m_trainer->status().step > 0) postState(false);
}

std::chrono::microseconds TrainingWorker::snapshotInterval() const {
    using std::chrono::microseconds;
    if (m_attention.load(std::memory_order_relaxed) == Attention::Watched)
        return std::max<microseconds>(kWatchedInterval, m_leastInterval);
    const microseconds byAge(static_cast<std::int64_t>(1e6 * kIntervalShare * m_trainer->seconds()));
    return std::max(std::clamp<microseconds>(byAge, kShortestInterval, kLongestInterval), m_leastInterval);
}

} // namespace latent
