// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"

#include <QWidget>

class QLabel;

namespace latent {

class ChoiceBox;
class LabelledSlider;
class SizesField;

/// What of a model an expert chooses: kind of network, activation, likelihood, free bits. The rest of the
/// architecture and objective passes through. Free bits change a run live, all else needs a fresh start.
class ExpertModelPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ExpertModelPanel(QWidget* parent = nullptr);

    /// Both show without emitting.
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
    void showHelp();
    void showNumber();
    void edit(const Architecture& architecture);
    void edit(const Objective& objective);

    Architecture m_architecture;
    Architecture m_lastConvolutional; // what "convolutional" goes back to
    Objective m_objective;
    bool m_started = false;

    ChoiceBox* m_network;
    SizesField* m_channels;
    LabelledSlider* m_kernel;
    ChoiceBox* m_activation;
    ChoiceBox* m_likelihood;
    LabelledSlider* m_number; // the likelihood's: σ or threshold
    QLabel* m_meaning;
    LabelledSlider* m_freeBits;
};

} // namespace latent
