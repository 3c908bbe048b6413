// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace latent {

/// A line of figures that changes many times a second. It keeps room for what it usually reads, and takes
/// more where needed but gives none back, so that nothing jitters. Its size is fixed between: a label that
/// may have another one with each text has the whole window laid out anew.
class SteadyLabel : public QLabel {
  public:
    explicit SteadyLabel(QWidget* parent = nullptr);

    /// usual: may be wider or narrower than the text.
    void showText(const QString& text, const QString& usual);
    /// The next text's room is no wider than needed.
    void giveRoomBack() { m_room = 0; }

  protected:
    void changeEvent(QEvent* event) override;

  private:
    int m_room = 0; // pixels
};

} // namespace latent
