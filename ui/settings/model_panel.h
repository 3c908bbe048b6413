// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/knob_rows.h"

#include <QWidget>

class QLabel;

namespace latent {

class ChoiceBox;
class ChoiceGrid;
class Disclosure;
class ExpertModelPanel;
class SizesField;
class Switch;

/// The model: presets of the three knobs of the objective, and the network's sizes; expert settings under
/// "Advanced". The knobs can change during a run; the network and the likelihood need a reset.
class ModelPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ModelPanel(QWidget* parent = nullptr);

    /// The requested network; its shape comes from the data set and is left empty here.
    Architecture architectureAsked() const { return m_architecture; }
    Objective objective() const { return m_objective; }
    Preset preset() const;
    Disclosure* advanced() const { return m_advanced; }

  public slots:
    /// Both setters show values without emitting.
    void setArchitecture(const latent::Architecture& architecture);
    void setObjective(const latent::Objective& objective);
    /// As if the user chose it: emits objectiveEdited if a knob changes.
    void choosePreset(latent::Preset preset);
    /// A run has started: network and likelihood are locked until Reset.
    void setRunning(bool started);

  signals:
    /// The user changed the network.
    void architectureEdited();
    void objectiveEdited(latent::Objective objective);
    /// The highlighted preset changed, by the user or otherwise.
    void presetChanged(latent::Preset preset);

  private:
    void makeSizes();
    void makeKnobs();
    void connectKnobs();
    void edit(const Objective& objective);
    void editCorruptionKind(int kind);
    void showObjective();
    void showCorruptionAmount();

    Architecture m_architecture;
    Objective m_objective;
    bool m_customChosen = false; // "Custom" stays highlighted although the knobs match a preset
    KnobRows m_rows;
    Preset m_shownPreset = Preset::Vae;

    ChoiceGrid* m_presets;
    QLabel* m_explanation;
    LabelledSlider* m_latent;
    SizesField* m_hidden;
    LabelledSlider* m_beta;
    ChoiceBox* m_corruption;
    LabelledSlider* m_amount;
    Switch* m_noise;
    ExpertModelPanel* m_expert;
    Disclosure* m_advanced;
};

} // namespace latent
