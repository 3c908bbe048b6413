// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QString>

#include <cstdint>
#include <optional>

namespace latent {

// Numbers as the window shows them and users type them, always by the locale. Files use std::to_chars.

/// The desktop's locale; English instead of C, which groups no digits.
QLocale shownLocale();

/// "1,234.50"
QString inLocale(double value, int decimals);
QString inLocale(std::int64_t value);
/// "+1.50" or "−1.50", with a typographic sign; "–" if it is not finite.
QString signedText(double value, int decimals);
/// By the locale, or with a decimal point, with or without group separators; any sign. Nothing if the text is
/// not a finite number.
std::optional<double> numberFrom(const QString& text);

} // namespace latent
