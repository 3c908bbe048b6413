// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/top_bar.h"

#include "ui/controls/steady_label.h"
#include "ui/controls/style.h"
#include "ui/data/recent_name.h"
#include "ui/text/preset_text.h"
#include "ui/text/status_text.h"
#include "ui/window/key_list.h"

#include <QActionGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>

namespace latent {

namespace {

constexpr int kHeight = 48;
constexpr int kTrainWidth = 104; // "Continue" with its icon: nothing moves when the word changes
constexpr int kWidthForTitle = 1200;
constexpr int kWidthForBatch = 1560;
constexpr int kWidthForSpeed = 1340;
constexpr int kWidthForTimeLeft = 1100;

QString separated(const QString& text) {
    return text.isEmpty() ? text : QStringLiteral("· ") + text;
}

} // namespace

TopBar::TopBar(QWidget* parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this)) {
    setFixedHeight(kHeight);
    connect(&m_numbersSoon, &ReplotThrottle::due, this, &TopBar::showPresentStatus);
    m_row->setContentsMargins(style::kEdge, 0, style::kEdge, 1);
    m_row->setSpacing(2 * style::kUnit);
    m_title = new QLabel(tr("Latent Explorer"), this);
    QFont font = m_title->font();
    font.setWeight(QFont::Bold);
    font.setPixelSize(14);
    m_title->setFont(font);
    m_row->addWidget(m_title);
    m_row->addSpacing(10);
    m_data = addMenuButton(tr("Data"), tr("The open data set. Choose another one."), 132);
    m_model = addMenuButton(tr("Model"), tr("Preset and latent size. Choose another preset."), 128);
    addTrainButtons();
    m_row->addSpacing(10);
    addStatus();
    m_row->addStretch(1);
    m_runs = addButton(tr("Runs"), tr("All runs of this session (Ctrl+R)"));
    connect(m_runs, &QPushButton::clicked, this, &TopBar::runsRequested);
    m_save =
        addMenuButton(tr("File"), tr("Save or open the session or a model, save a picture of a view."), 0);
    m_view = addMenuButton(tr("View"), tr("Panels, appearance, how pixels are shown."), 0);
    m_help = addButton(tr("?"), tr("All keys (F1)"));
    m_help->setFixedWidth(32);
    m_help->setProperty("choice", true);
    m_help->setAccessibleName(tr("Keys"));
    connect(m_help, &QPushButton::clicked, this, &TopBar::helpRequested);
    m_dataMenu = new QMenu(this);
    m_dataMenu->setToolTipsVisible(true);
    m_data->setMenu(m_dataMenu);
    makeModelMenu();
    makeSaveMenu();
    makeViewMenu();
    m_openData = new QAction(tr("Open data…"), this);
    m_openData->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_O);
    connect(m_openData, &QAction::triggered, this, &TopBar::openDataRequested);
    m_moreData = new QAction(tr("More data sets…"), this);
    m_moreData->setShortcut(Qt::CTRL | Qt::Key_D);
    connect(m_moreData, &QAction::triggered, this, &TopBar::moreDataRequested);
    m_openFolder = new QAction(tr("Open a folder of images…"), this);
    m_openFolder->setShortcut(Qt::CTRL | Qt::ALT | Qt::Key_O);
    connect(m_openFolder, &QAction::triggered, this, &TopBar::openFolderRequested);
    m_details = new QAction(tr("Details of the images…"), this);
    m_details->setShortcut(Qt::CTRL | Qt::Key_I);
    connect(m_details, &QAction::triggered, this, &TopBar::detailsRequested);
    m_recentMenu = new QMenu(tr("Opened before"), this);
    m_recentMenu->setToolTipsVisible(true);
    m_recentMenu->menuAction()->setVisible(false);
    listKey(m_openData, KeyGroup::Files, tr("Open data"));
    listKey(m_openFolder, KeyGroup::Files, tr("Open a folder of images"));
    listKey(m_moreData, KeyGroup::Files, tr("Well-known data sets"));
    listKey(m_details, KeyGroup::Files, tr("Details of the images"));
    auto* const runs = new QAction(tr("Runs"), this);
    runs->setShortcut(Qt::CTRL | Qt::Key_R);
    listKey(runs, KeyGroup::Training, tr("All runs"));
    connect(runs, &QAction::triggered, this, &TopBar::runsRequested);
    addAction(runs);
    addActions({m_openData, m_openFolder, m_moreData,
                m_details}); // so that the shortcuts work while the menu is closed
    setCatalogue({});
    showStatus({});
}

