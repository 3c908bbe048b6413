// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/likelihood.h"

#include "core/model/names.h"

#include <array>
#include <utility>

namespace latent {
namespace {

using Kind = Likelihood::Kind;
constexpr std::array kNames{std::pair{Kind::Bernoulli, std::string_view("bernoulli")},
                            std::pair{Kind::Binarised, std::string_view("binarised")},
                            std::pair{Kind::Gaussian, std::string_view("gaussian")},
                            std::pair{Kind::Sigma, std::string_view("sigma")},
                            std::pair{Kind::ContinuousBernoulli, std::string_view("continuous-bernoulli")}};

} // namespace

bool comparable(const Likelihood& a, const Likelihood& b) {
    Likelihood likeB = a;
    if (a.kind == Kind::Sigma) likeB.deviation = b.deviation;
    return likeB == b;
}

Likelihood parseLikelihood(const std::string& text) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    Likelihood likelihood{.kind = valueOf(kNames, text.substr(0, colon), "likelihood")};
    if (colon == text.size()) return likelihood;
    const bool binarised = likelihood.kind == Kind::Binarised;
    if (!binarised && likelihood.kind != Kind::Gaussian)
        throw Error("\"" + text + "\": only binarised:THRESHOLD and gaussian:DEVIATION take a number");
    float number = 0;
    if (!parseNumber(std::string_view(text).substr(colon + 1), number))
        throw Error("\"" + text + "\": write a number after the colon, as in gaussian:0.1");
    (binarised ? likelihood.threshold : likelihood.deviation) = number;
    return likelihood;
}

std::string likelihoodText(const Likelihood& likelihood) {
    std::string text = nameOf(kNames, likelihood.kind);
    if (likelihood.kind == Likelihood::Kind::Binarised && likelihood.threshold > 0)
        text.append(":").append(shortest(likelihood.threshold));
    if (likelihood.kind == Likelihood::Kind::Gaussian)
        text.append(":").append(shortest(likelihood.deviation));
    return text;
}

} // namespace latent
