// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/posterior/collapse_warning.h"

#include "ui/posterior/posterior_chart.h"
#include "ui/text/number_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace latent {

namespace {

constexpr int kMostNamed = 3;
constexpr float kVanished = 0.01F; // σ over the spread of the means

QString tr(const char* text) {
    return QCoreApplication::translate("latent::CollapseWarning", text);
}

CollapseWarning vanishedNoise(float ratio) {
    const QString share = shownLocale().toString(static_cast<double>(ratio), 'g', 1);
    return {tr("The noise has vanished."), tr("KL prevents this: raise β."),
            tr("σ / spread is %1: the codes lie so far apart that the noise no longer matters, and the model "
               "has become an autoencoder. The KL term (β above 0) penalises distance.")
                .arg(share),
            true};
}

CollapseWarning deadDimensions(const QStringList& dead, int latent) {
    const int active = latent - static_cast<int>(dead.size());
    const QString remedy = tr("Lower β, warm it up, or allow free bits.");
    const QString why =
        tr("The means of these dimensions vary by at most %1: their q(z|x) is almost the same for every "
           "image, and the decoder ignores them. %2")
            .arg(shownLocale().toString(static_cast<double>(kActiveVariance), 'g', 2), remedy);
    if (active == 0) return {tr("No dimension carries information."), remedy, why, true};
    QString names = dead.mid(0, kMostNamed).join(QStringLiteral(", "));
    if (dead.size() > kMostNamed) names = tr("%1 and %2 more").arg(names).arg(dead.size() - kMostNamed);
    const QString carry = dead.size() == 1 ? tr("carries no information") : tr("carry no information");
    const QString unused = dead.size() == 1 ? tr("is unused") : tr("are unused"); // fits a small window
    return {tr("%1 %2.").arg(names, unused), remedy,
            tr("%1 %2 (active units %3 of %4). ")
                    .arg(dead.join(QStringLiteral(", ")), carry)
                    .arg(active)
                    .arg(latent) +
                why,
            2 * active < latent};
}

} // namespace

CollapseWarning collapseWarning(const Snapshot& snapshot) {
    const PosteriorStatistics& posterior = snapshot.posterior;
    const bool ripe = snapshot.epoch >= 1 || snapshot.step == 0; // step 0: a model from a file
    if (posterior.empty() || !ripe || !snapshot.model.objective.latentNoise) return {};
    const float ratio = posterior.sigmaMean() / posterior.spreadMean();
    if (ratio < kVanished) return vanishedNoise(ratio);
    if (!snapshot.model.objective.hasPrior()) return {};
    const int latent = static_cast<int>(posterior.kl.size());
    QStringList dead;
    for (int dimension = 0; dimension < latent; ++dimension)
        if (!posterior.isActive(dimension)) dead << QStringLiteral("z%1").arg(dimension + 1);
    return dead.isEmpty() ? CollapseWarning{} : deadDimensions(dead, latent);
}

} // namespace latent
