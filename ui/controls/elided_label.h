// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace latent {

/// A line of small quiet text that is elided in the middle, as suits paths, when space is short; the tool tip
/// then shows all of it. It uses the width that it is given and requests none.
class ElidedLabel : public QLabel {
  public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    /// Hidden if empty.
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
