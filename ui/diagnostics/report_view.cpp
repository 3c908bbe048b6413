// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagnostics/report_view.h"

#include "ui/controls/style.h"
#include "ui/diagnostics/number_table.h"
#include "ui/diagnostics/parts_bar.h"
#include "ui/images/image_grid.h"
#include "ui/images/image_sheet.h"
#include "ui/map/density_grid.h"
#include "ui/text/latent_text.h"
#include "ui/text/likelihood_text.h"
#include "ui/text/number_text.h"

#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace latent {

namespace {

constexpr int kPairColumns = 8;
constexpr int kPairs = 16; // the samples nearest to training images

QString percent(double share) {
    return QStringLiteral("%1 %").arg(figure(100 * share, 1));
}

QString text(const MeanOver& mean) {
    return withError(mean.value, mean.standardError, 2);
}

QString psnr(double squaredError) {
    return QStringLiteral("%1 dB").arg(figure(-10 * std::log10(squaredError), 1));
}

} // namespace

ReportView::ReportView(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_likelihood(new NumberTable(this))
    , m_klParts(new PartsBar(this))
    , m_densities(new DensityGrid(this))
    , m_accuracy(new NumberTable(this))
    , m_pairs(new ImageGridView(this))
    , m_factors(new NumberTable(this, {tr("best"), tr("gap")})) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(5 * style::kUnit);
    m_likelihoodSection = addSection(tr("Likelihood"), {}, m_likelihood);
    m_klSection = addSection(tr("Parts of KL"), {}, m_klParts);
    m_aggregateSection =
        addSection(tr("Aggregate posterior"),
                   tr("Distribution of the codes of all test images (filled) against the prior N(0, 1) "
                      "(line), and the Wasserstein distance between the two: 0 is a perfect fit."),
                   m_densities);
    m_accuracySection = addSection(
        tr("Classes"), tr("How well the mean codes tell the classes of the test images apart."), m_accuracy);
    m_pairsSection = addSection(tr("Samples and nearest training images"), {}, m_pairs);
    m_factorsSection = addSection(tr("Known factors"),
                                  tr("Mutual information gap (MIG): how much more one dimension tells about "
                                     "a factor than the second best does. 1: one dimension for each factor."),
                                  m_factors);
    m_factors->setToolTip(tr("Chen et al. 2018, estimated from 20 equal bins of each mean over at most "
                             "10,000 images, divided by the factor’s entropy"));
    m_pairs->setObjectName(QStringLiteral("pairs"));
    m_pairs->setAccessibleName(tr("Samples of the prior, each above its nearest training image"));
    connect(m_pairs, &ImageGridView::cellClicked, this, [this](int cell) {
        const Index image =
            cell < static_cast<int>(m_pairImages.size()) ? m_pairImages[static_cast<std::size_t>(cell)] : -1;
        if (image >= 0) emit imageChosen(image);
    });
}

ReportView::Section ReportView::addSection(const QString& title, const QString& note, QWidget* content) {
    Section section{new QWidget(this), nullptr};
    auto* const layout = new QVBoxLayout(section.body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * style::kUnit);
    layout->addWidget(style::sectionHead(title, section.body));
    section.note = style::quietLabel(note, section.body);
    section.note->setFont(style::small(font()));
    layout->addWidget(section.note);
    layout->addWidget(content);
    m_layout->addWidget(section.body);
    return section;
}

void ReportView::showReport(const DiagnosticsReportPtr& report, const DatasetPtr& dataset) {
    showLikelihood(*report);
    m_klSection.body->setVisible(report->klParts.has_value());
    if (report->klParts) showKlParts(*report->klParts);
    m_aggregateSection.body->setVisible(report->aggregate.has_value());
    if (report->aggregate) m_densities->showAggregate(*report->aggregate);
    m_accuracySection.body->setVisible(report->accuracy.has_value());
    if (report->accuracy) showAccuracy(*report->accuracy);
    m_pairsSection.body->setVisible(report->memorisation.has_value());
    if (report->memorisation) showPairs(*report->memorisation, *dataset);
    m_factorsSection.body->setVisible(report->informationGap.has_value());
    if (report->informationGap) showFactors(*report->informationGap);
}

void ReportView::showLikelihood(const DiagnosticsReport& report) {
    m_likelihood->clear();
    const auto add = [this](const QString& name, const QString& value, const QString& help) {
        m_likelihood->setNumbers(m_likelihood->addRow(name, help), {value});
    };
    const QLocale locale;
    m_likelihoodSection.note->setText(
        tr("Nats per image (%1), means over %2 test images ± standard error. %3")
            .arg(likelihoodName(report.likelihood), locale.toString(qlonglong{report.images}),
                 likelihoodMeaning(report.likelihood)));
    if (report.elbo)
        add(tr("ELBO"), text(*report.elbo),
            tr("−(reconstruction + KL) with one draw of the noise per image, whatever β: a lower bound on "
               "log p(x)"));
    else
        add(tr("Reconstruction"), text(report.reconstruction), tr("−log p(x|m): this model has no noise."));
    if (report.bound) {
        const ImportanceBound& bound = *report.bound;
        const QString images = locale.toString(qlonglong{bound.images});
        if (bound.images < report.images)
            add(tr("ELBO, first %1").arg(images), text(bound.elbo), tr("For the images of the line below"));
        add(tr("Bound K = %1, first %2").arg(locale.toString(bound.samples), images),
            text(bound.logLikelihood),
            tr("Importance-weighted bound on log p(x): log 1/K Σ p(x|z) p(z) / q(z|x) (Burda et al. 2016). "
               "It rises with K."));
        if (bound.exact)
            add(tr("Exact log p(x), first %1").arg(images), text(*bound.exact),
                tr("log ∫ p(x|z) p(z) dz on a fine grid over the latent space. If it is well above the "
                   "bound, the encoder places some images where the decoder does not draw them best."));
    }
    add(tr("PSNR of the mean’s decoding"), psnr(report.squaredErrorOfMean),
        tr("10 log₁₀ (1 / squared error); squared error %1 per pixel")
            .arg(figure(report.squaredErrorOfMean, 4)));
    if (report.elbo)
        add(tr("PSNR of a sample’s"), psnr(report.squaredErrorOfSample),
            tr("The same with noise on the code; squared error %1 per pixel")
                .arg(figure(report.squaredErrorOfSample, 4)));
    add(tr("Active units"), tr("%1 of %2").arg(report.activeUnits).arg(report.variance.size()),
        tr("Dimensions whose means vary by more than 0.01 over the test images"));
}