QPushButton* TopBar::addButton(const QString& text, const QString& help) {
    auto* button = new QPushButton(text, this);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolTip(help);
    m_row->addWidget(button);
    return button;
}

QPushButton* TopBar::addMenuButton(const QString& text, const QString& help, int width) {
    QPushButton* button = addButton(text, help);
    button->setProperty("menu", true);
    if (width > 0) button->setMinimumWidth(width);
    return button;
}

void TopBar::addTrainButtons() {
    m_train = addButton(tr("Train"), tr("Train or pause (F5). A paused run continues exactly."));
    m_train->setProperty("primary", true);
    m_train->setFixedWidth(kTrainWidth);
    m_train->setIconSize({12, 12});
    m_train->setShortcut(Qt::Key_F5);
    m_step = addButton(tr("Step"), tr("One batch (Space)."));
    m_reset = addButton(tr("Reset"), tr("Back to fresh weights by the seed."));
    connect(m_train, &QPushButton::clicked, this, &TopBar::trainToggled);
    connect(m_step, &QPushButton::clicked, this, &TopBar::stepRequested);
    connect(m_reset, &QPushButton::clicked, this, &TopBar::resetRequested);
}

void TopBar::addStatus() {
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, style::kProgressSteps);
    m_progress->setMinimumWidth(40); // gives way to a longer text before the buttons do
    m_progress->setMaximumWidth(200);
    m_progress->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_row->addWidget(m_progress, 4);
    auto* parts = new QHBoxLayout;
    parts->setSpacing(style::kUnit);
    m_row->addLayout(parts);
    for (SteadyLabel** const part : {&m_epoch, &m_batch, &m_speed, &m_left})
        parts->addWidget(*part = new SteadyLabel(this));
}

void TopBar::setCatalogue(const std::vector<CatalogueEntry>& catalogue) {
    m_dataMenu->clear();
    for (const CatalogueEntry& entry : catalogue) {
        if (!entry.available) continue;
        QAction* action = m_dataMenu->addAction(QString::fromStdString(entry.title));
        action->setToolTip(QString::fromStdString(entry.description));
        const QString name = QString::fromStdString(entry.name);
        connect(action, &QAction::triggered, this, [this, name] { emit datasetChosen(name); });
    }
    if (!catalogue.empty()) m_dataMenu->addSeparator();
    m_dataMenu->addAction(m_moreData);
    m_dataMenu->addAction(m_openData);
    m_dataMenu->addAction(m_openFolder);
    m_dataMenu->addMenu(m_recentMenu);
    m_dataMenu->addSeparator();
    m_dataMenu->addAction(m_details);
}

