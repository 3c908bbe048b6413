// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/clean_text.h"

#include <QString>
#include <QStringDecoder>

namespace latent {
namespace {

QString clean(QString result) {
    for (QChar& letter : result) {
        const QChar::Category category = letter.category();
        if (category == QChar::Other_Control || category == QChar::Separator_Line ||
            category == QChar::Separator_Paragraph) {
            letter = QChar::ReplacementCharacter;
        }
    }
    return result;
}

QString clean(std::string_view text) {
    return clean(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
}

QString decodedName(std::string_view bytes) {
    const QByteArrayView view(bytes.data(), static_cast<qsizetype>(bytes.size()));
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString name = utf8.decode(view);
    return utf8.hasError() ? QString::fromLatin1(view) : name;
}

} // namespace

std::string cleanText(std::string_view text) {
    return clean(text).toStdString();
}

std::string fileNameText(std::string_view bytes) {
    return clean(decodedName(bytes)).toStdString();
}

std::string composedName(std::string_view bytes) {
    return decodedName(bytes).normalized(QString::NormalizationForm_C).toStdString();
}

std::string quotedText(std::string_view text) {
    constexpr qsizetype kLongest = 40;
    QString shown = clean(text.substr(0, 4 * kLongest));
    if (shown.size() > kLongest) shown = shown.left(kLongest - 1) + QChar(0x2026);
    return "“" + shown.toStdString() + "”";
}

} // namespace latent
