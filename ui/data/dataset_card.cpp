// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/dataset_card.h"

#include "ui/controls/style.h"
#include "ui/text/number_text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>
#include <cmath>

namespace latent {

namespace {

using Phase = DownloadStatus::Phase;

constexpr int kStateWidth = 216;
constexpr int kMainWidth = 88; // of its longest caption

QString sizeText(qint64 bytes) {
    return shownLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString timeText(double seconds) {
    const auto whole = static_cast<qint64>(std::ceil(seconds));
    if (whole < 60) return DatasetCard::tr("%1 s left").arg(whole);
    if (whole < 3600) return DatasetCard::tr("%1 min left").arg((whole + 59) / 60);
    return DatasetCard::tr("%1 h left").arg((whole + 3599) / 3600);
}

QString progressText(const DownloadStatus& status) {
    const QString percent = QStringLiteral("%1 %").arg(static_cast<int>(status.fraction() * 100));
    if (status.phase == Phase::Paused) return DatasetCard::tr("%1 · paused").arg(percent);
    QString text = percent;
    if (status.bytesPerSecond > 0) {
        text += QStringLiteral(" · %1/s").arg(sizeText(std::llround(status.bytesPerSecond)));
    }
    if (status.secondsLeft >= 0) text += QStringLiteral(" · ") + timeText(status.secondsLeft);
    return text;
}

QLabel* wordsOf(const QString& text, QWidget* parent) {
    QLabel* const label = style::quietLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

bool hasSizes(const PublishedSet& set) {
    return std::all_of(set.files.begin(), set.files.end(), [](const auto& file) { return file.bytes > 0; });
}

// @link is a placeholder for the theme's colour.
QString factsText(const PublishedSet& set) {
    const QString size = sizeText(static_cast<qint64>(set.aboutBytes));
    const QString about = hasSizes(set) ? size : DatasetCard::tr("about %1").arg(size);
    const QString licence = QString::fromStdString(set.licence).toHtmlEscaped();
    return DatasetCard::tr("Licence: %1 · download: %2").arg(licence, about) +
           QStringLiteral(" · <a href=\"%1\" style=\"color: @link\">%2</a>")
               .arg(QString::fromStdString(set.homepage).toHtmlEscaped(), DatasetCard::tr("web page"));
}

QString checkText(const PublishedSet& set) {
    return hasSizes(set)
               ? DatasetCard::tr("Its publisher gives no checksum, so size and format are checked instead.")
               : DatasetCard::tr("Its publisher gives no checksum, so the format is checked instead.");
}

} // namespace

DatasetCard::DatasetCard(const PublishedSet& set, QWidget* parent)
    : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 3 * style::kUnit, 0, 3 * style::kUnit);
    row->setSpacing(6 * style::kUnit);
    row->addWidget(makeWords(set), 1);
    row->addWidget(makeState(set), 0, Qt::AlignTop);
    connect(m_main, &QPushButton::clicked, this, [this] {
        if (m_installed) return emit openRequested();
        if (m_status.phase == Phase::Fetching) return emit pauseRequested();
        if (m_status.phase == Phase::Paused) return emit resumeRequested();
        emit getRequested();
    });
    connect(m_cancel, &QPushButton::clicked, this, &DatasetCard::cancelRequested);
    refresh();
}

QWidget* DatasetCard::makeWords(const PublishedSet& set) {
    auto* words = new QWidget(this);
    auto* column = new QVBoxLayout(words);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(style::kUnit);
    auto* title = new QLabel(QString::fromStdString(set.title), words);
    title->setFont(style::strong(title->font()));
    column->addWidget(title);
    column->addWidget(wordsOf(QString::fromStdString(set.description), words));
    m_facts = style::quietLabel({}, words);
    m_facts->setTextFormat(Qt::RichText);
    m_facts->setOpenExternalLinks(true);
    m_facts->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    m_facts->setToolTip(QString::fromStdString(set.homepage));
    m_factsText = factsText(set);
    refreshLink();
    column->addWidget(m_facts);
    if (!set.hasChecksums()) column->addWidget(wordsOf(checkText(set), words));
    m_failure = style::failureLabel(words);
    column->addWidget(m_failure);
    column->addStretch(1);
    return words;
}

QWidget* DatasetCard::makeState(const PublishedSet& set) {
    auto* state = new QWidget(this);
    state->setFixedWidth(kStateWidth);
    m_main = new QPushButton(state);
    m_main->setFixedWidth(kMainWidth);
    m_cancel = new QPushButton(tr("Cancel"), state);
    m_cancel->setFixedWidth(kMainWidth);
    m_cancel->setAccessibleName(tr("Cancel getting %1").arg(QString::fromStdString(set.title)));
    m_main->setAccessibleDescription(QString::fromStdString(set.title));
    m_progress = new QProgressBar(state);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, style::kProgressSteps);
    QSizePolicy kept = m_progress->sizePolicy();
    kept.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(kept);
    m_state = new QLabel(state);
    m_state->setFont(style::tabular(m_state->font()));
    m_state->setForegroundRole(QPalette::PlaceholderText);
    m_state->setAlignment(Qt::AlignRight);
    m_state->setFixedHeight(m_state->fontMetrics().height());
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(2 * style::kUnit);
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_main);
    auto* column = new QVBoxLayout(state);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2 * style::kUnit);
    column->addLayout(buttons);
    column->addWidget(m_progress);
    column->addWidget(m_state);
    return state;
}

void DatasetCard::setInstalled(bool installed, const QString& folder) {
    m_installed = installed;
    m_state->setToolTip(installed ? folder : QString());
    refresh();
}

void DatasetCard::showStatus(const DownloadStatus& status) {
    m_status = status;
    refresh();
}

void DatasetCard::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) refreshLink();
    QWidget::changeEvent(event);
}

// Rich text keeps the link colour with which it was set.
void DatasetCard::refreshLink() {
    QString text = m_factsText;
    m_facts->setText(text.replace(QStringLiteral("@link"), style::themeOf(palette()).accent.name()));
}

void DatasetCard::refresh() {
    const Phase phase = m_installed ? Phase::None : m_status.phase;
    const bool moving = phase == Phase::Fetching || phase == Phase::Paused || phase == Phase::Finishing;
    m_main->setText(m_installed              ? tr("Open")
                    : phase == Phase::Paused ? tr("Resume")
                    : moving                 ? tr("Pause")
                                             : tr("Get"));
    m_main->setEnabled(phase != Phase::Finishing);
    const bool hadFocus = m_cancel->hasFocus();
    m_cancel->setVisible(moving);
    if (hadFocus && !moving) m_main->setFocus();
    m_progress->setVisible(moving);
    m_progress->setValue(phase == Phase::Finishing
                             ? style::kProgressSteps
                             : static_cast<int>(m_status.fraction() * style::kProgressSteps));
    m_state->setText(m_installed                 ? tr("On this machine")
                     : phase == Phase::Finishing ? tr("Checking")
                     : moving                    ? progressText(m_status)
                                                 : QString());
    m_failure->setText(phase == Phase::Failed ? m_status.failure : QString());
    m_failure->setVisible(phase == Phase::Failed);
}

} // namespace latent
