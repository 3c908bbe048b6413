// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/sizes_field.h"

#include "core/base/error.h"
#include "core/model/configuration.h"
#include "ui/controls/form_row.h"
#include "ui/controls/style.h"

#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QStyle>
#include <QVBoxLayout>

namespace latent {

SizesField::SizesField(const QString& label, Parse parse, QWidget* parent)
    : QWidget(parent)
    , m_parse(parse)
    , m_field(new QLineEdit(this))
    , m_row(formRow(label, m_field, {}, FieldPlace::Fill, this))
    , m_problem(new QLabel(this)) {
    m_problem->setWordWrap(true);
    m_problem->setFont(style::small(m_problem->font()));
    m_problem->setForegroundRole(QPalette::BrightText);
    m_problem->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(style::kUnit);
    column->addWidget(m_row);
    column->addWidget(m_problem);
    connect(m_field, &QLineEdit::textEdited, this, &SizesField::check);
    connect(m_field, &QLineEdit::editingFinished, this, &SizesField::finish);
    auto* escape = new QShortcut(Qt::Key_Escape, m_field, nullptr, nullptr, Qt::WidgetShortcut);
    connect(escape, &QShortcut::activated, this, [this] { setSizes(m_sizes); });
}

void SizesField::setSizes(const std::vector<int>& sizes) {
    m_sizes = sizes;
    m_field->setText(QString::fromStdString(hiddenText(sizes)));
    m_field->setModified(false);
    check(m_field->text());
}

void SizesField::setHelp(const QString& help) {
    m_row->setToolTip(help);
}

void SizesField::check(const QString& text) {
    QString problem;
    try {
        m_parse(text.toStdString());
    } catch (const Error& error) {
        problem = QString::fromUtf8(error.what());
    }
    m_field->setProperty("invalid", !problem.isEmpty());
    m_field->style()->unpolish(m_field);
    m_field->style()->polish(m_field);
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

void SizesField::finish() {
    if (!m_field->isModified()) return;
    std::vector<int> sizes = m_sizes;
    try {
        sizes = m_parse(m_field->text().toStdString());
    } catch (const Error&) {
        if (m_field->hasFocus()) return; // Return on an invalid text: the sentence below stays
    }
    const bool changed = sizes != m_sizes;
    setSizes(sizes);
    if (changed) emit edited(m_sizes);
}

} // namespace latent
