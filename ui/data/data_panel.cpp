// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/data_panel.h"

#include "ui/controls/choice_box.h"
#include "ui/controls/form_row.h"
#include "ui/controls/style.h"
#include "ui/controls/thumbnail_strip.h"
#include "ui/data/choices_note.h"
#include "ui/data/recent_name.h"
#include "ui/data/skipped_text.h"
#include "ui/text/number_text.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>

namespace latent {

namespace {

constexpr int kStateHeight = 24;
constexpr qsizetype kSkippedShown = 20;

QString numberText(std::size_t number) {
    return shownLocale().toString(static_cast<qulonglong>(number));
}

QString summaryOf(const ImageDataset& dataset) {
    QString text = QStringLiteral("%1 + %2 · %3×%4")
                       .arg(numberText(dataset.train.size()), numberText(dataset.test.size()))
                       .arg(dataset.shape.width)
                       .arg(dataset.shape.height);
    if (dataset.shape.channels > 1) text += QStringLiteral("×%1").arg(dataset.shape.channels);
    return text + QStringLiteral(" · ") +
           (!dataset.hasLabels()        ? DataPanel::tr("no labels")
            : dataset.classCount() == 1 ? DataPanel::tr("1 class")
                                        : DataPanel::tr("%1 classes").arg(dataset.classCount()));
}

QString summaryHelp(const ImageDataset& dataset) {
    return DataPanel::tr("%1 training images + %2 test images · width×height, %3 · labels.")
        .arg(numberText(dataset.train.size()), numberText(dataset.test.size()),
             dataset.shape.channels == 1 ? DataPanel::tr("1 channel")
                                         : DataPanel::tr("%1 channels").arg(dataset.shape.channels));
}

QString choicesCountText(const ImageDataset& dataset) {
    const auto count = static_cast<int>(dataset.choices.size());
    return count == 1 ? DataPanel::tr("1 choice made") : DataPanel::tr("%1 choices made").arg(count);
}

/// Keeps the text on one line.
QString unbroken(QString text) {
    return text.replace(u' ', QChar::Nbsp);
}

/// "Test set drawn · divided by 65,535 · 3 files skipped · 1 choice made".
QString readingOf(const ImageDataset& dataset) {
    QStringList parts{
        unbroken(dataset.testGiven ? DataPanel::tr("Test set given") : DataPanel::tr("Test set drawn")),
        QString::fromStdString(dataset.pixelRule)};
    if (dataset.skippedCount > 0) parts += unbroken(skippedCountText(dataset));
    if (!dataset.choices.empty()) parts += unbroken(choicesCountText(dataset));
    return parts.join(QStringLiteral(" · "));
}

/// Names come from files and must not be read as markup.
QString readingHelp(const ImageDataset& dataset) {
    QStringList lines{dataset.testGiven ? DataPanel::tr("The test set came with the data.")
                                        : DataPanel::tr("The test set was drawn by the seed."),
                      DataPanel::tr("Pixels: %1.").arg(QString::fromStdString(dataset.pixelRule))};
    for (const std::string& choice : dataset.choices) lines += choiceText(choice) + QLatin1Char('.');
    lines += skippedLines(dataset, kSkippedShown);
    if (!dataset.choices.empty())
        lines += DataPanel::tr("Details… lists these beside the options that change them.");
    for (QString& line : lines) line = line.toHtmlEscaped();
    return QStringLiteral("<p>%1</p>").arg(lines.join(QStringLiteral("<br>")));
}

} // namespace

DataPanel::DataPanel(QWidget* parent)
    : QWidget(parent)
    , m_choice(new ChoiceBox({}, this))
    , m_thumbnails(new ThumbnailStrip(this)) {
    auto* column = panelColumn(this);
    column->addLayout(makeHead());
    column->addSpacing(style::kUnit);
    column->addWidget(m_choice);
    column->addSpacing(style::kUnit);
    column->addWidget(m_thumbnails);
    column->addWidget(makeSummary());
    column->addWidget(makeReading());
    column->addWidget(makeError());
    m_choice->setAccessibleName(tr("Data set"));
    m_choice->setToolTip(tr("The images to train on and to show on the map."));
    m_choice->setMinimumContentsLength(8);
    m_choice->setProperty("compact", false); // it is the heading of its section
    connect(m_choice, &QComboBox::activated, this, &DataPanel::activate);
    connect(m_cancel, &QPushButton::clicked, this, &DataPanel::loadCancelled);
    connect(m_dismiss, &QPushButton::clicked, this, [this] { m_error->hide(); });
    setCatalogue({});
    showCurrent();
    refreshIcons();
}

QLayout* DataPanel::makeHead() {
    auto* details = new QPushButton(tr("Details…"), this);
    details->setProperty("quiet", true);
    details->setProperty("inline", true); // no higher than the heading beside it
    details->setObjectName(QStringLiteral("details"));
    details->setFocusPolicy(Qt::TabFocus);
    details->setToolTip(tr("All images, classes, pixels; split and subset (Ctrl+I)"));
    auto* row = new QHBoxLayout;
    row->addWidget(style::sectionHead(tr("Data"), this), 0, Qt::AlignVCenter);
    row->addStretch(1);
    row->addWidget(details);
    connect(details, &QPushButton::clicked, this, &DataPanel::detailsRequested);
    return row;
}

QWidget* DataPanel::makeSummary() {
    m_state = new QStackedWidget(this);
    m_state->setFixedHeight(kStateHeight);
    m_summary = new QLabel(m_state);
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    QFont font = m_summary->font();
    font.setPixelSize(12);
    m_summary->setFont(font);
    auto* loading = new QWidget(m_state);
    m_progress = new QProgressBar(loading);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, style::kProgressSteps);
    m_cancel = new QPushButton(tr("Cancel"), loading);
    m_cancel->setProperty("quiet", true);
    m_cancel->setFixedHeight(kStateHeight);
    m_cancel->setFocusPolicy(Qt::TabFocus);
    auto* row = new QHBoxLayout(loading);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * style::kUnit);
    row->addWidget(m_progress, 1, Qt::AlignVCenter);
    row->addWidget(m_cancel);
    m_state->addWidget(m_summary);
    m_state->addWidget(loading);
    return m_state;
}

