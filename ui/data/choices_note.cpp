// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/choices_note.h"

#include <QStringList>

namespace latent {

QString choiceText(const std::string& choice) {
    QString text = QString::fromStdString(choice);
    const qsizetype option = text.lastIndexOf(QLatin1String(" (--"));
    if (option > 0 && text.endsWith(QLatin1Char(')'))) text.truncate(option);
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    return text;
}

ChoicesNote::ChoicesNote(QWidget* parent)
    : QLabel(parent) {
    setTextFormat(Qt::PlainText); // names come from files
    setWordWrap(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setForegroundRole(QPalette::PlaceholderText);
    setAccessibleName(tr("Decided while opening"));
    hide();
}

void ChoicesNote::showDataset(const DatasetPtr& dataset) {
    QStringList lines;
    if (dataset) {
        for (const std::string& choice : dataset->choices) lines += QStringLiteral("• ") + choiceText(choice);
    }
    setText(lines.isEmpty() ? QString() : tr("Decided while opening:") + u'\n' + lines.join(u'\n'));
    setVisible(!lines.isEmpty());
}

} // namespace latent
