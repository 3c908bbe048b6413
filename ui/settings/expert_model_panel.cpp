// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/expert_model_panel.h"

#include "ui/controls/choice_box.h"
#include "ui/controls/form_row.h"
#include "ui/controls/sizes_field.h"
#include "ui/controls/style.h"
#include "ui/text/likelihood_text.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace latent {

namespace {

constexpr int kMeaningLines = 3;

using Kind = Likelihood::Kind;

bool hasNumber(const Likelihood& likelihood) {
    return likelihood.kind == Kind::Gaussian || likelihood.isBinary();
}

} // namespace

ExpertModelPanel::ExpertModelPanel(QWidget* parent)
    : QWidget(parent)
    , m_lastConvolutional(convolutionalNetwork({}))
    , m_network(new ChoiceBox({tr("Dense"), tr("Conv net")}, this))
    , m_channels(new SizesField(tr("Channels"), parseChannels, this))
    , m_kernel(knobSlider(knobNamed("kernel"), tr("Kernel"), LabelledSlider::Scale::Linear, this))
    , m_activation(new ChoiceBox({tr("ReLU"), tr("SiLU"), tr("tanh")}, this))
    , m_likelihood(new ChoiceBox(
          {tr("Bernoulli"), tr("Binarised"), tr("Gaussian"), tr("Learned σ"), tr("C. Bernoulli")}, this))
    , m_number(new LabelledSlider(tr("Threshold"), LabelledSlider::Scale::Linear, 0, 1, this))
    , m_meaning(style::quietLabel({}, this))
    , m_freeBits(knobSlider(knobNamed("free-bits"), tr("Free bits"), LabelledSlider::Scale::Square, this)) {
    m_number->setDecimals(2);
    m_meaning->setFont(style::small(m_meaning->font()));
    // Height of the longest sentence, so that nothing below moves.
    m_meaning->setFixedHeight(kMeaningLines * m_meaning->fontMetrics().lineSpacing() + 2);
    m_meaning->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    makeRows();
    connectNetwork();
    connectObjective();
    m_rows.setRunning(false);
    setArchitecture(m_architecture);
    setObjective(m_objective);
}

void ExpertModelPanel::makeRows() {
    const auto row = [this](const QString& label, QWidget* field) {
        return formRow(label, field, {}, FieldPlace::Fill, this);
    };
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(style::kUnit);
    for (QWidget* each : std::initializer_list<QWidget*>{
             row(tr("Network"), m_network), m_channels, m_kernel, row(tr("Activation"), m_activation),
             row(tr("Likelihood"), m_likelihood), m_number, m_meaning, m_freeBits})
        column->addWidget(each);
    m_rows.add("channels", m_channels);
    m_rows.add("kernel", m_kernel);
    m_rows.add("activation", m_activation->parentWidget());
    m_rows.add("likelihood", m_likelihood->parentWidget());
    m_rows.add("free-bits", m_freeBits);
}

void ExpertModelPanel::connectNetwork() {
    connect(m_network, &QComboBox::activated, this, [this](int index) {
        const bool wanted = index == 1;
        if (wanted == m_architecture.convolutional()) return;
        Architecture architecture =
            wanted ? convolutionalNetwork(m_architecture) : denseNetwork(m_architecture);
        if (wanted) {
            architecture.channels = m_lastConvolutional.channels;
            architecture.kernel = m_lastConvolutional.kernel;
        }
        edit(architecture);
    });
    connect(m_channels, &SizesField::edited, this, [this](const std::vector<int>& channels) {
        Architecture architecture = m_architecture;
        architecture.channels = channels;
        edit(architecture);
    });
    connect(m_kernel, &LabelledSlider::valueChanged, this, [this](double value) {
        Architecture architecture = m_architecture;
        architecture.kernel = static_cast<int>(value);
        edit(architecture);
    });
    connect(m_activation, &QComboBox::activated, this, [this](int index) {
        Architecture architecture = m_architecture;
        architecture.activation = static_cast<Activation>(index);
        edit(architecture);
    });
}