QWidget* DataPanel::makeReading() {
    m_reading = new QLabel(this);
    m_reading->setFont(m_summary->font());
    m_reading->setForegroundRole(QPalette::PlaceholderText);
    m_reading->setTextFormat(Qt::PlainText);
    m_reading->setWordWrap(true);
    m_reading->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_reading->setAccessibleName(tr("How the images were read"));
    m_reading->hide();
    return m_reading;
}

QWidget* DataPanel::makeError() {
    m_error = new QWidget(this);
    m_errorText = style::failureLabel(m_error);
    m_errorText->show(); // with m_error
    m_dismiss = new QPushButton(m_error);
    m_dismiss->setProperty("quiet", true);
    m_dismiss->setFixedSize(20, 20);
    m_dismiss->setIconSize({12, 12});
    m_dismiss->setFocusPolicy(Qt::TabFocus);
    m_dismiss->setToolTip(tr("Dismiss"));
    m_dismiss->setAccessibleName(tr("Dismiss"));
    auto* row = new QHBoxLayout(m_error);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_errorText, 1);
    row->addWidget(m_dismiss, 0, Qt::AlignTop);
    m_error->hide();
    return m_error;
}

void DataPanel::setCatalogue(const std::vector<CatalogueEntry>& catalogue) {
    m_catalogue = catalogue;
    fillChoice();
}

void DataPanel::setRecent(const QStringList& paths) {
    if (paths == m_recent) return;
    m_recent = paths;
    fillChoice();
}

