// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/status_text.h"

#include "ui/text/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace latent {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("latent::StatusText", text);
}

QString number(double value) {
    return inLocale(static_cast<std::int64_t>(std::llround(value)));
}

QString timeLeft(double seconds) {
    if (seconds <= 0) return {};
    const auto whole = static_cast<long long>(std::ceil(seconds));
    if (whole < 100) return tr("%1 s left").arg(whole);
    if (whole < 100 * 60) return tr("%1 min left").arg((whole + 59) / 60);
    return tr("%1 h left").arg((whole + 3599) / 3600);
}

/// Three significant digits: more cannot be read while they change.
double calm(double value) {
    if (value < 1000) return std::round(value);
    const double step = std::pow(10, std::floor(std::log10(value)) - 2);
    return std::round(value / step) * step;
}

QString mapNote(const TrainingStatus& status) {
    return status.averaged
               ? tr("While training, the map places each image by the latest weights, and pictures are "
                    "decoded by their running average. Pausing encodes all images with the average.")
               : tr("While training, the map shows each image where it was last encoded. Pausing "
                    "encodes all images.");
}

} // namespace

StatusText statusText(const TrainingStatus& status) {
    using Phase = TrainingStatus::Phase;
    const int running = status.epochs > 0 ? std::min(status.epoch + 1, status.epochs) : status.epoch + 1;
    QString epoch = status.epochs > 0 ? tr("epoch %1 of %2").arg(running).arg(status.epochs)
                                      : tr("epoch %1").arg(running);
    const QString batch =
        status.batchesPerEpoch > 0
            ? tr("batch %1 of %2").arg(number(status.batchInEpoch), number(status.batchesPerEpoch))
            : QString();
    switch (status.phase) {
    case Phase::Idle:
        return {status.step > 0 ? tr("ready · step %1").arg(number(static_cast<double>(status.step)))
                                : tr("ready"),
                status.encodingAll ? tr("encoding all") : QString(),
                {},
                {}};
    case Phase::Running: {
        const QString speed = status.imagesPerSecond > 0
                                  ? tr("%1 images/s").arg(number(calm(status.imagesPerSecond)))
                                  : QString();
        return {epoch, batch, speed, timeLeft(status.secondsLeft), mapNote(status)};
    }
    case Phase::Paused:
        return {epoch, batch, status.encodingAll ? tr("encoding all") : tr("paused"), {}};
    case Phase::Finished:
        epoch = status.epoch == 1 ? tr("1 epoch done") : tr("%1 epochs done").arg(status.epoch);
        return {epoch,
                {},
                status.encodingAll ? tr("encoding all")
                                   : tr("%1 steps").arg(number(static_cast<double>(status.step))),
                {}};
    case Phase::Failed:
        return {tr("stopped at step %1").arg(number(static_cast<double>(status.step))), {}, {}, {}};
    }
    return {};
}

} // namespace latent
