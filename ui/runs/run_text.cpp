// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_text.h"

#include "core/model/knobs.h"
#include "ui/controls/style.h"
#include "ui/text/likelihood_text.h"
#include "ui/text/number_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <array>

namespace latent {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Runs", text);
}

} // namespace

QColor runColour(int index) {
    static constexpr std::array kOrder{0, 4, 2, 3, 5, 1, 7, 8}; // of the class colours: unlike ones first
    static_assert(kOrder.size() == kRunColours);
    return style::classColour(kOrder[static_cast<std::size_t>(index) % kOrder.size()]);
}

QString knobLabel(const Knob& knob) {
    return tr(knob.label);
}

QString differenceText(const Configuration& before, const Configuration& after) {
    QStringList parts;
    for (const KnobDifference& difference : differences(before, after))
        parts << tr("%1 %2 → %3")
                     .arg(knobLabel(*difference.knob), QString::fromStdString(difference.before),
                          QString::fromStdString(difference.after));
    return parts.join(tr(", "));
}

QString settingsText(const RunInfo& run) {
    const Architecture& network = run.configuration.architecture;
    const QString layers = QString::fromStdString(hiddenText(network.hidden));
    return tr("%1 · %2 · %3-d · %4")
        .arg(QString::fromStdString(run.data.name),
             network.convolutional() ? tr("convolutional %1").arg(layers) : tr("dense %1").arg(layers),
             inLocale(std::int64_t{network.latent}), likelihoodName(run.configuration.objective.likelihood));
}

QString progressText(const RunInfo& run) {
    const TrainingStatus& status = run.status;
    if (status.batchInEpoch == 0)
        return status.epoch == 1 ? tr("1 epoch") : tr("%1 epochs").arg(inLocale(std::int64_t{status.epoch}));
    return tr("in epoch %1").arg(inLocale(std::int64_t{status.epoch + 1}));
}

} // namespace latent
