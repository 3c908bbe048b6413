// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/training_panel.h"

#include "core/base/cores.h"

#include "ui/controls/choice_box.h"
#include "ui/controls/disclosure.h"
#include "ui/controls/form_row.h"
#include "ui/controls/labelled_slider.h"
#include "ui/controls/style.h"
#include "ui/controls/switch.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpressionValidator>

#include <algorithm>

namespace latent {

namespace {

constexpr int kMostEpochs = 500;
constexpr int kLeastBatch = 16;
constexpr int kUsualBatch = 1024;
constexpr int kUsualWarmUp = 50; // epochs
constexpr int kUsualPatience = 50;
constexpr double kUsualClip = 100;

} // namespace

TrainingPanel::TrainingPanel(QWidget* parent)
    : QWidget(parent) {
    using Scale = LabelledSlider::Scale;
    m_pace = new ChoiceBox({tr("Fast"), tr("Classic"), tr("Custom")}, this);
    m_paceRow = formRow(tr("Pace"), m_pace, {}, FieldPlace::Fill, this);
    m_epochs = new LabelledSlider(tr("Epochs"), Scale::Logarithmic, 1, kMostEpochs + 1, this);
    m_epochs->setHighestText(QStringLiteral("∞"));
    m_epochs->setDefaultValue(m_settings.epochs);
    m_rate = new LabelledSlider(tr("Learning rate"), Scale::Logarithmic, 1e-5, 1e-1, this);
    m_rate->setSignificantDigits(2);
    m_rate->setDefaultValue(m_settings.learningRate);
    m_rate->setHelp(tr("Step size of Adam; the peak of the schedule. Changes a run live."));
    m_batch = new LabelledSlider(tr("Batch"), Scale::PowersOfTwo, kLeastBatch, kUsualBatch, this);
    m_batch->setDefaultValue(m_settings.batch);
    m_advanced = new Disclosure(tr("Advanced"), makeAdvanced(), this);

    auto* column = panelColumn(this);
    column->addWidget(style::sectionHead(tr("Training"), this));
    column->addSpacing(style::kUnit);
    for (QWidget* row : {m_paceRow, static_cast<QWidget*>(m_epochs), static_cast<QWidget*>(m_rate),
                         static_cast<QWidget*>(m_batch)})
        column->addWidget(row);
    column->addWidget(m_advanced);
    connectAll();
    setSettings(m_settings);
    showHelp(false);
}

QWidget* TrainingPanel::makeAdvanced() {
    auto* content = new QWidget(this);
    m_schedule =
        new ChoiceBox({tr("Fast"), tr("Constant"), tr("Linear"), tr("Cosine"), tr("Stages")}, content);
    m_scheduleRow = formRow(tr("Schedule"), m_schedule, {}, FieldPlace::Fill, content);
    m_seed = new QLineEdit(content);
    m_seed->setValidator(new QRegularExpressionValidator(QRegularExpression("[0-9]{1,18}"), m_seed));
    m_seedRow = formRow(tr("Seed"), m_seed, {}, FieldPlace::Fill, content);
    m_threads = new LabelledSlider(tr("Threads"), LabelledSlider::Scale::Linear, 1, std::max(2, coreCount()),
                                   content);
    m_threads->setDefaultValue(m_settings.threads);
    makeExpertRows(content);
    m_optimiser = style::quietLabel({}, content);
    m_optimiser->setFont(style::small(m_optimiser->font()));
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(style::kUnit);
    for (QWidget* row : std::initializer_list<QWidget*>{m_scheduleRow, m_warmUp, m_clip, m_earlyStop,
                                                        m_averagedRow, m_seedRow, m_threads, m_optimiser})
        column->addWidget(row);
    return content;
}

void TrainingPanel::makeExpertRows(QWidget* content) {
    using Scale = LabelledSlider::Scale;
    m_warmUp = new LabelledSlider(tr("β warm-up"), Scale::Linear, 0, kUsualWarmUp, content);
    m_clip = new LabelledSlider(tr("Clipping"), Scale::Square, 0, kUsualClip, content);
    m_clip->setDecimals(1);
    m_earlyStop = new LabelledSlider(tr("Early stop"), Scale::Linear, 0, kUsualPatience, content);
    for (LabelledSlider* off : {m_warmUp, m_clip, m_earlyStop}) off->setDefaultValue(0);
    m_averaged = new Switch(content);
    m_averagedRow = formRow(tr("Average"), m_averaged, {}, FieldPlace::Right, content);
}

void TrainingPanel::connectAll() {
    connect(m_pace, &QComboBox::activated, this, &TrainingPanel::choosePace);
    connect(m_epochs, &LabelledSlider::valueChanged, this, [this](double value) {
        m_settings.epochs = value > kMostEpochs ? 0 : static_cast<int>(value);
        emit settingsEdited(m_settings);
    });
    connect(m_rate, &LabelledSlider::valueChanged, this, [this](double value) {
        m_settings.learningRate = static_cast<float>(value);
        showPace();
        emit settingsEdited(m_settings);
        emit learningRateEdited(m_settings.learningRate);
    });
    connect(m_batch, &LabelledSlider::valueChanged, this, [this](double value) {
        m_settings.batch = static_cast<int>(value);
        emit settingsEdited(m_settings);
    });
    connect(m_schedule, &QComboBox::activated, this, [this](int index) {
        m_settings.schedule = static_cast<Schedule>(index);
        showPace();
        emit settingsEdited(m_settings);
    });
    connect(m_seed, &QLineEdit::editingFinished, this, &TrainingPanel::finishSeed);
    connect(m_threads, &LabelledSlider::valueChanged, this, [this](double value) {
        m_settings.threads = static_cast<int>(value);
        emit settingsEdited(m_settings);
    });
    connectExpertRows();
}

void TrainingPanel::connectExpertRows() {
    connect(m_warmUp, &LabelledSlider::valueChanged, this, [this](double value) {
        m_settings.warmUp = static_cast<int>(value);
        emit settingsEdited(m_settings);
    });
    connect(m_clip, &LabelledSlider::valueChanged, this, [this](double value) {
        m_settings.clip = static_cast<float>(value);
        emit settingsEdited(m_settings);
    });
    connect(m_earlyStop, &LabelledSlider::valueChanged, this, [this](double value) {
        m_settings.earlyStop = static_cast<int>(value);
        emit settingsEdited(m_settings);
    });
    connect(m_averaged, &QAbstractButton::clicked, this, [this](bool on) {
        m_settings.averaged = on;
        emit settingsEdited(m_settings);
    });
}

void TrainingPanel::finishSeed() {
    const std::uint64_t seed = m_seed->text().toULongLong();
    if (seed == m_settings.seed) return;
    m_settings.seed = seed;
    emit settingsEdited(m_settings);
}

void TrainingPanel::choosePace(int index) {
    setSettings(withPace(m_settings, static_cast<Pace>(index)));
    emit settingsEdited(m_settings);
}

void TrainingPanel::showPace() {
    m_pace->setCurrentIndex(static_cast<int>(paceOf(m_settings)));
    m_optimiser->setText(tr("Adam, β₁ 0.9, β₂ %1, ε %2").arg(m_settings.beta2).arg(m_settings.epsilon));
}

void TrainingPanel::setSettings(const TrainingSettings& settings) {
    m_settings = settings;
    m_epochs->setValue(settings.epochs == 0 ? kMostEpochs + 1 : settings.epochs);
    m_rate->setValue(settings.learningRate);
    m_batch->setRange(std::min(kLeastBatch, settings.batch), std::max(kUsualBatch, settings.batch));
    m_batch->setValue(settings.batch);
    m_schedule->setCurrentIndex(static_cast<int>(settings.schedule));
    m_seed->setText(QString::number(settings.seed));
    m_threads->setRange(1, std::max({2, coreCount(), settings.threads}));
    m_threads->setValue(settings.threads);
    m_warmUp->setRange(0, std::max(kUsualWarmUp, settings.warmUp));
    m_warmUp->setValue(settings.warmUp);
    m_clip->setRange(0, std::max<double>(kUsualClip, settings.clip));
    m_clip->setValue(settings.clip);
    m_earlyStop->setRange(0, std::max(kUsualPatience, settings.earlyStop));
    m_earlyStop->setValue(settings.earlyStop);
    m_averaged->setChecked(settings.averaged);
    showPace();
}

void TrainingPanel::setRunning(bool started) {
    for (QWidget* row :
         std::initializer_list<QWidget*>{m_paceRow, m_epochs, m_batch, m_scheduleRow, m_warmUp, m_clip,
                                         m_earlyStop, m_averagedRow, m_seedRow, m_threads})
        row->setEnabled(!started);
    showHelp(started);
}

void TrainingPanel::showHelp(bool started) {
    const QString locked = started ? QLatin1Char(' ') + tr("Reset the run to change this.") : QString();
    m_paceRow->setToolTip(
        tr("Fast: a high learning rate that falls early, for the lowest loss in the least time. "
           "Classic: Adam at a constant 0.001, as in most papers.") +
        locked);
    m_epochs->setHelp(tr("Passes over the training images; at the far right, ∞: until you pause.") + locked);
    m_batch->setHelp(tr("Images per step, over which the gradient is averaged.") + locked);
    m_scheduleRow->setToolTip(tr("How the learning rate changes from its peak over the run.") + locked);
    m_warmUp->setHelp(tr("Epochs over which β rises linearly from 0, to prevent early collapse; 0: none.") +
                      locked);
    m_clip->setHelp(tr("Maximum norm of the gradient over all weights; 0: no limit.") + locked);
    m_earlyStop->setHelp(
        tr("Ends the run after this many epochs without a lower loss on a held-out tenth; 0: never.") +
        locked);
    m_averagedRow->setToolTip(
        tr("Shows, tests and saves the running average of the weights. While training, the map places images "
           "by the latest weights; pausing encodes all of them with the average.") +
        locked);
    m_seedRow->setToolTip(tr("Seeds the random streams: the same seed gives the same losses.") + locked);
    m_threads->setHelp(tr("Threads that share each step.") + locked);
}

} // namespace latent
