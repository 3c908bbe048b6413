// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "ui/controls/steady_label.h"
#include "ui/text/number_text.h"
#include "ui/window/keys_dialog.h"
#include "ui/window/notice_bar.h"
#include "ui/window/top_bar.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QScreen>
#include <QScrollArea>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace latent {

namespace {

constexpr QSize kSmallestWindow{890, 460}; // a screen of 1366×768 at one and a half times the size
constexpr QSize kUsual(1440, 900);
constexpr int kLeftWidth = 264;
constexpr int kRightWidth = 388;
constexpr int kStatusHeight = 24;
constexpr int kWidthForControls = 1000;

QSplitter* makeSplitter(Qt::Orientation orientation, const QString& name) {
    auto* splitter = new QSplitter(orientation);
    splitter->setObjectName(name);
    splitter->setHandleWidth(1); // drawn one pixel wide; Qt widens where it can be grabbed
    splitter->setChildrenCollapsible(false);
    return splitter;
}

QWidget* hairline(QWidget* parent) {
    auto* line = new QFrame(parent);
    line->setFrameShape(QFrame::HLine);
    return line;
}

} // namespace

MainWindow::MainWindow(const Views& views, std::filesystem::path settingsFile, QWidget* parent)
    : QMainWindow(parent)
    , m_views(views)
    , m_settingsFile(std::move(settingsFile)) {
    setWindowTitle(tr("Latent Explorer"));
    setMinimumSize(kSmallestWindow);
    // Whole on a small screen too; what is left is the desktop's own frame.
    constexpr QSize kFrame(16, 48);
    resize(kUsual.boundedTo(screen()->availableGeometry().size() - kFrame));
    setAcceptDrops(true);
    m_columns = makeSplitter(Qt::Horizontal, "columns");
    m_left = makeLeft();
    m_columns->addWidget(m_left);
    m_columns->addWidget(makeMiddle());
    m_columns->addWidget(makeTabs());
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 1);
    m_columns->setStretchFactor(2, 0);
    m_columns->setSizes({kLeftWidth, 1440 - kLeftWidth - kRightWidth, kRightWidth});

    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    if (m_views.topBar) column->addWidget(m_views.topBar);
    column->addWidget(m_columns, 1);
    column->addWidget(hairline(centre));
    column->addWidget(makeStatusLine());
    setCentralWidget(centre);
    // Where the focus is when nothing has it: the window's keys work, and no ring is drawn before Tab is
    // pressed.
    centre->setFocusPolicy(Qt::ClickFocus);
    centre->setFocus();
    m_notices = new NoticeBar(centre);
    makeActions();
    restoreState();
}

QWidget* MainWindow::makeLeft() {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, style::kEdge);
    column->setSpacing(0);
    for (QWidget* panel : {m_views.data, m_views.model, m_views.training})
        if (panel) column->addWidget(panel);
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(244);
    scroll->setMaximumWidth(420);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

QWidget* MainWindow::makeMiddle() {
    m_middle = makeSplitter(Qt::Vertical, "middle");
    m_plots = makeSplitter(Qt::Horizontal, "plots");
    if (m_views.map) m_middle->addWidget(m_views.map);
    for (QWidget* plot : {m_views.loss, m_views.posterior})
        if (plot) m_plots->addWidget(plot);
    m_plots->setSizes({500, 290});
    m_middle->addWidget(m_plots);
    m_middle->setStretchFactor(0, 7);
    m_middle->setStretchFactor(1, 3);
    m_middle->setSizes({577, 252});
    m_middle->installEventFilter(this);
    return m_middle;
}

QWidget* MainWindow::makeTabs() {
    m_tabs = new QTabWidget;
    m_tabs->tabBar()->setExpanding(false);
    m_tabs->setMinimumWidth(320);
    struct Tab {
        QWidget* view;
        const char* name; // by which it is remembered
        QString title;
    };
    const Tab tabs[] = {
        {m_views.sliders, "sliders", tr("Sliders")},
        {m_views.inspector, "inspector", tr("Inspector")},
        {m_views.prior, "prior", tr("Prior")},
        {m_views.manifold, "manifold", tr("Manifold")},
        {m_views.diagnostics, "diagnostics", tr("Diagnostics")},
    };
    for (const Tab& tab : tabs) {
        if (!tab.view) continue;
        tab.view->setObjectName(tab.name);
        m_tabs->addTab(tab.view, tab.title);
    }
    return m_tabs;
}

QWidget* MainWindow::makeStatusLine() {
    auto* line = new QWidget(this);
    line->setFixedHeight(kStatusHeight);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(style::kEdge, 0, style::kEdge, 0);
    row->setSpacing(4 * style::kUnit);
    for (SteadyLabel** const part : {&m_threads, &m_memory, &m_decode}) {
        *part = new SteadyLabel(line);
        (*part)->setFont(style::small((*part)->font()));
        row->addWidget(*part);
    }
    m_memory->setToolTip(tr("Resident memory of the program"));
    m_decode->setToolTip(tr("From a latent point to its picture"));
    row->addStretch(1);
    auto* keys = new QLabel(tr("F5 train or pause · Space step · R sample the prior · F1 keys"), line);
    keys->setFont(m_decode->font());
    keys->setForegroundRole(QPalette::PlaceholderText);
    row->addWidget(keys);
    return line;
}

