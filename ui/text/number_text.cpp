// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/number_text.h"

#include <cmath>

namespace latent {

namespace {

constexpr QChar kMinus(0x2212);

std::optional<double> finite(double value, bool ok) {
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

} // namespace

QLocale shownLocale() {
    const QLocale locale;
    return locale == QLocale::c() ? QLocale(QLocale::English) : locale;
}

QString inLocale(double value, int decimals) {
    return shownLocale().toString(value, 'f', decimals);
}

QString inLocale(std::int64_t value) {
    return shownLocale().toString(qlonglong{value});
}

QString signedText(double value, int decimals) {
    if (!std::isfinite(value)) return QStringLiteral("–");
    const QString digits = inLocale(std::abs(value), decimals);
    const bool zero = digits == inLocale(0, decimals);
    return (value < 0 && !zero ? kMinus : QChar(u'+')) + digits;
}

std::optional<double> numberFrom(const QString& text) {
    QString number = text.trimmed();
    number.replace(kMinus, QLatin1Char('-'));
    bool ok = false;
    double value = shownLocale().toDouble(number, &ok);
    if (!ok) value = QLocale::c().toDouble(number, &ok);
    if (!ok &&
        number.count(QLatin1Char(',')) == 1) // of a locale with a decimal comma, wherever this one runs
        value = QLocale::c().toDouble(QString(number).replace(QLatin1Char(','), QLatin1Char('.')), &ok);
    return finite(value, ok);
}

} // namespace latent
