// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training_panel.h"

#include "core/base/cores.h"

#include "ui/controls/disclosure.h"
#include "ui/controls/form_row.h"
#include "ui/controls/labelled_slider.h"
#include "ui/style.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpressionValidator>

#include <algorithm>

namespace latent {

namespace {

constexpr int kMostEpochs = 500;
constexpr int kLeastBatch = 16;
constexpr int kUsualBatch = 1024;

} // namespace

TrainingPanel::TrainingPanel(QWidget* parent)
    : QWidget(parent) {
    using Scale = LabelledSlider::Scale;
    m_pace = new QComboBox(this);
    m_pace->setProperty("compact", true);
    m_pace->setFocusPolicy(Qt::StrongFocus);
    m_pace->addItems({tr("Fast"), tr("Classic"), tr("Custom")});
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
    m_schedule = new QComboBox(content);
    m_schedule->setProperty("compact", true);
    m_schedule->setFocusPolicy(Qt::StrongFocus);
    m_schedule->addItems({tr("Fast"), tr("Constant"), tr("Linear"), tr("Cosine")});
    m_scheduleRow = formRow(tr("Schedule"), m_schedule, {}, FieldPlace::Fill, content);
    m_seed = new QLineEdit(content);
    m_seed->setValidator(new QRegularExpressionValidator(QRegularExpression("[0-9]{1,18}"), m_seed));
    m_seedRow = formRow(tr("Seed"), m_seed, {}, FieldPlace::Fill, content);
    m_threads = new LabelledSlider(tr("Threads"), LabelledSlider::Scale::Linear, 1, std::max(2, coreCount()),
                                   content);
    m_threads->setDefaultValue(m_settings.threads);
    m_optimiser = style::quietLabel({}, content);
    m_optimiser->setFont(style::small(m_optimiser->font()));
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(style::kUnit);
    for (QWidget* row :
         {m_scheduleRow, m_seedRow, static_cast<QWidget*>(m_threads), static_cast<QWidget*>(m_optimiser)})
        column->addWidget(row);
    return content;
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
    m_optimiser->setText(tr("Optimiser Adam (β₁ 0.9, β₂ %1, ε 1e-8)").arg(m_settings.beta2));
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
    showPace();
}

void TrainingPanel::setRunning(bool started) {
    for (QWidget* row : {m_paceRow, static_cast<QWidget*>(m_epochs), static_cast<QWidget*>(m_batch),
                         m_scheduleRow, m_seedRow, static_cast<QWidget*>(m_threads)})
        row->setEnabled(!started);
    showHelp(started);
}

void TrainingPanel::showHelp(bool started) {
    const QString locked = started ? QLatin1Char(' ') + tr("Reset the run to change it.") : QString();
    m_paceRow->setToolTip(
        tr("Fast: a high learning rate that falls early, for the lowest loss in the least time. "
           "Classic: Adam at a constant 0.001, as in most papers.") +
        locked);
    m_epochs->setHelp(tr("Passes over the training images; at the far right, ∞, until you pause.") + locked);
    m_batch->setHelp(tr("Images a step, over which the gradient is averaged.") + locked);
    m_scheduleRow->setToolTip(tr("How the learning rate goes from its peak over the run.") + locked);
    m_seedRow->setToolTip(tr("Starts the random streams: the same seed gives the same losses.") + locked);
    m_threads->setHelp(tr("Threads that share each step.") + locked);
}

} // namespace latent
