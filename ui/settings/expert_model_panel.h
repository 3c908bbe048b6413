// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/knob_rows.h"

#include <QWidget>

class QLabel;

namespace latent {

class ChoiceBox;
class SizesField;

/// The model settings for experts: network type, activation, likelihood, free bits. All other parts of the
/// architecture and objective pass through unchanged. Free bits change a run live; the rest needs a reset.
class ExpertModelPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ExpertModelPanel(QWidget* parent = nullptr);

    /// Both setters show values without emitting.
    void setArchitecture(const Architecture& architecture);
    void setObjective(const Objective& objective);
    void setRunning(bool started);

  signals:
    void architectureEdited(const latent::Architecture& architecture);
    void objectiveEdited(const latent::Objective& objective);

  private:
    void makeRows();
    void connectNetwork();
    void connectObjective();
    void enableRows();
    void showLikelihoodNumber();
    void edit(const Architecture& architecture);
    void edit(const Objective& objective);

    Architecture m_architecture;
    Architecture m_lastConvolutional; // restored when the user returns to convolutions
    Objective m_objective;
    bool m_started = false;
    KnobRows m_rows;

    ChoiceBox* m_network;
    SizesField* m_channels;
    LabelledSlider* m_kernel;
    ChoiceBox* m_activation;
    ChoiceBox* m_likelihood;
    LabelledSlider* m_number; // the likelihood's number: σ or threshold
    QLabel* m_meaning;
    LabelledSlider* m_freeBits;
};

} // namespace latent
