// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagnostics/number_table.h"

#include "ui/controls/style.h"
#include "ui/text/number_text.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>

#include <algorithm>

namespace latent {

namespace {
constexpr int kLine = 22;
} // namespace

NumberTable::NumberTable(QWidget* parent, const QStringList& heads)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
    , m_columns(std::max<int>(1, static_cast<int>(heads.size()))) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(4 * style::kUnit);
    m_grid->setVerticalSpacing(0);
    m_grid->setColumnStretch(0, 1);
    if (heads.isEmpty()) return;
    for (int column = 0; column < m_columns; ++column) {
        QLabel* const head = addLabel(heads[column], m_nextLine, column + 1);
        head->setFont(style::small(font()));
        head->setForegroundRole(QPalette::PlaceholderText);
    }
    ++m_nextLine;
}

QLabel* NumberTable::addLabel(const QString& text, int line, int column) {
    auto* const label = new QLabel(text, this);
    label->setFixedHeight(kLine);
    label->setAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    m_grid->addWidget(label, line, column);
    return label;
}

int NumberTable::addRow(const QString& name, const QString& help) {
    Row row{addLabel(name, m_nextLine, 0), {}};
    row.name->setForegroundRole(QPalette::PlaceholderText);
    row.name->setToolTip(help);
    row.name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    for (int column = 0; column < m_columns; ++column) {
        QLabel* const number = addLabel({}, m_nextLine, column + 1);
        number->setFont(style::tabular(font()));
        number->setToolTip(help);
        number->setTextInteractionFlags(Qt::TextSelectableByMouse);
        row.numbers.push_back(number);
    }
    ++m_nextLine;
    m_rows.push_back(std::move(row));
    setNumbers(rowCount() - 1, {});
    return rowCount() - 1;
}

void NumberTable::setName(int row, const QString& name) {
    at(row).name->setText(name);
}

void NumberTable::setNumbers(int row, const QStringList& numbers) {
    const QStringList shown = numbers.isEmpty() ? QStringList{QStringLiteral("–")} : numbers;
    const std::vector<QLabel*>& labels = at(row).numbers;
    const auto empty = static_cast<qsizetype>(labels.size()) - shown.size();
    for (qsizetype i = 0; i < static_cast<qsizetype>(labels.size()); ++i)
        labels[static_cast<std::size_t>(i)]->setText(i < empty ? QString() : shown[i - empty]);
}

void NumberTable::setRowVisible(int row, bool visible) {
    at(row).name->setVisible(visible);
    for (QLabel* const number : at(row).numbers) number->setVisible(visible);
}

void NumberTable::clear() {
    for (const Row& row : m_rows) {
        delete row.name;
        for (QLabel* const number : row.numbers) delete number;
    }
    m_rows.clear();
}

QString NumberTable::name(int row) const {
    return at(row).name->text();
}

QString NumberTable::numbers(int row) const {
    QStringList texts;
    for (const QLabel* const number : at(row).numbers)
        if (!number->text().isEmpty()) texts << number->text();
    return texts.join(' ');
}

QString figure(double value, int decimals) {
    return shownLocale().toString(value, 'f', decimals).replace(QLatin1Char('-'), QChar(0x2212));
}

QString withError(double value, double standardError, int decimals) {
    return QStringLiteral("%1 ± %2").arg(figure(value, decimals), figure(standardError, decimals));
}

} // namespace latent