void TopBar::setRecent(const QStringList& paths) {
    m_recentMenu->clear();
    m_recentMenu->menuAction()->setVisible(!paths.isEmpty());
    for (const QString& path : paths) {
        // A file may be called "a&b": no key is meant.
        QString name = recentName(path, paths);
        QAction* action = m_recentMenu->addAction(name.replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setToolTip(path.toHtmlEscaped());
        connect(action, &QAction::triggered, this, [this, path] { emit datasetChosen(path); });
    }
}

void TopBar::showDataset(DatasetPtr dataset) {
    constexpr int kTextWidth = 160; // a file's name may be long
    const QString name = dataset ? QString::fromStdString(dataset->name) : tr("Data");
    m_data->setText(m_data->fontMetrics().elidedText(name, Qt::ElideMiddle, kTextWidth));
}

void TopBar::showModel(Preset preset, int latentSize) {
    m_presets->actions().at(static_cast<int>(preset))->setChecked(true);
    m_model->setText(tr("%1 · %2-d").arg(shortName(preset)).arg(latentSize));
}

void TopBar::showStatus(const TrainingStatus& status) {
    using Phase = TrainingStatus::Phase;
    m_status = status;
    const bool goesOn = status.phase == Phase::Running && status.phase == m_phase;
    goesOn ? m_numbersSoon.request() : showPresentStatus();
}

void TopBar::showPresentStatus() {
    using Phase = TrainingStatus::Phase;
    const TrainingStatus& status = m_status;
    // A fresh run gives the room of the last one's numbers back.
    const bool fresh = m_phase != status.phase && m_phase != Phase::Paused;
    m_phase = status.phase;
    const StatusText text = statusText(status);
    if (fresh)
        for (SteadyLabel* const part : {m_epoch, m_batch, m_speed, m_left}) part->giveRoomBack();
    m_epoch->showText(text.epoch, status.epochs > 0 ? tr("epoch %1 of %1").arg(status.epochs) : QString());
    // Without a batch its room would be a hole in the sentence.
    m_batch->showText(separated(text.batch),
                      text.batch.isEmpty() ? QString() : tr("· batch %1 of %1").arg(status.batchesPerEpoch));
    m_speed->showText(separated(text.speed), tr("· 88,888 images/s"));
    m_left->showText(separated(text.left), tr("· 88 s left"));
    m_epoch->setToolTip(QStringList{text.batch, text.left}.join(QLatin1Char('\n')).trimmed());
    for (QWidget* const part : {m_batch, m_speed, m_left}) part->setToolTip(text.note);
    const auto role = status.phase == Phase::Failed ? QPalette::BrightText : QPalette::PlaceholderText;
    if (m_epoch->foregroundRole() != role) m_epoch->setForegroundRole(role);
    showProgress(status.phase == Phase::Idle ? 0
                                             : static_cast<int>(status.fraction() * style::kProgressSteps));
    m_reset->setEnabled(status.step > 0 || status.phase != Phase::Idle);
    refreshTrainButton();
}

// QProgressBar would paint, and flush the window, at once.
void TopBar::showProgress(int value) {
    if (value == m_progress->value()) return;
    m_progress->setUpdatesEnabled(false);
    m_progress->setValue(value);
    m_progress->setUpdatesEnabled(true);
}

void TopBar::refreshTrainButton() {
    using Phase = TrainingStatus::Phase;
    const bool running = m_phase == Phase::Running;
    const QString text = running ? tr("Pause") : m_phase == Phase::Paused ? tr("Continue") : tr("Train");
    const QColor colour = style::themeOf(palette()).onAccent;
    const QString key = (running ? "pause" : "play") + colour.name();
    if (m_train->text() == text && m_train->property("iconKey") == key) return; // comes many times a second
    m_train->setText(text);
    m_train->setShortcut(Qt::Key_F5); // setText takes the shortcut away
    m_train->setIcon(style::icon(running ? "pause" : "play", colour));
    m_train->setProperty("iconKey", key);
}

void TopBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, style::themeOf(palette()).hairline);
}

void TopBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) refreshTrainButton();
    QWidget::changeEvent(event);
}

void TopBar::resizeEvent(QResizeEvent* event) {
    m_title->setVisible(width() >= kWidthForTitle);
    m_batch->setVisible(width() >= kWidthForBatch);
    m_speed->setVisible(width() >= kWidthForSpeed);
    m_left->setVisible(width() >= kWidthForTimeLeft);
    m_progress->setVisible(width() >= kWidthForTimeLeft);
    QWidget::resizeEvent(event);
}

} // namespace latent
