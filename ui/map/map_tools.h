// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/looking.h"

#include <QWidget>

class QButtonGroup;
class QToolButton;

namespace latent {

class Exploration;

/// A strip of buttons on the map: what a drag does. The same for all maps.
class MapTools : public QWidget {
    Q_OBJECT
  public:
    MapTools(Exploration* exploration, QWidget* map);

    QToolButton* button(MapTool tool) const;
    /// How the tool is used, in a line; empty for the usual one.
    static QString explanation(MapTool tool);

  protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent*) override;

  private:
    void showTool();
    void showIcons();

    Exploration* m_exploration;
    QButtonGroup* m_group;
};

} // namespace latent
