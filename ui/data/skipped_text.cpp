// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/skipped_text.h"
#include "ui/text/number_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace latent {
namespace {

QString numberText(Index number) {
    return shownLocale().toString(qlonglong{number});
}

struct SkippedText {
    Q_DECLARE_TR_FUNCTIONS(SkippedText)
};

} // namespace

QString skippedCountText(const ImageDataset& dataset) {
    if (dataset.skippedCount == 0) return {};
    return dataset.skippedCount == 1
               ? SkippedText::tr("1 file skipped")
               : SkippedText::tr("%1 files skipped").arg(numberText(dataset.skippedCount));
}

QStringList skippedLines(const ImageDataset& dataset, qsizetype most) {
    QStringList lines;
    for (const SkippedFile& file : dataset.skipped) {
        if (lines.size() == most) break;
        lines += QString::fromStdString(file.name + ": " + file.reason);
    }
    const Index more = dataset.skippedCount - lines.size();
    if (more > 0) lines += SkippedText::tr("and %1 more").arg(numberText(more));
    return lines;
}

} // namespace latent
