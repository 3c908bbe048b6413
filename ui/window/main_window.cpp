// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "ui/controls/steady_label.h"
#include "ui/text/number_text.h"
#include "ui/window/captioned_view.h"
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
#include <QUndoStack>
#include <QVBoxLayout>

#include <algorithm>

namespace latent {

namespace {

constexpr QSize kSmallestWindow{890, 460}; // a screen of 1366×768 at one and a half times the size
constexpr QSize kUsual(1440, 900);
constexpr int kLeftWidth = 264;
constexpr int kRightWidth = 388;
constexpr int kStatusHeight = 24;
constexpr int kWidthForControls = 1000;
constexpr int kHeightBeside = 440; // of a tab's view of one run where there are several

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

MainWindow::MainWindow(const Parts& parts, std::filesystem::path settingsFile, QWidget* parent)
    : QMainWindow(parent)
    , m_parts(parts)
    , m_settingsFile(std::move(settingsFile)) {
    setWindowTitle(tr("Latent Explorer"));
    setMinimumSize(kSmallestWindow);
    // Whole on a small screen too.
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
    if (m_parts.topBar) column->addWidget(m_parts.topBar);
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
    for (QWidget* panel : m_parts.controls) column->addWidget(panel);
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
    QSplitter* const maps = makeSplitter(Qt::Vertical, "maps");
    for (QSplitter*& row : m_mapRows) {
        row = makeSplitter(Qt::Horizontal, "mapRow");
        maps->addWidget(row);
    }
    auto* const area = new QWidget;
    auto* const column = new QVBoxLayout(area);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (View* map : viewsIn(View::Place::Map)) {
        if (map->header() != nullptr) column->addWidget(map->header());
        place(map);
    }
    column->addWidget(maps, 1);
    arrangeMaps();
    m_middle->addWidget(area);
    for (View* plot : viewsIn(View::Place::Plot)) place(plot);
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
    for (View* view : viewsIn(View::Place::Tab)) {
        auto* const page = new QScrollArea;
        page->setObjectName(view->kind().name);
        page->setWidget(makeSplitter(Qt::Vertical, view->kind().name));
        page->setWidgetResizable(true);
        page->setFrameShape(QFrame::NoFrame);
        page->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        page->setFocusPolicy(Qt::NoFocus);
        m_tabs->addTab(page, view->kind().title);
        place(view);
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

std::vector<View*> MainWindow::viewsIn(View::Place place) const {
    std::vector<View*> found;
    for (View* const view : m_parts.views)
        if (view->kind().place == place) found.push_back(view);
    return found;
}

void MainWindow::makeActions() {
    m_controls = addPanel("controls", tr("Controls"), Qt::Key_F9, m_left);
    listKey(m_controls, KeyGroup::Window, tr("Controls on the left"));
    listKey(addPanel("plots", tr("Loss and posterior"), Qt::Key_F8, m_plots), KeyGroup::Window,
            tr("Loss and posterior"));
    listKey(addPanel("tabs", tr("Tabs"), Qt::Key_F10, m_tabs), KeyGroup::Window, tr("Tabs on the right"));
    for (View* view : viewsIn(View::Place::Tab)) {
        QAction* const choose =
            addKey(view->kind().title, view->kind().key, KeyGroup::Window, view->kind().title);
        connect(choose, &QAction::triggered, this, [this, view] { showTab(view); });
    }
    QAction* const fullScreen = addKey(tr("Full screen"), Qt::Key_F11, KeyGroup::Window, tr("Full screen"));
    connect(fullScreen, &QAction::triggered, this,
            [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    QAction* const keys = addKey(tr("Keys"), Qt::Key_F1, KeyGroup::Window, tr("This list"));
    connect(keys, &QAction::triggered, this, &MainWindow::showKeys);
    QAction* const quit = addKey(tr("Quit"), Qt::CTRL | Qt::Key_Q, KeyGroup::Files, tr("Quit"));
    connect(quit, &QAction::triggered, this, &MainWindow::close);
    if (!m_parts.topBar) return;
    m_parts.topBar->addPanelAction(fullScreen);
    m_parts.topBar->setViews(m_parts.views);
    connect(m_parts.topBar, &TopBar::helpRequested, this, &MainWindow::showKeys);
    connect(m_parts.topBar, &TopBar::appearanceChosen, this, &MainWindow::setAppearance);
    connect(this, &MainWindow::stepRequested, m_parts.topBar, &TopBar::stepRequested);
}

QAction* MainWindow::addKey(const QString& text, const QKeySequence& key, KeyGroup group,
                            const QString& meaning) {
    auto* const action = new QAction(text, this);
    action->setShortcut(key);
    listKey(action, group, meaning);
    addAction(action);
    return action;
}

void MainWindow::setUndoStack(QUndoStack* stack) {
    QAction* const undo = stack->createUndoAction(this);
    undo->setShortcut(QKeySequence::Undo);
    listKey(undo, KeyGroup::Looking, tr("Undo a change of what is looked at"));
    QAction* const redo = stack->createRedoAction(this);
    redo->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_Z);
    listKey(redo, KeyGroup::Looking, tr("Redo it"));
    addActions({undo, redo});
    if (m_parts.topBar) m_parts.topBar->setUndoActions(undo, redo);
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
    if (m_parts.topBar) m_parts.topBar->addPanelAction(action);
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
    // From the last plot on: the first one stays.
    int needed = 0;
    for (int i = 0; i < m_plots->count(); ++i) {
        QWidget* const plot = m_plots->widget(i);
        needed += plot->minimumSizeHint().width() + (i > 0 ? m_plots->handleWidth() : 0);
        if (i > 0) plot->setVisible(m_middle->width() >= needed);
    }
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_middle && event->type() == QEvent::Resize) fold();
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::showTab(QWidget* view) {
    for (int tab = 0; tab < m_tabs->count(); ++tab)
        if (QWidget* const page = m_tabs->widget(tab); page == view || page->isAncestorOf(view))
            m_tabs->setCurrentIndex(tab);
}

CaptionedView* MainWindow::caption(View* view) {
    auto* const captioned = new CaptionedView(view);
    connect(captioned->caption(), &RunCaption::clicked, this, &MainWindow::captionClicked);
    m_captioned.push_back(captioned);
    return captioned;
}

CaptionedView* MainWindow::captionedOf(const View* view) const {
    const auto found = std::ranges::find(m_captioned, view, &CaptionedView::view);
    return found == m_captioned.end() ? nullptr : *found;
}

// In its part of the window, after the views of its kind that are there.
void MainWindow::place(View* view) {
    if (view->kind().place == View::Place::Map) return m_mapRows[0]->addWidget(caption(view));
    if (view->kind().place == View::Place::Plot) return m_plots->addWidget(caption(view));
    for (int tab = 0; tab < m_tabs->count(); ++tab)
        if (m_tabs->widget(tab)->objectName() == view->kind().name) runsIn(tab)->addWidget(caption(view));
}

// One below the other.
QSplitter* MainWindow::runsIn(int tab) const {
    return static_cast<QSplitter*>(static_cast<QScrollArea*>(m_tabs->widget(tab))->widget());
}

void MainWindow::addBeside(const std::vector<View*>& views) {
    for (View* const view : views) {
        if (view->kind().together) {
            view->setParent(this);
            view->hide();
            m_hidden.push_back(view);
        } else {
            if (view->header() != nullptr) view->header()->hide();
            place(view);
        }
    }
    arrange();
}

void MainWindow::removeBeside(const std::vector<View*>& views) {
    for (View* const view : views) {
        if (std::erase(m_hidden, view) > 0) {
            delete view;
        } else if (CaptionedView* const captioned = captionedOf(view)) {
            std::erase(m_captioned, captioned);
            delete captioned; // and the view in it
        }
    }
    arrange();
}

// All runs get the same room.
void MainWindow::arrange() {
    const auto evenly = [](QSplitter* splitter) { splitter->setSizes(QList<int>(splitter->count(), 1'000)); };
    arrangeMaps();
    for (QSplitter* const row : m_mapRows) evenly(row);
    evenly(static_cast<QSplitter*>(m_mapRows[0]->parentWidget()));
    for (int tab = 0; tab < m_tabs->count(); ++tab) {
        QSplitter* const page = runsIn(tab);
        for (int i = 0; i < page->count(); ++i)
            page->widget(i)->setMinimumHeight(page->count() > 1 ? kHeightBeside : 0);
        evenly(page);
    }
    fold();
}

void MainWindow::arrangeMaps() {
    std::vector<CaptionedView*> maps;
    for (CaptionedView* const captioned : m_captioned)
        if (captioned->view()->kind().place == View::Place::Map) maps.push_back(captioned);
    for (std::size_t i = 0; i < maps.size(); ++i) m_mapRows[i / 2]->addWidget(maps[i]);
    m_mapRows[1]->setVisible(maps.size() > 2);
}

void MainWindow::setCaption(const std::vector<View*>& views, const Caption& caption) {
    for (const View* const view : views)
        if (const CaptionedView* const captioned = captionedOf(view); captioned && !view->kind().together)
            captioned->caption()->setText(caption.colour, caption.name, caption.words);
}

void MainWindow::setAppearance(style::Appearance appearance) {
    if (m_parts.topBar) m_parts.topBar->setAppearance(appearance);
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
    std::vector<KeyEntry> keys = widgetKeys();
    for (KeyEntry& entry : listedKeys(*this)) keys.push_back(std::move(entry));
    auto* dialog = new KeysDialog(keys, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    saveState();
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
