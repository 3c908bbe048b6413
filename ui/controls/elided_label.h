// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace latent {

/// A line of text in small quiet letters that loses its middle where there is no room, as paths may; then the
/// tool tip has all of it. It takes the width that it is given and asks for none.
class ElidedLabel : public QLabel {
  public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    /// Hidden where empty.
    void showText(const QString& text);
    QString wholeText() const { return m_whole; }

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void elide();

    QString m_whole;
};

} // namespace latent
