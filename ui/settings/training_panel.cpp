// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/training_panel.h"

#include "core/base/cores.h"

#include "ui/controls/choice_box.h"
#include "ui/controls/disclosure.h"
#include "ui/controls/form_row.h"
#include "ui/controls/style.h"
#include "ui/controls/switch.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpressionValidator>

#include <algorithm>

namespace latent {

namespace {

double mostEpochs() {
    return knobNamed("epochs").panel.high;
}

} // namespace

TrainingPanel::TrainingPanel(QWidget* parent)
    : QWidget(parent) {
    using Scale = LabelledSlider::Scale;
    m_pace = new ChoiceBox({tr("Fast"), tr("Classic"), tr("Custom")}, this);
    m_paceRow = formRow(tr("Pace"), m_pace, {}, FieldPlace::Fill, this);
    m_epochs = slider("epochs", tr("Epochs"), Scale::Logarithmic, this);
    m_epochs->setRange(knobNamed("epochs").panel.low, mostEpochs() + 1);
    m_epochs->setHighestText(QStringLiteral("∞"));
    m_rate = slider("learning-rate", tr("Learning rate"), Scale::Logarithmic, this);
    m_batch = slider("batch", tr("Batch"), Scale::PowersOfTwo, this);
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
    setRunning(false);
}

QWidget* TrainingPanel::makeAdvanced() {
    auto* content = new QWidget(this);
    m_schedule =
        new ChoiceBox({tr("Fast"), tr("Constant"), tr("Linear"), tr("Cosine"), tr("Stages")}, content);
    auto* scheduleRow = formRow(tr("Schedule"), m_schedule, {}, FieldPlace::Fill, content);
    m_rows.add("schedule", scheduleRow);
    m_seed = new QLineEdit(content);
    m_seed->setValidator(new QRegularExpressionValidator(QRegularExpression("[0-9]{1,18}"), m_seed));
    auto* seedRow = formRow(tr("Seed"), m_seed, {}, FieldPlace::Fill, content);
    m_rows.add("seed", seedRow);
    m_threads = new LabelledSlider(tr("Threads"), LabelledSlider::Scale::Linear, 1, std::max(2, coreCount()),
                                   content);
    m_threads->setDefaultValue(m_settings.threads);
    QWidget* averagedRow = makeExpertRows(content);
    m_optimiser = style::quietLabel({}, content);
    m_optimiser->setFont(style::small(m_optimiser->font()));
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(style::kUnit);
    for (QWidget* row : std::initializer_list<QWidget*>{scheduleRow, m_warmUp, m_clip, m_earlyStop,
                                                        averagedRow, seedRow, m_threads, m_optimiser})
        column->addWidget(row);
    return content;
}

QWidget* TrainingPanel::makeExpertRows(QWidget* content) {
    using Scale = LabelledSlider::Scale;
    m_warmUp = slider("warm-up", tr("β warm-up"), Scale::Linear, content);
    m_clip = slider("clip", tr("Clipping"), Scale::Square, content);
    m_earlyStop = slider("early-stop", tr("Early stop"), Scale::Linear, content);
    m_averaged = new Switch(content);
    QWidget* averagedRow = formRow(tr("Average"), m_averaged, {}, FieldPlace::Right, content);
    m_rows.add("average", averagedRow);
    return averagedRow;
}

LabelledSlider* TrainingPanel::slider(const char* key, const QString& label, LabelledSlider::Scale scale,
                                      QWidget* parent) {
    LabelledSlider* made = knobSlider(knobNamed(key), label, scale, parent);
    m_rows.add(key, made);
    return made;
}

void TrainingPanel::connectAll() {
    connect(m_pace, &QComboBox::activated, this, &TrainingPanel::choosePace);
    connect(m_epochs, &LabelledSlider::valueChanged, this, [this](double value) {
        m_settings.epochs = value > mostEpochs() ? 0 : static_cast<int>(value);
        emit settingsEdited(m_settings);
    });
    connect(m_rate, &LabelledSlider::valueChanged, this, [this](double value) {
        m_settings.learningRate = static_cast<float>(value);
        showPace();
        emit settingsEdited(m_settings);
        emit learningRateEdited(m_settings.learningRate);
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
    connect(m_averaged, &QAbstractButton::clicked, this, [this](bool on) {
        m_settings.averaged = on;
        emit settingsEdited(m_settings);
    });
    for (const auto& [knob, slider] : plainSliders()) {
        connect(slider, &LabelledSlider::valueChanged, this, [this, knob = knob](double value) {
            Configuration configuration{{}, {}, m_settings};
            setNumber(*knob, value, configuration);
            m_settings = configuration.training;
            emit settingsEdited(m_settings);
        });
    }
}

std::vector<std::pair<const Knob*, LabelledSlider*>> TrainingPanel::plainSliders() const {
    return {{&knobNamed("batch"), m_batch},
            {&knobNamed("warm-up"), m_warmUp},
            {&knobNamed("clip"), m_clip},
            {&knobNamed("early-stop"), m_earlyStop}};
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
    m_epochs->setValue(settings.epochs == 0 ? mostEpochs() + 1 : settings.epochs);
    m_rate->setValue(settings.learningRate);
    m_schedule->setCurrentIndex(static_cast<int>(settings.schedule));
    m_seed->setText(QString::number(settings.seed));
    m_threads->setRange(1, std::max({2, coreCount(), settings.threads}));
    m_threads->setValue(settings.threads);
    for (const auto& [knob, slider] : plainSliders()) showNumber(*knob, {{}, {}, settings}, slider);
    m_averaged->setChecked(settings.averaged);
    showPace();
}

void TrainingPanel::setRunning(bool started) {
    m_rows.setRunning(started);
    for (QWidget* row : {m_paceRow, static_cast<QWidget*>(m_threads)}) row->setEnabled(!started);
    m_paceRow->setToolTip(
        helpInRun(tr("Fast: a high learning rate that falls early, for the lowest loss in the least time. "
                     "Classic: Adam at a constant 0.001, as in most papers."),
                  false, started));
    m_threads->setHelp(helpInRun(tr("Threads that share each step."), false, started));
}

} // namespace latent
