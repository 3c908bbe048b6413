// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/walk/walk.h"

#include <qcustomplot.h>

namespace latent {

/// Along a walk: how much the picture changes from each frame to the next (left axis), and how near data are
/// (right axis). A cursor marks the frame that is shown; a press or a drag moves it.
class WalkPlot : public QCustomPlot {
    Q_OBJECT
  public:
    explicit WalkPlot(QWidget* parent = nullptr);

    void showWalk(const Walk& walk);
    void clear();
    void showFrame(int frame);
    double cursorAt() const { return m_cursor->start->key(); }
    QCPGraph* change() const { return m_change; }
    QCPGraph* nearness() const { return m_nearness; }

  signals:
    /// The person moved to it.
    void frameChosen(int frame);

  protected:
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

  private:
    void applyTheme();
    void choose(QPointF pixel);

    QCPGraph* m_change;
    QCPGraph* m_nearness;
    QCPItemLine* m_cursor;
    int m_frames = 0;
};

} // namespace latent
