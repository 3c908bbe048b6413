// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

namespace latent {

/// The parts of a number: a bar in shades of the accent colour, with a row for each part below. A negative
/// part, which an estimate may have, is drawn with no length.
class PartsBar : public QWidget {
    Q_OBJECT
  public:
    struct Part {
        QString name;
        double value = 0;
        QString text; // the formatted value
        QString help;
    };

    explicit PartsBar(QWidget* parent);

    void showParts(std::vector<Part> parts);
    const std::vector<Part>& parts() const { return m_parts; }
    /// Where a part of the bar is drawn.
    QRectF barRect(int part) const;
    QSize sizeHint() const override;

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    QRectF rowRect(int part) const;
    QColor shade(int part) const;

    std::vector<Part> m_parts;
};

} // namespace latent
