// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <array>
#include <cstdint>
#include <optional>

namespace latent {

/// How many pixels have each of the 256 values: bars on a logarithmic scale, since in many sets most pixels
/// share one value. Hovering shows the numbers.
class HistogramView : public QWidget {
    Q_OBJECT
  public:
    using Counts = std::array<std::uint64_t, 256>;

    explicit HistogramView(QWidget* parent = nullptr);

    /// The height of a value's bar, 0 … 1.
    double barShare(int value) const;
    /// The value at a point of the widget; −1 outside or without counts.
    int valueAt(QPointF point) const;
    QString tipOf(int value) const;

    QSize sizeHint() const override;

  public slots:
    void showCounts(const std::optional<std::array<std::uint64_t, 256>>& counts);

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    QRectF plot() const;

    std::optional<Counts> m_counts;
    std::uint64_t m_most = 0;
    std::uint64_t m_total = 0;
};

} // namespace latent
