// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model_panel.h"

#include "core/base/error.h"
#include "ui/controls/choice_grid.h"
#include "ui/controls/form_row.h"
#include "ui/controls/labelled_slider.h"
#include "ui/controls/switch.h"
#include "ui/style.h"

#include <QAbstractButton>
#include <QBoxLayout>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QStyle>

#include <cmath>

namespace latent {

namespace {

constexpr double kHighestBeta = 16;

QString explanationOf(Preset preset) {
    switch (preset) {
    case Preset::Autoencoder:
        return ModelPanel::tr("Plain autoencoder: reconstruction only, no noise and no prior.");
    case Preset::Denoising:
        return ModelPanel::tr("Reconstructs the clean image from a corrupted one; no prior.");
    case Preset::NoiseWithoutKl:
        return ModelPanel::tr("Noisy codes without KL: σ shrinks until the noise is gone.");
    case Preset::Vae:
        return ModelPanel::tr("Variational: maximises the ELBO, with β = 1 and prior N(0, I).");
    case Preset::BetaVae:
        return ModelPanel::tr("Weighs KL by β: above 1 for fewer, more separate dimensions.");
    case Preset::Custom:
        break;
    }
    return ModelPanel::tr("Your own mix of corruption, latent noise and β.");
}

} // namespace

ModelPanel::ModelPanel(QWidget* parent)
    : QWidget(parent)
    , m_presets(new ChoiceGrid({tr("AE"), tr("Denoising"), tr("No KL"), tr("VAE"), tr("β-VAE"), tr("Custom")},
                               3, this))
    , m_explanation(style::quietLabel({}, this)) {
    auto* column = panelColumn(this);
    column->addWidget(style::sectionHead(tr("Model"), this));
    column->addSpacing(style::kUnit);
    column->addWidget(m_presets);
    column->addWidget(m_explanation);
    column->addSpacing(style::kUnit);
    m_explanation->setFont(style::small(m_explanation->font()));
    // Room for two lines, so that nothing below moves when the preset changes.
    m_explanation->setFixedHeight(2 * m_explanation->fontMetrics().lineSpacing() + 2);
    m_explanation->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    for (int i = 0; i <= static_cast<int>(Preset::Custom); ++i)
        m_presets->button(i)->setToolTip(explanationOf(static_cast<Preset>(i)));
    makeSizes();
    makeKnobs();
    connectKnobs();
    setArchitecture(m_architecture);
    setObjective(m_objective);
    showHelp();
}

void ModelPanel::makeSizes() {
    m_latent = new LabelledSlider(tr("Latent size"), LabelledSlider::Scale::Linear, 1, kMaxLatent, this);
    m_latent->setDefaultValue(m_architecture.latent);
    m_hidden = new QLineEdit(this);
    m_hiddenRow = formRow(tr("Hidden"), m_hidden, {}, FieldPlace::Fill, this);
    m_hiddenProblem = new QLabel(this);
    m_hiddenProblem->setWordWrap(true);
    m_hiddenProblem->setFont(style::small(m_hiddenProblem->font()));
    m_hiddenProblem->setForegroundRole(QPalette::BrightText);
    m_hiddenProblem->hide();
    layout()->addWidget(m_latent);
    layout()->addWidget(m_hiddenRow);
    layout()->addWidget(m_hiddenProblem);
}

void ModelPanel::makeKnobs() {
    m_beta = new LabelledSlider(tr("β (KL weight)"), LabelledSlider::Scale::Square, 0, kHighestBeta, this);
    m_beta->setDecimals(2);
    m_beta->setDefaultValue(1);
    m_beta->setHelp(
        tr("Weight of the KL term in the loss; 1 makes the loss the negative ELBO. Changes a run live."));
    m_corruption = new QComboBox(this);
    m_corruption->setProperty("compact", true);
    m_corruption->setFocusPolicy(Qt::StrongFocus);
    m_corruption->addItems({tr("None"), tr("Masking"), tr("Gaussian")});
    m_amount = new LabelledSlider(tr("Amount"), LabelledSlider::Scale::Linear, 0, 100, this);
    m_noise = new Switch(this);
    layout()->addWidget(m_beta);
    layout()->addWidget(
        formRow(tr("Corruption"), m_corruption,
                tr("What is done to the encoder's input while the loss asks for the clean image. "
                   "Changes a run live."),
                FieldPlace::Fill, this));
    layout()->addWidget(m_amount);
    layout()->addWidget(
        formRow(tr("Latent noise"), m_noise,
                tr("On: z = m + σ·e is drawn from the posterior q(z|x); off: z is its mean m."),
                FieldPlace::Right, this));
}

void ModelPanel::connectKnobs() {
    connect(m_presets, &ChoiceGrid::chosen, this,
            [this](int choice) { choosePreset(static_cast<Preset>(choice)); });
    connect(m_latent, &LabelledSlider::valueChanged, this, [this](double value) {
        m_architecture.latent = static_cast<int>(value);
        emit architectureEdited();
    });
    connect(m_hidden, &QLineEdit::textEdited, this, &ModelPanel::checkHidden);
    connect(m_hidden, &QLineEdit::editingFinished, this, &ModelPanel::finishHidden);
    auto* escape = new QShortcut(Qt::Key_Escape, m_hidden, nullptr, nullptr, Qt::WidgetShortcut);
    connect(escape, &QShortcut::activated, this, [this] { setArchitecture(m_architecture); });
    connect(m_beta, &LabelledSlider::valueChanged, this, [this](double value) {
        Objective objective = m_objective;
        objective.beta = static_cast<float>(value);
        edit(objective);
    });
    connect(m_corruption, &QComboBox::activated, this, &ModelPanel::editCorruptionKind);
    connect(m_amount, &LabelledSlider::valueChanged, this, [this](double value) {
        Objective objective = m_objective;
        const bool percent = objective.corruption.kind == Corruption::Kind::Mask;
        objective.corruption.amount = static_cast<float>(percent ? value / 100 : value);
        edit(objective);
    });
    connect(m_noise, &QAbstractButton::clicked, this, [this](bool on) {
        Objective objective = m_objective;
        objective.latentNoise = on;
        edit(objective);
    });
}

Preset ModelPanel::preset() const {
    return m_customChosen ? Preset::Custom : presetOf(m_objective);
}

void ModelPanel::choosePreset(Preset preset) {
    m_customChosen = preset == Preset::Custom;
    const Objective wanted = m_customChosen ? m_objective : objectiveOf(preset);
    if (wanted == m_objective)
        showObjective();
    else
        edit(wanted);
}

void ModelPanel::edit(const Objective& objective) {
    m_objective = objective;
    showObjective();
    emit objectiveEdited(objective);
}

void ModelPanel::editCorruptionKind(int kind) {
    Objective objective = m_objective;
    const auto wanted = static_cast<Corruption::Kind>(kind);
    if (wanted == objective.corruption.kind) return;
    constexpr float kStartAmount = 0.3F;
    objective.corruption = {wanted, wanted == Corruption::Kind::None ? 0.0F : kStartAmount};
    edit(objective);
}

void ModelPanel::setArchitecture(const Architecture& architecture) {
    m_architecture = architecture;
    m_architecture.shape = {};
    m_latent->setValue(architecture.latent);
    m_hidden->setText(QString::fromStdString(hiddenText(architecture.hidden)));
    m_hidden->setModified(false);
    checkHidden(m_hidden->text());
}

void ModelPanel::setObjective(const Objective& objective) {
    m_customChosen = false;
    m_objective = objective;
    showObjective();
}

void ModelPanel::showObjective() {
    m_beta->setRange(0, std::max<double>(kHighestBeta, m_objective.beta)); // a model file may ask for more
    m_beta->setValue(m_objective.beta);
    m_noise->setChecked(m_objective.latentNoise);
    m_corruption->setCurrentIndex(static_cast<int>(m_objective.corruption.kind));
    showCorruptionAmount();
    const Preset now = preset();
    m_presets->setCurrent(static_cast<int>(now));
    m_explanation->setText(explanationOf(now));
    if (now != m_shownPreset) {
        m_shownPreset = now;
        emit presetChanged(now);
    }
}

void ModelPanel::showCorruptionAmount() {
    const Corruption& corruption = m_objective.corruption;
    const bool gaussian = corruption.kind == Corruption::Kind::Gaussian;
    const bool isGaussianNow = m_amount->property("gaussian").toBool();
    if (gaussian != isGaussianNow || m_amount->property("gaussian").isNull()) {
        m_amount->setProperty("gaussian", gaussian);
        m_amount->setSuffix(gaussian ? QString() : QStringLiteral(" %"));
        m_amount->setDecimals(gaussian ? 2 : 0);
        m_amount->setRange(0, gaussian ? 1 : 100);
        m_amount->setHelp(
            gaussian ? tr("Standard deviation of the noise that is added to each pixel. Changes a run live.")
                     : tr("Probability that a pixel is set to 0. Changes a run live."));
    }
    m_amount->setValue(gaussian ? corruption.amount : 100.0 * corruption.amount);
    m_amount->setEnabled(corruption.kind != Corruption::Kind::None);
}

void ModelPanel::checkHidden(const QString& text) {
    QString problem;
    try {
        parseHidden(text.toStdString());
    } catch (const Error& error) {
        problem = QString::fromUtf8(error.what());
    }
    m_hidden->setProperty("invalid", !problem.isEmpty());
    m_hidden->style()->unpolish(m_hidden);
    m_hidden->style()->polish(m_hidden);
    m_hiddenProblem->setText(problem);
    m_hiddenProblem->setVisible(!problem.isEmpty());
}

void ModelPanel::finishHidden() {
    if (!m_hidden->isModified()) return;
    std::vector<int> hidden = m_architecture.hidden;
    try {
        hidden = parseHidden(m_hidden->text().toStdString());
    } catch (const Error&) {
        if (m_hidden->hasFocus()) return; // Return on a wrong text: the sentence below stays
    }
    const bool changed = hidden != m_architecture.hidden;
    m_architecture.hidden = hidden;
    setArchitecture(m_architecture);
    if (changed) emit architectureEdited();
}

void ModelPanel::setRunning(bool started) {
    m_started = started;
    m_latent->setEnabled(!started);
    m_hiddenRow->setEnabled(!started);
    if (started) setArchitecture(m_architecture); // what was half typed is not what runs
    showHelp();
}

void ModelPanel::showHelp() {
    const QString locked = m_started ? QLatin1Char(' ') + tr("Reset the run to change it.") : QString();
    m_latent->setHelp(tr("Dimensions of the latent space, from 1 to %1.").arg(kMaxLatent) + locked);
    m_hiddenRow->setToolTip(
        tr("Units of the encoder's hidden layers, as in “400” or “512, 256”; the decoder mirrors them.") +
        locked);
}

} // namespace latent
