// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;

namespace latent {

class ChoiceGrid;
class LabelledSlider;
class Switch;

/// The model: presets over the three knobs of the objective, and the sizes of the network.
/// The objective can change during a run; the sizes need a fresh start.
class ModelPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ModelPanel(QWidget* parent = nullptr);

    /// Hidden layers and latent size as asked for; the shape is the data set's business and is left empty.
    Architecture architectureAsked() const { return m_architecture; }
    Objective objective() const { return m_objective; }
    Preset preset() const;

  public slots:
    /// Both show without emitting.
    void setArchitecture(const latent::Architecture& architecture);
    void setObjective(const latent::Objective& objective);
    /// As the person choosing it would: emits objectiveEdited if a knob changes.
    void choosePreset(latent::Preset preset);
    /// A run has started: the sizes are locked until Reset.
    void setRunning(bool started);

  signals:
    /// The person changed hidden layers or latent size.
    void architectureEdited();
    void objectiveEdited(latent::Objective objective);
    /// The highlighted preset changed, by whatever means.
    void presetChanged(latent::Preset preset);

  private:
    void makeSizes();
    void makeKnobs();
    void connectKnobs();
    void edit(const Objective& objective);
    void editCorruptionKind(int kind);
    void checkHidden(const QString& text);
    void finishHidden();
    void showObjective();
    void showCorruptionAmount();
    void showHelp();

    Architecture m_architecture;
    Objective m_objective;
    bool m_customChosen = false; // "Custom" stays lit though the knobs are a preset's
    bool m_started = false;
    Preset m_shownPreset = Preset::Vae;

    ChoiceGrid* m_presets;
    QLabel* m_explanation;
    LabelledSlider* m_latent;
    QLineEdit* m_hidden;
    QWidget* m_hiddenRow;
    QLabel* m_hiddenProblem;
    LabelledSlider* m_beta;
    QComboBox* m_corruption;
    LabelledSlider* m_amount;
    Switch* m_noise;
};

} // namespace latent
