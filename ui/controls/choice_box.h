// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/combo_box.h"

#include <QWheelEvent>

namespace latent {

/// A list of choices for a panel that scrolls: it ignores the wheel, so that scrolling changes nothing, and a
/// long choice does not widen the panel.
class ChoiceBox : public ComboBox {
    Q_OBJECT
  public:
    explicit ChoiceBox(const QStringList& choices, QWidget* parent = nullptr)
        : ComboBox(parent) {
        setProperty("compact", true);
        setFocusPolicy(Qt::StrongFocus);
        setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
        addItems(choices);
    }

  protected:
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

} // namespace latent
