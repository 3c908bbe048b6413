// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagnostics/live_numbers.h"

#include "ui/controls/style.h"
#include "ui/diagnostics/number_table.h"
#include "ui/posterior/collapse_warning.h"
#include "ui/text/likelihood_text.h"
#include "ui/text/number_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include <cmath>

namespace latent {

namespace {

enum LossRow { kReconstruction, kKl, kTotal, kGap, kValidation };
enum PosteriorRow { kActive, kRatio, kSquaredError, kPsnr };

} // namespace

LiveNumbers::LiveNumbers(Exploration* exploration, QWidget* parent)
    : QWidget(parent)
    , m_exploration(exploration)
    , m_unit(style::quietLabel({}, this))
    , m_losses(new NumberTable(this, {tr("test"), tr("training")}))
    , m_posterior(new NumberTable(this))
    , m_warning(style::failureLabel(this))
    , m_throttle(this, ReplotThrottle::kReadableMs) {
    m_unit->setWordWrap(false);
    m_unit->setFont(style::small(font()));
    m_losses->addRow(tr("Reconstruction"),
                     tr("−log p(x|z), with one draw of the noise per image if the model has noise. Training: "
                        "the mean over the epoch’s batches, while the weights changed."));
    m_losses->addRow(tr("KL"), tr("KL(q(z|x) ‖ N(0, I)), not weighted: ½ Σ (m² + exp(s) − 1 − s)"));
    m_losses->addRow({}, tr("The loss that training minimises: reconstruction + β·KL"));
    m_losses->addRow(tr("Gap, test − training"),
                     tr("Difference of the totals. It grows as the model memorises its training images."));
    m_losses->addRow(tr("Held out"),
                     tr("Total for the held-out tenth of the training images, which decides when to stop"));
    m_posterior->addRow(tr("Active units"),
                        tr("Dimensions whose means vary by more than 0.01 over the test images (Burda et al. "
                           "2016)"));
    m_posterior->addRow(tr("Mean σ / spread"),
                        tr("Mean σ of q(z|x) over the standard deviation of its means: near 0 the noise has "
                           "vanished, near 1 the codes carry no information."));
    m_posterior->addRow(tr("Squared error"),
                        tr("Per pixel, 0 … 1, between test images and the decodings of their codes (of a "
                           "sample, not the mean, if the model has noise)"));
    m_posterior->addRow(tr("PSNR"), tr("10 log₁₀ (1 / squared error) of the same decodings"));

    auto* const head = new QHBoxLayout;
    head->addWidget(style::sectionHead(tr("Live"), this));
    head->addStretch(1);
    head->addWidget(m_unit);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(style::kUnit);
    layout->addLayout(head);
    layout->addWidget(m_losses);
    layout->addWidget(m_posterior);
    layout->addWidget(m_warning);
    connect(m_exploration, &Exploration::snapshotChanged, &m_throttle, &ReplotThrottle::request);
    connect(&m_throttle, &ReplotThrottle::due, this, [this] {
        if (isVisible()) showAll();
    });
}

void LiveNumbers::showEpoch(const EpochRecord& epoch) {
    m_epoch = epoch;
    m_throttle.request();
}

void LiveNumbers::clear() {
    m_epoch.reset();
    m_throttle.request();
}

void LiveNumbers::showEvent(QShowEvent* event) {
    showAll();
    QWidget::showEvent(event);
}

void LiveNumbers::showAll() {
    const bool known = m_exploration->snapshot() != nullptr;
    const Objective shown = objective();
    m_unit->setText(known ? natsOf(shown.likelihood) : QString());
    m_unit->setToolTip(known ? likelihoodMeaning(shown.likelihood) : QString());
    m_losses->setName(kTotal,
                      tr("Total, β %1").arg(shownLocale().toString(static_cast<double>(shown.beta), 'g', 3)));
    showLosses();
    showPosterior();
    showWarning();
}

Objective LiveNumbers::objective() const {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    return snapshot ? snapshot->model.objective : Objective{};
}

void LiveNumbers::showWarning() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    const CollapseWarning warning = snapshot ? collapseWarning(*snapshot) : CollapseWarning{};
    if (m_warning->text() != warning.help) m_warning->setText(warning.help);
    const auto role = warning.severe ? QPalette::BrightText : QPalette::PlaceholderText;
    if (m_warning->foregroundRole() != role) m_warning->setForegroundRole(role);
    m_warning->setVisible(!warning.empty());
}

void LiveNumbers::showLosses() {
    const bool hasKl = objective().hasKl();
    m_losses->setRowVisible(kKl, hasKl);
    m_losses->setRowVisible(kTotal, hasKl); // without KL the total equals the reconstruction
    m_losses->setRowVisible(kValidation, m_epoch && m_epoch->validation);
    if (!m_epoch) {
        for (const int row : {kReconstruction, kKl, kTotal, kGap}) m_losses->setNumbers(row, {});
        return;
    }
    const LossTerms& test = m_epoch->test;
    const LossTerms& train = m_epoch->train;
    m_losses->setNumbers(kReconstruction, {figure(test.reconstruction, 1), figure(train.reconstruction, 1)});
    m_losses->setNumbers(kKl, {figure(test.kl, 1), figure(train.kl, 1)});
    m_losses->setNumbers(kTotal, {figure(test.total, 1), figure(train.total, 1)});
    m_losses->setNumbers(kGap, {figure(test.total - train.total, 1)});
    if (m_epoch->validation) m_losses->setNumbers(kValidation, {figure(m_epoch->validation->total, 1)});
}

void LiveNumbers::showPosterior() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    // An epoch's statistics cover all test images; before the first epoch ends, use the snapshot's, from its
    // batches.
    const PosteriorStatistics posterior = m_epoch    ? m_epoch->posterior
                                          : snapshot ? snapshot->posterior
                                                     : PosteriorStatistics{};
    m_posterior->setRowVisible(kRatio, objective().latentNoise);
    if (posterior.empty()) {
        m_posterior->setNumbers(kActive, {});
        m_posterior->setNumbers(kRatio, {});
    } else {
        m_posterior->setNumbers(kActive,
                                {tr("%1 of %2").arg(posterior.activeUnits()).arg(posterior.kl.size())});
        const auto spread = static_cast<double>(posterior.spreadMean());
        const double ratio = static_cast<double>(posterior.sigmaMean()) / spread;
        m_posterior->setNumbers(kRatio, spread > 0
                                            ? QStringList{ratio < 1e-4 ? tr("< %1").arg(figure(1e-4, 4))
                                                                       : figure(ratio, ratio < 0.1 ? 4 : 2)}
                                            : QStringList{});
    }
    m_posterior->setNumbers(kSquaredError,
                            m_epoch ? QStringList{figure(m_epoch->squaredError, 4)} : QStringList{});
    m_posterior->setNumbers(
        kPsnr, m_epoch && m_epoch->squaredError > 0
                   ? QStringList{tr("%1 dB").arg(figure(-10 * std::log10(m_epoch->squaredError), 1))}
                   : QStringList{});
}

} // namespace latent
