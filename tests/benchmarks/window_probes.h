// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/benchmarks/measure.h"
#include "ui/ask/lane.h"
#include "ui/map/map_canvas.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QMouseEvent>
#include <QTimer>
#include <QWheelEvent>

#include <ctime>
#include <filesystem>
#include <functional>

namespace latent::bench {

/// Beats once a millisecond on the GUI thread; the time between two beats is what a click would have waited.
class HeartBeat : public QObject {
  public:
    HeartBeat() {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(1);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_gapsMs.push_back(msSince(m_last));
            m_last = Clock::now();
        });
    }
    void start() {
        m_gapsMs.clear();
        m_last = Clock::now();
        m_timer.start();
    }
    std::vector<double> stop() {
        m_timer.stop();
        return std::move(m_gapsMs);
    }

  private:
    QTimer m_timer;
    Clock::time_point m_last;
    std::vector<double> m_gapsMs;
};

/// Drags the map to and fro and turns the wheel over it, 60 times a second.
class PanAndZoom : public QObject {
  public:
    explicit PanAndZoom(MapCanvas* canvas)
        : m_canvas(canvas) {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(16);
        connect(&m_timer, &QTimer::timeout, this, [this] { act(); });
    }
    void start() {
        m_turn = 0;
        m_timer.start();
    }
    void stop() {
        m_timer.stop();
        mouse(QEvent::MouseButtonRelease, Qt::LeftButton, Qt::NoButton);
        m_canvas->fit();
    }

  private:
    static constexpr int kStroke = 24; // events of one drag; then as many of the wheel

    void act() {
        const int turn = m_turn++ % (2 * kStroke);
        if (turn == 0) mouse(QEvent::MouseButtonPress, Qt::LeftButton, Qt::LeftButton);
        if (turn < kStroke) {
            const double way = turn < kStroke / 2 ? turn : kStroke - turn;
            m_offset = QPointF(10 * way, 5 * way);
            mouse(QEvent::MouseMove, Qt::NoButton, Qt::LeftButton);
        } else {
            if (turn == kStroke) mouse(QEvent::MouseButtonRelease, Qt::LeftButton, Qt::NoButton);
            wheel(turn < kStroke + kStroke / 2 ? 120 : -120);
        }
    }
    QPointF position() const { return QPointF(m_canvas->rect().center()) + m_offset; }
    void mouse(QEvent::Type type, Qt::MouseButton button, Qt::MouseButtons buttons) {
        QMouseEvent event(type, position(), m_canvas->mapToGlobal(position()), button, buttons, {});
        QCoreApplication::sendEvent(m_canvas, &event);
    }
    void wheel(int delta) {
        QWheelEvent event(position(), m_canvas->mapToGlobal(position()), {}, {0, delta}, {}, {},
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_canvas, &event);
    }

    MapCanvas* m_canvas;
    QTimer m_timer;
    QPointF m_offset;
    int m_turn = 0;
};

/// Calls back after each paint of a widget; or after each event of another kind, as the UpdateRequest in
/// which a window paints all that is due.
class PaintWatch : public QObject {
  public:
    PaintWatch(QWidget* widget, std::function<void()> painted, QEvent::Type type = QEvent::Paint)
        : m_painted(std::move(painted))
        , m_type(type) {
        widget->installEventFilter(this);
    }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() != m_type || m_inside) return false;
        m_inside = true;
        QCoreApplication::sendEvent(watched, event); // paints now, not after the filter
        m_inside = false;
        m_painted();
        return true;
    }

  private:
    std::function<void()> m_painted;
    QEvent::Type m_type;
    bool m_inside = false;
};

/// Runs the event loop as a program does. (QTest::qWait sleeps 10 ms at a time, which is what would be
/// measured.)
inline void wait(int ms) {
    QEventLoop loop;
    QTimer::singleShot(ms, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

/// Processor time of the calling thread.
inline double threadSeconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Processor time of the threads that work for the window so far, by their name (Linux).
inline double workSeconds() {
    double seconds = 0;
    std::error_code gone;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", gone)) {
        std::string name;
        std::getline(std::ifstream(task.path() / "comm"), name);
        if (name != Lane::kFastName) continue;
        double nanoseconds = 0;
        if (std::ifstream(task.path() / "schedstat") >> nanoseconds) seconds += 1e-9 * nanoseconds;
    }
    return seconds;
}

} // namespace latent::bench
