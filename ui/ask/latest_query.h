// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/progress.h"
#include "core/explore/evidence.h"
#include "ui/ask/lane.h"

#include <QObject>

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>

namespace latent {

class WeakReceiver;

/// One kind of question, asked again and again. At most one is under way, and of those asked meanwhile only
/// the newest is kept. It starts after the GUI thread has taken the last answer, so answers come in order and
/// never faster than they can be shown. On a fast lane the one under way is still delivered, so that views
/// follow a hand that never rests; on a long lane it is cancelled. An answer whose evidence has been left,
/// for another run or an earlier moment, is never delivered.
///
/// Owned by the GUI thread. May die at any moment, without waiting for its work.
class LatestQuery : public QObject {
    Q_OBJECT
  public:
    using Deliver = std::function<void()>;                // runs on the GUI thread
    using Work = std::function<Deliver(const Progress&)>; // runs on the lane's thread

    /// The lane must outlive this. Null: nothing is ever asked.
    LatestQuery(Lane* lane, int priority, QObject* parent = nullptr);
    ~LatestQuery() override;

    /// The work may throw: a failure is told by failed(), Cancelled by nothing.
    void ask(const Evidence& evidence, Work work);
    /// take(evidence, answer) gets what answer() makes of the question, as a shared_ptr.
    template <class Question, class Take>
    void ask(const Evidence& evidence, Question question, Take take);

    /// This evidence is shown from now on: drops what is about other evidence that it does not follow.
    void attend(const Evidence& evidence);
    /// Cancels what is under way and forgets what waits.
    void drop();
    /// The thread is at work for this, even if the answer has been dropped.
    bool underWay() const { return m_underWay; }
    /// An answer will come.
    bool isAwaited() const { return m_waiting.work || (m_underWay && m_running == m_generation); }

  signals:
    /// Nothing is under way, and nothing waits.
    void idle();
    /// At most some hundred times an answer.
    void progressed(double fraction);
    void failed(const QString& sentence);

  private:
    struct Asked {
        Evidence evidence;
        Work work;
    };
    void startNext();
    void cancelRunning();
    Lane::Work workFor(Work work);
    Progress progressFor(const std::stop_token& stop);
    void finish(int generation, const Deliver* deliver, std::string failure);

    Lane* m_lane;
    int m_priority;
    std::shared_ptr<WeakReceiver> m_receiver;
    Asked m_waiting;         // without work: nothing
    bool m_underWay = false; // from here on: of what runs
    Evidence m_evidence;
    std::stop_source m_stop;
    int m_running = 0;    // its generation
    int m_generation = 0; // of cancellations: answers to older questions are not delivered
};

template <class Question, class Take>
void LatestQuery::ask(const Evidence& evidence, Question question, Take take) {
    ask(evidence,
        [evidence, question = std::move(question), take = std::move(take)](const Progress&) -> Deliver {
            auto found =
                std::make_shared<const decltype(answer(evidence, question))>(answer(evidence, question));
            return [evidence, take, found = std::move(found)] { take(evidence, found); };
        });
}

} // namespace latent
