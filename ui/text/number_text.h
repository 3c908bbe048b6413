// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QString>

#include <cstdint>
#include <optional>

namespace latent {

// Numbers as the window shows them and a person types them: by the locale, everywhere. Files use
// std::to_chars.

/// The desktop's; English where it has none (C), which would group no digits.
QLocale shownLocale();

/// "1,234.50"
QString inLocale(double value, int decimals);
QString inLocale(std::int64_t value);
/// "+1.50" or "−1.50", with the sign of typography; "–" if it is not finite.
QString signedText(double value, int decimals);
/// By the locale, or with a decimal point, with or without group separators; any sign. Nothing if it is no
/// finite number.
std::optional<double> numberFrom(const QString& text);

} // namespace latent