void DataPanel::addChoice(const QString& text, const QVariant& nameOrPath, const QString& help) {
    m_choice->addItem(text, nameOrPath);
    m_choice->setItemData(m_choice->count() - 1, help, Qt::ToolTipRole);
}

void DataPanel::fillChoice() {
    m_choice->clear();
    for (const CatalogueEntry& entry : m_catalogue) {
        if (!entry.available) continue; // "More data sets…" lists those
        addChoice(QString::fromStdString(entry.title), QString::fromStdString(entry.name),
                  QString::fromStdString(entry.description));
    }
    if (!m_recent.isEmpty()) m_choice->insertSeparator(m_choice->count());
    for (const QString& path : m_recent) addChoice(recentName(path, m_recent), path, path.toHtmlEscaped());
    m_choice->insertSeparator(m_choice->count());
    addChoice(tr("More data sets…"), {}, tr("Get and open well-known data sets."));
    addChoice(tr("Open…"), {},
              tr("Open a file of images (IDX, NumPy, CSV, CIFAR); for a folder, use the menu of the data set "
                 "above or drop the folder on the window."));
    if (m_choice->isEnabled())
        showCurrent();
    else
        m_choice->setCurrentIndex(-1); // a set is being loaded
}

void DataPanel::activate(int index) {
    const QVariant name = m_choice->itemData(index);
    showCurrent(); // until the new set is open, the old one stays shown
    if (index == m_choice->count() - 1)
        emit openRequested();
    else if (index == m_choice->count() - 2)
        emit moreRequested();
    else if (name.isValid())
        emit datasetChosen(name.toString());
}

void DataPanel::showCurrent() {
    m_thumbnails->setDataset(m_dataset);
    if (!m_dataset) {
        m_choice->setCurrentIndex(-1);
        m_choice->setPlaceholderText(tr("Choose a data set"));
        m_summary->setText(tr("No images yet"));
        return;
    }
    const QString origin = QString::fromStdString(m_dataset->origin);
    int index = m_choice->findData(origin);
    if (index < 0) {
        index = std::max(0, m_choice->count() - 3); // above the separator before "More data sets…"
        m_choice->insertItem(index, QString::fromStdString(m_dataset->name), origin);
        m_choice->setItemData(index, origin, Qt::ToolTipRole);
    }
    m_choice->setCurrentIndex(index);
    m_summary->setText(summaryOf(*m_dataset));
    m_summary->setToolTip(summaryHelp(*m_dataset));
    m_reading->setText(readingOf(*m_dataset));
    m_reading->setToolTip(readingHelp(*m_dataset));
    m_reading->show();
}

void DataPanel::showDataset(DatasetPtr dataset) {
    m_dataset = std::move(dataset);
    m_error->hide();
    showIdle();
}

void DataPanel::showLoading(const QString& title) {
    m_error->hide();
    m_progress->setValue(0);
    m_progress->setToolTip(tr("Loading %1").arg(title));
    m_choice->setPlaceholderText(tr("Loading %1…").arg(title));
    m_choice->setCurrentIndex(-1);
    m_choice->setEnabled(false);
    m_state->setCurrentIndex(1);
}

void DataPanel::showProgress(double fraction) {
    m_progress->setValue(static_cast<int>(fraction * style::kProgressSteps));
}

void DataPanel::showFailure(const QString& sentence) {
    showIdle();
    m_errorText->setText(sentence);
    m_errorText->setToolTip(sentence);
    m_error->show();
}

void DataPanel::showIdle() {
    m_choice->setEnabled(true);
    m_state->setCurrentIndex(0);
    showCurrent();
}

void DataPanel::setRawPixels(bool raw) {
    m_thumbnails->setRawPixels(raw);
}

void DataPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) refreshIcons();
    QWidget::changeEvent(event);
}

void DataPanel::refreshIcons() {
    m_dismiss->setIcon(style::icon("close", style::themeOf(palette()).quietText));
}

} // namespace latent
