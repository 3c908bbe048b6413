// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace latent {

/// A line of figures that changes many times a second. It reserves space for its usual text and takes more if
/// needed but gives none back, so that nothing jitters. Its size is fixed in between, because a label whose
/// size may change with its text causes a relayout of the whole window.
class SteadyLabel : public QLabel {
  public:
    explicit SteadyLabel(QWidget* parent = nullptr);

    /// usual: sets the reserved width; may be wider or narrower than the text.
    void showText(const QString& text, const QString& usual);
    /// The next text gets no more space than it needs.
    void giveRoomBack() { m_room = 0; }

  protected:
    void changeEvent(QEvent* event) override;

  private:
    int m_room = 0; // pixels
};

} // namespace latent
