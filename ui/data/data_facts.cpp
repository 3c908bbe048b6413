// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/data_facts.h"

#include "ui/controls/disclosure.h"
#include "ui/controls/style.h"
#include "ui/data/skipped_text.h"
#include "ui/text/number_text.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>

namespace latent {

namespace {

constexpr int kListHeight = 120;
constexpr int kNameWidth = 72;

QString numberText(qlonglong number) {
    return shownLocale().toString(number);
}

QString sizeText(const ImageDataset& dataset) {
    const QString size = QStringLiteral("%1×%2").arg(dataset.shape.width).arg(dataset.shape.height);
    return dataset.shape.channels == 1
               ? DataFacts::tr("%1, 1 channel").arg(size)
               : DataFacts::tr("%1, %2 channels").arg(size).arg(dataset.shape.channels);
}

QString testText(const ImageDataset& dataset) {
    const QString count = numberText(static_cast<qlonglong>(dataset.test.size()));
    return dataset.testGiven ? DataFacts::tr("%1, as in the files").arg(count)
                             : DataFacts::tr("%1, drawn by the seed").arg(count);
}

} // namespace

DataFacts::DataFacts(QWidget* parent)
    : QWidget(parent) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * style::kUnit);
    grid->setVerticalSpacing(style::kUnit);
    grid->setColumnMinimumWidth(0, kNameWidth);
    grid->setColumnStretch(1, 1);
    m_training = addFact(tr("Training"));
    m_test = addFact(tr("Test"));
    m_size = addFact(tr("Images"));
    m_pixels = addFact(tr("Pixels"));
    m_skippedList = new QPlainTextEdit;
    m_skippedList->setReadOnly(true);
    m_skippedList->setFixedHeight(kListHeight);
    m_skippedList->setAccessibleName(tr("Skipped files"));
    m_skipped = new Disclosure(tr("Skipped files"), m_skippedList, this);
    grid->addWidget(m_skipped, grid->rowCount(), 0, 1, 2);
    showDataset({});
}

QLabel* DataFacts::addFact(const QString& name) {
    auto* grid = static_cast<QGridLayout*>(layout());
    const int row = grid->rowCount();
    auto* head = new QLabel(name, this);
    head->setForegroundRole(QPalette::PlaceholderText);
    auto* fact = new QLabel(this);
    fact->setFont(style::tabular(fact->font()));
    fact->setTextFormat(Qt::PlainText);
    fact->setWordWrap(true);
    fact->setTextInteractionFlags(Qt::TextSelectableByMouse);
    fact->setAccessibleName(name);
    fact->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    grid->addWidget(head, row, 0, Qt::AlignTop);
    grid->addWidget(fact, row, 1);
    return fact;
}

void DataFacts::showDataset(const DatasetPtr& dataset) {
    m_skipped->setVisible(dataset && dataset->skippedCount > 0);
    if (!dataset) {
        for (QLabel* fact : {m_training, m_test, m_size, m_pixels}) fact->setText(QStringLiteral("–"));
        return;
    }
    m_training->setText(numberText(static_cast<qlonglong>(dataset->train.size())));
    m_test->setText(testText(*dataset));
    m_size->setText(sizeText(*dataset));
    m_pixels->setText(QString::fromStdString(dataset->pixelRule));
    showSkipped(*dataset);
}

void DataFacts::showSkipped(const ImageDataset& dataset) {
    m_skipped->button()->setText(skippedCountText(dataset));
    m_skippedList->setPlainText(skippedLines(dataset, kMaxSkippedListed).join(QLatin1Char('\n')));
}

} // namespace latent
