// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"

#include <QColor>
#include <QWidget>

#include <vector>

namespace latent {

/// A class of the selected images.
struct ClassBar {
    QString name;
    QColor colour;
    Index count = 0;

    bool operator==(const ClassBar&) const = default;
};

/// How many selected images each class has: the largest classes first, as bars.
class ClassBars : public QWidget {
    Q_OBJECT
  public:
    static constexpr int kMostRows = 6; // the others share the last one

    explicit ClassBars(QWidget* parent);

    /// In any order; classes without images are left out.
    void showBars(std::vector<ClassBar> bars);
    const std::vector<ClassBar>& bars() const { return m_bars; }

    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent*) override;

  private:
    std::vector<ClassBar> m_bars;
};

} // namespace latent