void ReportView::showKlParts(const KlParts& parts) {
    m_klSection.note->setText(tr("%1 nats over %2 test images; mutual information cannot exceed ln %2 = %3.")
                                  .arg(text(parts.sum), shownLocale().toString(qlonglong{parts.images}),
                                       figure(std::log(static_cast<double>(parts.images)), 2)));
    m_klParts->showParts(
        {{tr("Mutual information"), parts.mutualInformation.value, text(parts.mutualInformation),
          tr("Between an image’s index and its code: E log q(z|x) − log q(z). How much the code tells about "
             "the image.")},
         {tr("Total correlation"), parts.totalCorrelation.value, text(parts.totalCorrelation),
          tr("E log q(z) − Σ log q(zⱼ): 0 if the dimensions are independent.")},
         {tr("Dimension-wise KL"), parts.dimensionWise.value, text(parts.dimensionWise),
          tr("Σ E log q(zⱼ) − log p(zⱼ): 0 if each dimension is N(0, 1) over all images.")}});
}

void ReportView::showAccuracy(const ClassAccuracy& accuracy) {
    m_accuracy->clear();
    const auto add = [this](const QString& name, double share, const QString& help) {
        m_accuracy->setNumbers(m_accuracy->addRow(name, help), {percent(share)});
    };
    add(tr("%1 nearest neighbours").arg(accuracy.neighbours), accuracy.nearest,
        tr("Each test image is given the most frequent class among the %1 training images with the nearest "
           "means.")
            .arg(accuracy.neighbours));
    add(tr("Linear probe"), accuracy.linear,
        tr("Multinomial logistic regression on the standardised means of the training images"));
    add(tr("Chance"), accuracy.chance, tr("Always predicting the largest class"));
}

void ReportView::showPairs(const Memorisation& memorisation, const ImageDataset& dataset) {
    m_pairsSection.note->setText(
        tr("Out of %1 samples, those nearest to a training image, which is shown below each. Median distance "
           "%2 per pixel; for test images %3. Copies would be near 0; decodings are smooth, which alone "
           "makes them nearer than test images.")
            .arg(memorisation.samples.cols())
            .arg(figure(memorisation.medianDistance, 3), figure(memorisation.medianOfTest, 3)));
    std::vector<std::size_t> order(memorisation.distance.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return memorisation.distance[a] < memorisation.distance[b];
    });
    const int pairs = std::min(kPairs, static_cast<int>(order.size()));
    const int rows = 2 * ((pairs + kPairColumns - 1) / kPairColumns);
    Matrix images = Matrix::Zero(memorisation.samples.rows(), Index{rows} * kPairColumns);
    m_pairImages.assign(static_cast<std::size_t>(images.cols()), -1);
    QStringList tips(images.cols());
    for (int pair = 0; pair < pairs; ++pair) {
        const std::size_t sample = order[static_cast<std::size_t>(pair)];
        const int above = 2 * (pair / kPairColumns) * kPairColumns + pair % kPairColumns;
        const int below = above + kPairColumns;
        const Index image = memorisation.nearest[sample];
        images.col(above) = memorisation.samples.col(static_cast<Index>(sample));
        images.col(below) = imageColumns(dataset, std::span<const Index>(&image, 1));
        m_pairImages[static_cast<std::size_t>(below)] = image;
        tips[above] = tr("A sample of the prior");
        tips[below] =
            tr("%1, %2 away").arg(imageName(dataset, image), figure(memorisation.distance[sample], 3));
    }
    m_pairs->showImages(images, dataset.shape, kPairColumns);
    m_pairs->setCellNotes(tips);
}

void ReportView::showFactors(const InformationGap& gap) {
    m_factors->clear();
    for (std::size_t i = 0; i < gap.factors.size(); ++i) {
        const int row = m_factors->addRow(QString::fromStdString(gap.factors[i]), m_factors->toolTip());
        m_factors->setNumbers(row, {latentName(gap.dimensions[i]), figure(gap.gaps[i], 3)});
    }
    m_factors->setNumbers(m_factors->addRow(tr("Mean"), m_factors->toolTip()), {figure(gap.gap, 3)});
}

void ReportView::setRawPixels(bool raw) {
    m_pairs->setRawPixels(raw);
}

} // namespace latent
