// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemView>
#include <QComboBox>
#include <QEvent>

namespace latent {

/// A combo box whose list is made when it is first opened. QComboBox makes it at the first change of style,
/// which is at once: nine widgets each, that most people never see.
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
