// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/gestures.h"

#include <QCoreApplication>
#include <QKeyEvent>

namespace latent {

Gestures::Gestures(QObject* parent)
    : QObject(parent) {
    QCoreApplication::instance()->installEventFilter(this);
}

// An event may come by several times on its way up from a widget to the window: the number only has to be
// another one than before the gesture. A double click takes back what its first half did, so that both are
// one.
bool Gestures::eventFilter(QObject*, QEvent* event) {
    switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::Drop:
        ++m_number;
        break;
    case QEvent::KeyPress:
    case QEvent::Shortcut:
        if (event->type() == QEvent::Shortcut || !static_cast<QKeyEvent*>(event)->isAutoRepeat()) ++m_number;
        break;
    case QEvent::Wheel:
        if (!m_wheel.isValid() || m_wheel.elapsed() > kWheelPauseMs) ++m_number;
        m_wheel.start();
        break;
    default:
        break;
    }
    return false;
}

} // namespace latent
