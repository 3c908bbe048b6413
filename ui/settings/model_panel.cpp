// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/model_panel.h"

#include "ui/controls/choice_box.h"
#include "ui/controls/choice_grid.h"
#include "ui/controls/disclosure.h"
#include "ui/controls/form_row.h"
#include "ui/controls/sizes_field.h"
#include "ui/controls/style.h"
#include "ui/controls/switch.h"
#include "ui/settings/expert_model_panel.h"
#include "ui/text/preset_text.h"

#include <QAbstractButton>
#include <QBoxLayout>
#include <QLabel>

#include <cmath>

namespace latent {

namespace {

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
        return ModelPanel::tr("Weights KL by β: above 1 for fewer, more separate dimensions.");
    case Preset::Custom:
        break;
    }
    return ModelPanel::tr("Your own mix of corruption, latent noise and β.");
}

QStringList presetNames() {
    QStringList names;
    for (int i = 0; i <= static_cast<int>(Preset::Custom); ++i) names << shortName(static_cast<Preset>(i));
    return names;
}

} // namespace

ModelPanel::ModelPanel(QWidget* parent)
    : QWidget(parent)
    , m_presets(new ChoiceGrid(presetNames(), 3, this))
    , m_explanation(style::quietLabel({}, this)) {
    auto* column = panelColumn(this);
    column->addWidget(style::sectionHead(tr("Model"), this));
    column->addSpacing(style::kUnit);
    column->addWidget(m_presets);
    column->addWidget(m_explanation);
    column->addSpacing(style::kUnit);
    m_explanation->setFont(style::small(m_explanation->font()));
    // Space for two lines, so that nothing below moves when the preset changes.
    m_explanation->setFixedHeight(2 * m_explanation->fontMetrics().lineSpacing() + 2);
    m_explanation->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    for (int i = 0; i <= static_cast<int>(Preset::Custom); ++i)
        m_presets->button(i)->setToolTip(explanationOf(static_cast<Preset>(i)));
    makeSizes();
    makeKnobs();
    m_expert = new ExpertModelPanel(this);
    m_advanced = new Disclosure(tr("Advanced"), m_expert, this);
    layout()->addWidget(m_advanced);
    connectKnobs();
    setArchitecture(m_architecture);
    setObjective(m_objective);
    m_rows.setRunning(false);
}

void ModelPanel::makeSizes() {
    m_latent = knobSlider(knobNamed("latent"), tr("Latent size"), LabelledSlider::Scale::Linear, this);
    m_hidden = new SizesField(tr("Hidden"), parseHidden, this);
    layout()->addWidget(m_latent);
    layout()->addWidget(m_hidden);
    m_rows.add("latent", m_latent);
    m_rows.add("hidden", m_hidden);
}

void ModelPanel::makeKnobs() {
    m_beta = knobSlider(knobNamed("beta"), tr("β (KL weight)"), LabelledSlider::Scale::Square, this);
    m_corruption = new ChoiceBox({tr("None"), tr("Masking"), tr("Gaussian")}, this);
    m_amount = new LabelledSlider(tr("Amount"), LabelledSlider::Scale::Linear, 0, 100, this);
    m_noise = new Switch(this);
    QWidget* corruptionRow = formRow(tr("Corruption"), m_corruption, {}, FieldPlace::Fill, this);
    QWidget* noiseRow = formRow(tr("Latent noise"), m_noise, {}, FieldPlace::Right, this);
    for (QWidget* row : std::initializer_list<QWidget*>{m_beta, corruptionRow, m_amount, noiseRow})
        layout()->addWidget(row);
    m_rows.add("beta", m_beta);
    m_rows.add("corruption", corruptionRow);
    m_rows.add("noise", noiseRow);
}

void ModelPanel::connectKnobs() {
    connect(m_presets, &ChoiceGrid::chosen, this,
            [this](int choice) { choosePreset(static_cast<Preset>(choice)); });
    connect(m_latent, &LabelledSlider::valueChanged, this, [this](double value) {
        setArchitecture(withLatent(m_architecture, static_cast<int>(value)));
        emit architectureEdited();
    });
    connect(m_hidden, &SizesField::edited, this, [this](const std::vector<int>& hidden) {
        m_architecture.hidden = hidden;
        m_expert->setArchitecture(m_architecture);
        emit architectureEdited();
    });
    connect(m_expert, &ExpertModelPanel::architectureEdited, this, [this](const Architecture& architecture) {
        setArchitecture(architecture);
        emit architectureEdited();
    });
    connect(m_expert, &ExpertModelPanel::objectiveEdited, this, &ModelPanel::edit);
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
    Objective wanted = m_customChosen ? m_objective : objectiveOf(preset);
    wanted.likelihood = m_objective.likelihood; // a preset sets only the three knobs
    wanted.freeBits = m_objective.freeBits;
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
    m_hidden->setSizes(architecture.hidden);
    m_expert->setArchitecture(m_architecture);
}

void ModelPanel::setObjective(const Objective& objective) {
    m_customChosen = false;
    m_objective = objective;
    showObjective();
}

void ModelPanel::showObjective() {
    showNumber(knobNamed("beta"), {{}, m_objective, {}}, m_beta);
    m_noise->setChecked(m_objective.latentNoise);
    m_corruption->setCurrentIndex(static_cast<int>(m_objective.corruption.kind));
    showCorruptionAmount();
    m_expert->setObjective(m_objective);
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
        m_amount->setHelp(gaussian
                              ? tr("Standard deviation of the noise added to each pixel. Changes a run live.")
                              : tr("Probability that a pixel is set to 0. Changes a run live."));
    }
    m_amount->setValue(gaussian ? corruption.amount : 100.0 * corruption.amount);
    m_amount->setEnabled(corruption.kind != Corruption::Kind::None);
}

void ModelPanel::setRunning(bool started) {
    m_rows.setRunning(started);
    m_expert->setRunning(started);
    if (started) setArchitecture(m_architecture); // discard half-typed text, which is not in the run
}

} // namespace latent
