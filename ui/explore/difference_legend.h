// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace latent {

/// The colours of a difference from −1 to +1, as a small bar with its ends named.
class DifferenceLegend : public QWidget {
    Q_OBJECT
  public:
    explicit DifferenceLegend(QWidget* parent = nullptr);
    QSize sizeHint() const override { return {60, 12}; }

  protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace latent
