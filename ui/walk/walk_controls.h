// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/looking.h"

#include <QWidget>

#include <functional>

class QLabel;
class QPushButton;

namespace latent {

class ChoiceGrid;
class LabelledSlider;
class StationStrip;
class Switch;

/// What a walk goes through, and how.
class WalkControls : public QWidget {
    Q_OBJECT
  public:
    explicit WalkControls(QWidget* parent = nullptr);

    StationStrip* stations() const { return m_stations; }
    ChoiceGrid* paths() const { return m_paths; }

    /// Emits nothing.
    void showPlan(const WalkPlan& plan);
    /// Whether there is a point that can be added, and the code of an image.
    void setCanAdd(bool point, bool image);

  signals:
    /// The person asks for this one.
    void planEdited(const latent::WalkPlan& plan);
    void pointRequested();
    void imageRequested();
    void stationChosen(int station);

  private:
    void build();
    void explainPath();
    void edit(const std::function<void(WalkPlan&)>& change);
    void setSteps(int steps);
    void removeStation(int station);
    void moveStation(int station, int place);
    QPushButton* makeButton(const QString& name, const QString& text, const QString& tip);

    WalkPlan m_plan;
    StationStrip* m_stations;
    QPushButton* m_addPoint;
    QPushButton* m_addImage;
    QPushButton* m_clear;
    ChoiceGrid* m_paths;
    QLabel* m_explanation;
    LabelledSlider* m_steps;
    Switch* m_loop;
};

} // namespace latent
