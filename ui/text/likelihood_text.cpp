// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/likelihood_text.h"
#include "ui/text/number_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace latent {

namespace {

using Kind = Likelihood::Kind;

QString tr(const char* text) {
    return QCoreApplication::translate("latent::LikelihoodText", text);
}

QString number(float value) {
    return shownLocale().toString(static_cast<double>(value), 'g', 3);
}

} // namespace

QString likelihoodName(const Likelihood& likelihood) {
    switch (likelihood.kind) {
    case Kind::Bernoulli:
        return tr("Bernoulli");
    case Kind::Binarised:
        return likelihood.threshold > 0 ? tr("binarised at %1").arg(number(likelihood.threshold))
                                        : tr("binarised");
    case Kind::Gaussian:
        return tr("Gaussian σ %1").arg(number(likelihood.deviation));
    case Kind::Sigma:
        return tr("Gaussian, learned σ");
    case Kind::ContinuousBernoulli:
        return tr("continuous Bernoulli");
    }
    return {};
}

QString likelihoodMeaning(const Likelihood& likelihood) {
    switch (likelihood.kind) {
    case Kind::Bernoulli:
        return tr("Cross-entropy of grey values, as in most examples: not a density, and never 0.");
    case Kind::Binarised:
        return likelihood.threshold > 0
                   ? tr("Nats of images made black and white at the threshold.")
                   : tr("Nats of black and white images, drawn again from the grey values each time.");
    case Kind::Gaussian:
        return tr("Negative log-density of grey values: may be below 0, and depends on σ.");
    case Kind::Sigma:
        return tr(
            "Negative log-density of grey values, with σ² the batch's mean squared error: may be below 0.");
    case Kind::ContinuousBernoulli:
        return tr("Continuous Bernoulli: negative log-density of grey values from 0 to 1, may be below 0.");
    }
    return {};
}

QString natsOf(const Likelihood& likelihood) {
    return tr("nats per image, %1").arg(likelihoodName(likelihood));
}

} // namespace latent
