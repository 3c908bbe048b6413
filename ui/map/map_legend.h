// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <QPixmap>
#include <QWidget>

#include <set>
#include <vector>

class QScrollBar;

namespace latent {

struct LegendEntry {
    QString name;
    QColor colour;
    Index count = 0;
    Index chosen = -1; // of these; −1: nothing is selected
};

/// A card that lies over the map: classes, their colours and counts. A click hides or shows a class, a double
/// click shows it alone (again: all). With a scale instead of classes it shows a colour bar from low to high.
class MapLegend : public QWidget {
    Q_OBJECT
  public:
    static constexpr int kMostRows = 12; // more scroll

    explicit MapLegend(QWidget* parent);

    void showClasses(std::vector<LegendEntry> entries);
    /// A continuous colouring: the factor's name, its ends, colours from low to high.
    void showScale(const QString& name, double low, double high, std::vector<QColor> colours);
    void showHidden(std::set<int> hidden);
    bool isEmpty() const { return m_entries.empty() && m_colours.empty(); }

    QSize sizeHint() const override;
    /// All of it, for pictures: no scroll bar, no focus.
    void paintAll(QPainter& painter, const QRectF& card) const;
    QSize fullSize() const;
    /// Where a row lies in the widget; for tests and tool tips.
    QRectF rowRect(int row) const;

  signals:
    /// All hidden classes, as asked for.
    void hiddenAsked(std::set<int> hidden);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent*) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    int shownRows() const;
    int rowAt(QPointF position) const;
    void toggle(int row);
    void showOnly(int row);
    void setCurrent(int row);
    void scrollTo(int firstRow);
    void refresh();
    void paintCardAndRows(QPainter& painter) const;
    void paintCard(QPainter& painter, const QRectF& card) const;
    void paintRow(QPainter& painter, const QRectF& rect, int row) const;
    void paintScale(QPainter& painter, const QRectF& card) const;
    QSize sizeOf(int rows) const;

    std::vector<LegendEntry> m_entries;
    std::set<int> m_hidden;
    std::set<int> m_hiddenBeforeClick;
    QString m_scaleName;
    double m_scaleLow = 0;
    double m_scaleHigh = 1;
    std::vector<QColor> m_colours;
    int m_firstRow = 0;
    int m_current = 0; // for the keyboard
    int m_hovered = -1;
    QPixmap m_picture; // null: to be painted anew
};

} // namespace latent
