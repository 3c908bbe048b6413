// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>
#include <string>

namespace latent {

class WorkThread;

/// One kind of question to a thread: at most one is under way, and of those asked meanwhile only the
/// newest is kept. The next one starts after the GUI thread has taken the last answer, so answers come in
/// order and never faster than they can be shown. Owned by the GUI thread; the work must be done before it
/// dies.
class NewestAnswer : public QObject {
    Q_OBJECT
  public:
    using Deliver = std::function<void()>;     // runs on the GUI thread
    using Question = std::function<Deliver()>; // runs on the thread

    NewestAnswer(WorkThread* thread, int priority, QObject* parent);

    void ask(Question question);
    /// Forgets what waits, and what is under way will not be delivered.
    void drop();
    bool underWay() const { return m_underWay; }

  signals:
    /// An answer has been delivered or dropped, and nothing waits.
    void idle();
    void failed(const QString& sentence);

  private:
    void startNext();
    void finish(const Deliver* deliver, const std::string& failure, int generation);

    WorkThread* m_thread;
    int m_priority;
    Question m_waiting;
    bool m_underWay = false;
    int m_generation = 0; // of drops
};

} // namespace latent