void ExpertModelPanel::connectObjective() {
    connect(m_likelihood, &QComboBox::activated, this, [this](int index) {
        Objective objective = m_objective;
        if (index == static_cast<int>(objective.likelihood.kind)) return;
        objective.likelihood = {.kind = static_cast<Kind>(index)};
        edit(objective);
    });
    connect(m_number, &LabelledSlider::valueChanged, this, [this](double value) {
        Objective objective = m_objective;
        Likelihood& likelihood = objective.likelihood;
        (likelihood.isBinary() ? likelihood.threshold : likelihood.deviation) = static_cast<float>(value);
        edit(objective);
    });
    connect(m_freeBits, &LabelledSlider::valueChanged, this, [this](double value) {
        Objective objective = m_objective;
        objective.freeBits = static_cast<float>(value);
        edit(objective);
    });
}

void ExpertModelPanel::edit(const Architecture& architecture) {
    setArchitecture(architecture);
    emit architectureEdited(m_architecture);
}

void ExpertModelPanel::edit(const Objective& objective) {
    setObjective(objective);
    emit objectiveEdited(m_objective);
}

void ExpertModelPanel::setArchitecture(const Architecture& architecture) {
    m_architecture = architecture;
    if (architecture.convolutional()) m_lastConvolutional = architecture;
    m_network->setCurrentIndex(architecture.convolutional() ? 1 : 0);
    m_channels->setSizes(m_lastConvolutional.channels);
    m_kernel->setValue(m_lastConvolutional.kernel);
    m_activation->setCurrentIndex(static_cast<int>(architecture.activation));
    enableRows();
}

void ExpertModelPanel::setObjective(const Objective& objective) {
    m_objective = objective;
    m_likelihood->setCurrentIndex(static_cast<int>(objective.likelihood.kind));
    showNumber(knobNamed("free-bits"), {{}, objective, {}}, m_freeBits);
    showLikelihoodNumber();
    m_meaning->setText(likelihoodMeaning(objective.likelihood));
    enableRows();
}

void ExpertModelPanel::showLikelihoodNumber() {
    const Likelihood& likelihood = m_objective.likelihood;
    const bool deviation = likelihood.isGaussian();
    m_number->setLabelText(!deviation              ? tr("Threshold")
                           : hasNumber(likelihood) ? tr("Deviation σ")
                                                   : tr("First σ")); // the start of a learned σ
    m_number->setRange(deviation ? 0.01 : 0, std::max(1.0F, deviation ? likelihood.deviation : 1.0F));
    m_number->setDefaultValue(deviation ? Likelihood{}.deviation : Likelihood{}.threshold);
    m_number->setValue(deviation ? likelihood.deviation : likelihood.threshold);
}

void ExpertModelPanel::setRunning(bool started) {
    m_started = started;
    if (started) setArchitecture(m_architecture); // discard half-typed text, which is not in the run
    m_rows.setRunning(started);
    enableRows();
}

void ExpertModelPanel::enableRows() {
    const bool convolutional = m_architecture.convolutional();
    m_network->parentWidget()->setEnabled(!m_started);
    m_network->parentWidget()->setToolTip(
        helpInRun(tr("Conv net: stride-2 convolutions before the hidden layers, mirrored in the decoder."),
                  false, m_started));
    m_channels->setEnabled(!m_started && convolutional);
    m_kernel->setEnabled(!m_started && convolutional);
    m_number->setEnabled(!m_started && hasNumber(m_objective.likelihood));
    m_number->setHelp(helpInRun(m_objective.likelihood.isGaussian()
                                    ? tr("Standard deviation of a pixel around its decoding.")
                                    : tr("Pixels from this value on are white; 0: each pixel is drawn anew, "
                                         "with its grey value as the probability of white."),
                                false, m_started));
}

} // namespace latent
