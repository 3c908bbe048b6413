// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/clean_text.h"

#include <QString>

namespace latent {
namespace {

QString clean(std::string_view text) {
    QString result = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    for (QChar& letter : result) {
        const QChar::Category category = letter.category();
        if (category == QChar::Other_Control || category == QChar::Separator_Line ||
            category == QChar::Separator_Paragraph) {
            letter = QChar::ReplacementCharacter;
        }
    }
    return result;
}

} // namespace

std::string cleanText(std::string_view text) {
    return clean(text).toStdString();
}

std::string quotedText(std::string_view text) {
    constexpr qsizetype kLongest = 40;
    QString shown = clean(text.substr(0, 4 * kLongest));
    if (shown.size() > kLongest) shown = shown.left(kLongest - 1) + QChar(0x2026);
    return "“" + shown.toStdString() + "”";
}

} // namespace latent