void MainWindow::makeActions() {
    m_controls = addPanel("controls", tr("Controls"), Qt::Key_F9, m_left);
    addPanel("plots", tr("Loss and posterior"), Qt::Key_F8, m_plots);
    addPanel("tabs", tr("Tabs"), Qt::Key_F10, m_tabs);
    auto* fullScreen = new QAction(tr("Full screen"), this);
    fullScreen->setShortcut(Qt::Key_F11);
    connect(fullScreen, &QAction::triggered, this,
            [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    auto* keys = new QAction(tr("Keys"), this);
    keys->setShortcut(Qt::Key_F1);
    connect(keys, &QAction::triggered, this, &MainWindow::showKeys);
    auto* quit = new QAction(tr("Quit"), this);
    quit->setShortcut(Qt::CTRL | Qt::Key_Q);
    connect(quit, &QAction::triggered, this, &MainWindow::close);
    addActions({fullScreen, keys, quit});
    for (int tab = 0; tab < m_tabs->count(); ++tab) {
        auto* choose = new QAction(this);
        choose->setShortcut(QKeySequence(Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + tab)));
        connect(choose, &QAction::triggered, this, [this, tab] { m_tabs->setCurrentIndex(tab); });
        addAction(choose);
    }
    if (!m_views.topBar) return;
    m_views.topBar->addPanelAction(fullScreen);
    connect(m_views.topBar, &TopBar::helpRequested, this, &MainWindow::showKeys);
    connect(m_views.topBar, &TopBar::appearanceChosen, this, &MainWindow::setAppearance);
    connect(this, &MainWindow::stepRequested, m_views.topBar, &TopBar::stepRequested);
}

QAction* MainWindow::addPanel(const QString& name, const QString& title, const QKeySequence& key,
                              QWidget* panel) {
    auto* action = new QAction(title, this);
    action->setCheckable(true);
    action->setChecked(true);
    action->setShortcut(key);
    action->setObjectName(name);
    connect(action, &QAction::toggled, panel, &QWidget::setVisible);
    addAction(action);
    if (m_views.topBar) m_views.topBar->addPanelAction(action);
    m_panels << action;
    return action;
}

// What does not fit folds: the controls, which the top bar stands in for, then the posterior, whose numbers
// stand beside the sliders too. F9 brings the controls back.
void MainWindow::fold() {
    const bool narrow = width() < kWidthForControls;
    if (narrow != m_narrow) {
        m_narrow = narrow;
        if (narrow) m_controlsFolded = m_controls->isChecked();
        if (m_controlsFolded) m_controls->setChecked(!narrow);
    }
    if (!m_views.posterior || !m_views.loss) return;
    const int needed =
        m_views.loss->minimumWidth() + m_views.posterior->minimumWidth() + m_plots->handleWidth();
    m_views.posterior->setVisible(m_middle->width() >= needed);
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_middle && event->type() == QEvent::Resize) fold();
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::showTab(QWidget* view) {
    m_tabs->setCurrentWidget(view);
}

void MainWindow::setAppearance(style::Appearance appearance) {
    if (m_views.topBar) m_views.topBar->setAppearance(appearance);
    style::apply(*qApp, appearance);
}

void MainWindow::showThreads(const QString& text) {
    m_threads->giveRoomBack();
    m_threads->showText(text, {});
}

void MainWindow::showMemory(qint64 bytes) {
    m_memory->showText(tr("%1 MB").arg(inLocale(std::int64_t{bytes / 1'000'000})), tr("888 MB"));
}

void MainWindow::showDecodeTime(double milliseconds) {
    m_decode->showText(tr("decode %1 ms").arg(inLocale(milliseconds, 1)),
                       tr("decode %1 ms").arg(inLocale(88.8, 1)));
}

void MainWindow::showKeys() {
    auto* dialog = new KeysDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    saveState();
    emit closing();
    event->accept();
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
    // Only what no focused control wanted comes here: a field keeps its letters, a button its Space.
    if (event->modifiers() & ~Qt::KeypadModifier) return QMainWindow::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Space:
        emit stepRequested();
        break;
    case Qt::Key_R:
        emit sampleRequested();
        break;
    case Qt::Key_0:
        emit zeroRequested();
        break;
    case Qt::Key_Escape:
        m_notices->dismiss();
        break;
    default:
        QMainWindow::keyPressEvent(event);
    }
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.first().isLocalFile()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.isEmpty()) return;
    event->acceptProposedAction();
    emit fileDropped(urls.first().toLocalFile());
}

} // namespace latent
