// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/map/map_canvas.h"
#include "ui/state/exploration.h"

#include <QWidget>

class QLabel;
class QMenu;
class QPushButton;

namespace latent {

/// The row above the map: which plane, which images, which colours, how many points; Fit and the points'
/// look.
class MapHeader : public QWidget {
    Q_OBJECT
  public:
    MapHeader(Exploration* exploration, MapCanvas* canvas, QWidget* parent = nullptr);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fit();
    /// Of all but the count.
    int widthNeeded() const;
    void showCountIfItFits();
    QPushButton* addMenuButton(const QString& name, const QString& toolTip, void (MapHeader::*fill)(QMenu*));
    void fillAxesMenu(QMenu* menu);
    void fillAxisMenu(QMenu* menu, bool horizontal);
    void fillSplitMenu(QMenu* menu);
    void fillColourMenu(QMenu* menu);
    void fillPointsMenu(QMenu* menu);
    void showAxes();
    void showPoints();
    void showColouring();

    Exploration* m_exploration;
    MapCanvas* m_canvas;
    QLabel* m_title;
    QPushButton* m_axes;
    QPushButton* m_splitButton;
    QPushButton* m_colour;
    QLabel* m_count;
    QPushButton* m_points;
    QPushButton* m_fit;
    QString m_colourName;
    double m_colourProgress = 1; // of what is being computed; 1: nothing is
};

} // namespace latent
