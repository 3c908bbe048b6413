// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;

namespace latent {

/// A quiet line that shows and hides the content below it.
class Disclosure : public QWidget {
    Q_OBJECT
  public:
    /// Takes ownership of the content; starts closed.
    Disclosure(const QString& title, QWidget* content, QWidget* parent = nullptr);

    bool isOpen() const;
    void setOpen(bool open);
    QPushButton* button() const { return m_button; }

  signals:
    void toggled(bool open);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void refreshIcon();
    QPushButton* m_button;
    QWidget* m_content;
};

} // namespace latent
