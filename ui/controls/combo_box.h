// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemView>
#include <QComboBox>
#include <QEvent>

namespace latent {

/// A combo box that creates its list when it is first opened. QComboBox creates it at the first style change,
/// which happens at once: nine widgets per box that most users never see.
class ComboBox : public QComboBox {
    Q_OBJECT
  public:
    using QComboBox::QComboBox;

  protected:
    void changeEvent(QEvent* event) override {
        if (event->type() == QEvent::StyleChange && !findChild<QAbstractItemView*>())
            QWidget::changeEvent(event);
        else
            QComboBox::changeEvent(event);
    }
};

} // namespace latent
