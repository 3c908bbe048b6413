// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/class_names_file.h"

#include "core/base/error.h"
#include "core/data/files/clean_text.h"

#include <QFile>
#include <QFileInfo>

namespace latent {
namespace {

constexpr qint64 kMostBytes = 16 << 20;

QByteArray readText(const std::filesystem::path& path) {
    const QString name = QString::fromStdString(path.string());
    QFile file(name);
    if (QFileInfo(name).isDir()) throw Error(path.string(), "", "it is a folder, not a text file of names");
    if (!file.open(QIODevice::ReadOnly)) throw Error(path.string(), "", file.errorString().toStdString());
    QByteArray text = file.read(kMostBytes + 1);
    if (file.error() != QFileDevice::NoError)
        throw Error(path.string(), "", file.errorString().toStdString());
    if (text.size() > kMostBytes) throw Error(path.string(), "", "it is too large for a file of names");
    if (text.contains('\0')) throw Error(path.string(), "", "it is not a text file");
    if (text.startsWith("\xEF\xBB\xBF")) text.remove(0, 3);
    return text;
}

std::string namesText(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " name" : " names");
}

} // namespace

std::vector<std::string> readClassNames(const std::filesystem::path& path, std::size_t count) {
    QList<QByteArray> lines = readText(path).split('\n');
    while (!lines.isEmpty() && lines.last().trimmed().isEmpty()) lines.removeLast();
    if (static_cast<std::size_t>(lines.size()) != count) {
        throw Error(path.string(), "",
                    "it holds " + namesText(static_cast<std::size_t>(lines.size())) + "; the set has " +
                        std::to_string(count) + (count == 1 ? " class" : " classes"));
    }
    std::vector<std::string> names;
    for (const QByteArray& line : lines) {
        const QByteArray name = line.trimmed();
        if (name.isEmpty())
            throw Error(path.string(), "line " + std::to_string(names.size() + 1), "the name is empty");
        names.push_back(cleanText({name.constData(), static_cast<std::size_t>(name.size())}));
    }
    return names;
}

} // namespace latent
