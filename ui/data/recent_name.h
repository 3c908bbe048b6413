// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QFileInfo>
#include <QStringList>

namespace latent {

/// A file's name for a list of files, followed by its folder if another file has the same name.
inline QString recentName(const QString& path, const QStringList& all) {
    const auto shown = [](const QString& name) {
        return QString::fromStdString(onOneLine(name.toStdString()));
    };
    const QString name = QFileInfo(path).fileName();
    qsizetype same = 0;
    for (const QString& other : all)
        if (QFileInfo(other).fileName() == name) ++same;
    if (same < 2) return shown(name);
    return QStringLiteral("%1 (%2)").arg(shown(name), shown(QFileInfo(QFileInfo(path).path()).fileName()));
}

} // namespace latent
