// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ask/renewal.h"

#include <QEvent>
#include <QWidget>

#include <utility>

namespace latent {
namespace {

constexpr int kWatchedMs = 190;
constexpr int kUnwatchedMs = 1000;
constexpr int kCalmMs = 1000;

} // namespace

Renewal::Renewal(Exploration* exploration, QWidget* view, Pace pace)
    : m_exploration(exploration)
    , m_view(view)
    , m_pace(pace)
    , m_soon(nullptr) {
    setInterval();
    if (view) view->installEventFilter(this);
    connect(&m_soon, &ReplotThrottle::due, this, &Renewal::tell);
    connect(exploration, &Exploration::evidenceLeft, this, [this] { m_left = true; });
    connect(exploration, &Exploration::snapshotChanged, this, &Renewal::follow);
    connect(exploration, &Exploration::watchedChanged, this, &Renewal::setInterval);
}

void Renewal::follow() {
    const std::optional<std::int64_t> moment = m_exploration->moment();
    const bool chosen = moment != std::exchange(m_moment, moment);
    const bool left = std::exchange(m_left, false);
    chosen || left ? tell() : m_soon.request();
}

void Renewal::setInterval() {
    m_soon.setInterval(m_pace == Pace::Calm         ? kCalmMs
                       : m_exploration->isWatched() ? kWatchedMs
                                                    : kUnwatchedMs);
}

void Renewal::tell() {
    if (!m_view || m_view->isVisible()) emit due();
}

bool Renewal::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Show) tell();
    return QObject::eventFilter(watched, event);
}

} // namespace latent
