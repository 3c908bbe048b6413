// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ask/latest_query.h"

#include "core/base/failure.h"
#include "ui/ask/weak_receiver.h"

#include <chrono>
#include <optional>

namespace latent {
namespace {

/// Which reports of progress are worth an event: each percent, and what comes a while after the last one.
class ProgressFilter {
  public:
    bool passes(double fraction) {
        const auto percent = static_cast<int>(fraction * 100);
        const auto now = std::chrono::steady_clock::now();
        if (percent == m_percent && now - m_last < kInterval) return false;
        m_percent = percent;
        m_last = now;
        return true;
    }

  private:
    static constexpr std::chrono::milliseconds kInterval{50};
    int m_percent = -1;
    std::chrono::steady_clock::time_point m_last{};
};

} // namespace

LatestQuery::LatestQuery(Lane* lane, int priority, QObject* parent)
    : QObject(parent)
    , m_lane(lane)
    , m_priority(priority)
    , m_receiver(std::make_shared<WeakReceiver>(this)) {}

LatestQuery::~LatestQuery() {
    m_stop.request_stop();
    m_receiver->close();
}

void LatestQuery::ask(const Evidence& evidence, Work work) {
    if (!m_lane) return;
    m_lane->pace() == Lane::Pace::Long ? drop() : attend(evidence);
    m_waiting = {evidence, std::move(work)};
    if (!m_underWay) startNext();
}

void LatestQuery::attend(const Evidence& evidence) {
    if (m_underWay && !follows(evidence, m_evidence)) cancelRunning();
    if (m_waiting.work && !follows(evidence, m_waiting.evidence)) m_waiting = {};
}

void LatestQuery::drop() {
    m_waiting = {};
    cancelRunning();
}

void LatestQuery::cancelRunning() {
    ++m_generation;
    m_stop.request_stop();
}

void LatestQuery::startNext() {
    Asked next = std::exchange(m_waiting, {});
    const std::string failure = tryTo([&] {
        m_stop = std::stop_source();
        m_lane->start(workFor(std::move(next.work)), m_priority);
    });
    if (!failure.empty()) return emit failed(QString::fromStdString(failure));
    m_underWay = true;
    m_running = m_generation;
    m_evidence = std::move(next.evidence);
}

// It knows of this object only by the receiver, since it may outlive it.
Lane::Work LatestQuery::workFor(Work work) {
    return [this, receiver = m_receiver, generation = m_generation, work = std::move(work),
            progress = progressFor(m_stop.get_token())] {
        std::shared_ptr<const Deliver> deliver;
        std::string failure;
        if (!progress.stop.stop_requested()) {
            try {
                deliver = std::make_shared<const Deliver>(work(progress));
            } catch (const Cancelled&) { // whoever stopped it knows
            } catch (...) {
                failure = failureSentence();
            }
        }
        receiver->post([this, generation, deliver = std::move(deliver), failure = std::move(failure)] {
            finish(generation, deliver.get(), failure);
        });
    };
}

Progress LatestQuery::progressFor(const std::stop_token& stop) {
    const auto report = [this, receiver = m_receiver, generation = m_generation,
                         filter = ProgressFilter()](double fraction) mutable {
        if (!filter.passes(fraction)) return;
        receiver->post([this, generation, fraction] {
            if (generation == m_generation) emit progressed(fraction);
        });
    };
    return {report, stop};
}

// deliver: null where the question failed or was cancelled.
void LatestQuery::finish(int generation, const Deliver* deliver, std::string failure) {
    m_underWay = false;
    m_evidence = {};
    if (generation == m_generation) {
        const std::shared_ptr<WeakReceiver> receiver = m_receiver; // outlives this
        if (deliver != nullptr && *deliver) failure = tryTo([deliver] { (*deliver)(); });
        if (receiver->isClosed()) return;
        if (!failure.empty()) emit failed(QString::fromStdString(failure));
    }
    if (m_underWay) return; // delivering has asked the next one
    m_waiting.work ? startNext() : emit idle();
}

} // namespace latent
