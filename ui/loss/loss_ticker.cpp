// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/loss/loss_ticker.h"

#include <array>
#include <cmath>

namespace latent {

namespace {

template <std::size_t N>
double roundTo(double value, const std::array<double, N>& mantissas) {
    if (!(value > 0) || !std::isfinite(value)) return 1;
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double mantissa : mantissas)
        if (mantissa * power >= value * (1 - 1e-9)) return mantissa * power;
    return 10 * power;
}

constexpr double kDecades = 8; // wider logarithmic ranges have ticks at 1, 2 and 5 times powers of ten

} // namespace

LossTicker::LossTicker(int ticks, bool logarithmic)
    : m_logarithmic(logarithmic) {
    setTickCount(ticks);
}

double LossTicker::roundUp(double value) {
    return roundTo(value, std::array{1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0});
}

double LossTicker::roundStep(double value) {
    return roundTo(value, std::array{1.0, 2.0, 2.5, 5.0});
}

double LossTicker::getTickStep(const QCPRange& range) {
    m_step = roundStep(range.size() / std::max(1, tickCount()));
    return m_step;
}

QVector<double> LossTicker::createTickVector(double tickStep, const QCPRange& range) {
    if (!m_logarithmic || range.lower <= 0 || range.upper < kDecades * range.lower)
        return QCPAxisTicker::createTickVector(tickStep, range);
    const double decades = std::log10(range.upper / range.lower);
    QVector<double> ticks;
    for (double power = std::pow(10, std::floor(std::log10(range.lower))); power <= range.upper;
         power *= 10) {
        ticks << power;
        if (decades < 3) ticks << 2 * power << 5 * power;
    }
    return ticks;
}

QString LossTicker::getTickLabel(double tick, const QLocale& locale, QChar, int) {
    const double finest = m_logarithmic && tick > 0 ? std::min(m_step, tick) : m_step;
    int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(finest) - 1e-9)), 0, 6);
    const double scaled = finest * std::pow(10, decimals); // 2.5 needs one more
    if (std::abs(scaled - std::round(scaled)) > 1e-6) ++decimals;
    return locale.toString(tick, 'f', decimals);
}

} // namespace latent
