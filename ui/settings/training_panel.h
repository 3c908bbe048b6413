// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace latent {

class ChoiceBox;
class Disclosure;
class LabelledSlider;
class Switch;

/// Training settings: pace, epochs, rate, batch; expert settings under "Advanced".
class TrainingPanel : public QWidget {
    Q_OBJECT
  public:
    explicit TrainingPanel(QWidget* parent = nullptr);

    TrainingSettings settings() const { return m_settings; }
    Disclosure* advanced() const { return m_advanced; }

  public slots:
    /// Emits nothing.
    void setSettings(const latent::TrainingSettings& settings);
    /// A run has started: all but the learning rate is locked until Reset.
    void setRunning(bool started);

  signals:
    /// The user changed a setting, the learning rate included.
    void settingsEdited(latent::TrainingSettings settings);
    /// Emitted in addition to settingsEdited: the rate takes effect in a run at once.
    void learningRateEdited(float learningRate);

  private:
    QWidget* makeAdvanced();
    void makeExpertRows(QWidget* content);
    void connectAll();
    void connectExpertRows();
    void finishSeed();
    void choosePace(int index);
    void showPace();
    void showHelp(bool started);

    TrainingSettings m_settings;
    ChoiceBox* m_pace;
    QWidget* m_paceRow;
    LabelledSlider* m_epochs;
    LabelledSlider* m_rate;
    LabelledSlider* m_batch;
    Disclosure* m_advanced;
    ChoiceBox* m_schedule;
    QWidget* m_scheduleRow;
    QLineEdit* m_seed;
    QWidget* m_seedRow;
    LabelledSlider* m_threads;
    LabelledSlider* m_warmUp;
    LabelledSlider* m_clip;
    LabelledSlider* m_earlyStop;
    Switch* m_averaged;
    QWidget* m_averagedRow;
    QLabel* m_optimiser;
};

} // namespace latent
