// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/knob_rows.h"

#include <QWidget>

#include <utility>
#include <vector>

class QLabel;
class QLineEdit;

namespace latent {

class ChoiceBox;
class Disclosure;
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
    /// A run has started: all but live knobs are locked until Reset.
    void setRunning(bool started);

  signals:
    /// The user changed a setting, the learning rate included.
    void settingsEdited(latent::TrainingSettings settings);
    /// Emitted in addition to settingsEdited: the rate takes effect in a run at once.
    void learningRateEdited(float learningRate);

  private:
    QWidget* makeAdvanced();
    /// Returns the last one.
    QWidget* makeExpertRows(QWidget* content);
    LabelledSlider* slider(const char* key, const QString& label, LabelledSlider::Scale scale,
                           QWidget* parent);
    void connectAll();
    /// Those that do nothing but set their knob.
    std::vector<std::pair<const Knob*, LabelledSlider*>> plainSliders() const;
    void finishSeed();
    void choosePace(int index);
    void showPace();

    TrainingSettings m_settings;
    KnobRows m_rows;
    ChoiceBox* m_pace;
    QWidget* m_paceRow;
    LabelledSlider* m_epochs;
    LabelledSlider* m_rate;
    LabelledSlider* m_batch;
    Disclosure* m_advanced;
    ChoiceBox* m_schedule;
    QLineEdit* m_seed;
    LabelledSlider* m_threads;
    LabelledSlider* m_warmUp;
    LabelledSlider* m_clip;
    LabelledSlider* m_earlyStop;
    Switch* m_averaged;
    QLabel* m_optimiser;
};

} // namespace latent
