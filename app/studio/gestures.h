// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>

namespace latent {

/// Numbers the gestures of the person: from a press of the mouse to the next, a key with its repetitions, a
/// turn of the wheel. Watches the events of the whole program, and takes none. GUI thread.
class Gestures : public QObject {
    Q_OBJECT
  public:
    /// Turns of the wheel within this time belong together.
    static constexpr int kWheelPauseMs = 500;

    explicit Gestures(QObject* parent = nullptr);

    /// Changes that are made under one number belong to one gesture.
    int number() const { return m_number; }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    int m_number = 0;
    QElapsedTimer m_wheel; // since its last turn
};

} // namespace latent
