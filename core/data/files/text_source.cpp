// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/text_source.h"

#include "core/base/error.h"

#include <QString>

#include <algorithm>
#include <array>

namespace latent {
namespace {

using namespace std::string_view_literals;

constexpr auto kUtf8Mark = "\xef\xbb\xbf"sv;
constexpr std::size_t kPart = 1 << 16;

std::optional<QStringConverter::Encoding> utf16Of(std::string_view start) {
    if (start.starts_with("\xff\xfe"sv)) return QStringConverter::Utf16LE;
    if (start.starts_with("\xfe\xff"sv)) return QStringConverter::Utf16BE;
    return std::nullopt;
}

QByteArrayView view(std::string_view text) {
    return {text.data(), static_cast<qsizetype>(text.size())};
}

QString decoded(std::string_view text) {
    QStringDecoder fromUtf8(QStringConverter::Utf8, QStringConverter::Flag::Stateless);
    QString result = fromUtf8(view(text));
    if (fromUtf8.hasError()) result = QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
    return result;
}

bool isAscii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char letter) { return (letter & 0x80) == 0; });
}

} // namespace

void TextSource::begin() {
    m_begun = true;
    m_decoded.resize(kUtf8Mark.size());
    m_decoded.resize(m_source.read(reinterpret_cast<std::uint8_t*>(m_decoded.data()), m_decoded.size()));
    if (m_decoded == kUtf8Mark) m_decoded.clear();
    const auto encoding = utf16Of(m_decoded);
    if (!encoding) return;
    m_fromUtf16.emplace(*encoding);
    const QByteArray text = m_toUtf8(m_fromUtf16->decode(view(m_decoded)));
    m_decoded.assign(text.constData(), static_cast<std::size_t>(text.size()));
}

bool TextSource::decodeMore() {
    std::array<char, kPart> raw; // NOLINT: filled by read
    const std::size_t got = m_source.read(reinterpret_cast<std::uint8_t*>(raw.data()), raw.size());
    if (got == 0) {
        if (m_source.position() % 2 != 0)
            m_source.failAt(m_source.position(), "the UTF-16 text ends within a character");
        return false;
    }
    const QByteArray text = m_toUtf8(m_fromUtf16->decode(view({raw.data(), got})));
    m_decoded.assign(text.constData(), static_cast<std::size_t>(text.size()));
    m_taken = 0;
    return true;
}

std::size_t TextSource::takeDecoded(char* out, std::size_t count) {
    const std::size_t part = std::min(count, m_decoded.size() - m_taken);
    std::copy_n(m_decoded.data() + m_taken, part, out);
    m_taken += part;
    return part;
}

std::size_t TextSource::read(char* out, std::size_t count) {
    if (!m_begun) begin();
    std::size_t done = takeDecoded(out, count);
    if (!m_fromUtf16) return done + m_source.read(reinterpret_cast<std::uint8_t*>(out + done), count - done);
    while (done < count && decodeMore()) done += takeDecoded(out + done, count - done);
    return done;
}

std::string textStart(std::string_view start) {
    if (start.starts_with(kUtf8Mark)) return std::string(start.substr(kUtf8Mark.size()));
    const auto encoding = utf16Of(start);
    if (!encoding) return std::string(start);
    QStringDecoder fromUtf16(*encoding);
    return QString(fromUtf16(view(start))).toStdString();
}

std::string utf8Text(std::string_view text) {
    return isAscii(text) ? std::string(text) : decoded(text).toStdString();
}

std::string composedText(std::string_view text) {
    if (isAscii(text)) return std::string(text);
    return decoded(text).normalized(QString::NormalizationForm_C).toStdString();
}

} // namespace latent
