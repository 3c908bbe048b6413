// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <algorithm>

namespace latent {

/// Merges requests to draw: due() is emitted at most once per interval (30 times a second), from the event
/// loop, and only after a request.
class ReplotThrottle : public QObject {
    Q_OBJECT
  public:
    static constexpr int kIntervalMs = 33;
    static constexpr int kGrowingMs = 95;   // curves watched as they grow
    static constexpr int kReadableMs = 250; // numbers and bars that change faster cannot be read

    explicit ReplotThrottle(QObject* parent, int intervalMs = kIntervalMs)
        : QObject(parent)
        , m_intervalMs(intervalMs) {
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_sinceLast.start();
            emit due();
        });
    }

    void setInterval(int intervalMs) { m_intervalMs = intervalMs; }

  public slots:
    void request() { requestWithin(m_intervalMs); }
    /// For drawing that follows the user's hand: within a shorter time than the interval since the last
    /// drawing.
    void requestWithin(int intervalMs) {
        const qint64 waited = m_sinceLast.isValid() ? m_sinceLast.elapsed() : intervalMs;
        const int left = static_cast<int>(std::clamp<qint64>(intervalMs - waited, 0, intervalMs));
        if (m_timer.isActive() && m_timer.remainingTime() <= left) return;
        m_timer.start(left);
    }

  signals:
    void due();

  private:
    int m_intervalMs;
    QTimer m_timer;
    QElapsedTimer m_sinceLast;
};

} // namespace latent
