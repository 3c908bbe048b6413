// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/top_bar.h"

#include "ui/state/view.h"
#include "ui/text/preset_text.h"
#include "ui/window/key_list.h"

#include <QActionGroup>
#include <QMenu>
#include <QPushButton>

// The menus of the top bar.
namespace latent {

void TopBar::makeModelMenu() {
    auto* menu = new QMenu(this);
    m_presets = new QActionGroup(this);
    for (int i = 0; i <= static_cast<int>(Preset::Custom); ++i) {
        QAction* action = menu->addAction(fullName(static_cast<Preset>(i)));
        action->setCheckable(true);
        m_presets->addAction(action);
    }
    m_presets->actions().at(static_cast<int>(Preset::Vae))->setChecked(true);
    connect(m_presets, &QActionGroup::triggered, this, [this](QAction* action) {
        emit presetChosen(static_cast<Preset>(m_presets->actions().indexOf(action)));
    });
    menu->addSeparator();
    QAction* const beside = menu->addAction(tr("AE beside VAE"), this, &TopBar::besideRequested);
    beside->setToolTip(tr("Trains an autoencoder and a VAE on these images, side by side"));
    menu->setToolTipsVisible(true);
    m_model->setMenu(menu);
}

void TopBar::makeSaveMenu() {
    auto* menu = new QMenu(this);
    const auto add = [&](const QString& text, const QKeySequence& key, const QString& meaning,
                         void (TopBar::*request)()) {
        QAction* const action = menu->addAction(text, this, request);
        action->setShortcut(key);
        listKey(action, KeyGroup::Files, meaning);
        addAction(action); // so that the shortcut works while the menu is closed
    };
    add(tr("New session"), QKeySequence::New, tr("Begin a new session"), &TopBar::newSessionRequested);
    add(tr("Open session…"), QKeySequence::Open, tr("Open a session"), &TopBar::openSessionRequested);
    m_recentSessions = menu->addMenu(tr("Open recent session"));
    m_recentSessions->setEnabled(false);
    add(tr("Save session"), QKeySequence::Save, tr("Save the session"), &TopBar::saveSessionRequested);
    add(tr("Save session as…"), Qt::CTRL | Qt::SHIFT | Qt::Key_S, tr("Save the session as another file"),
        &TopBar::saveSessionAsRequested);
    menu->addSeparator();
    add(tr("Open model…"), Qt::CTRL | Qt::Key_M, tr("Open a model"), &TopBar::openModelRequested);
    add(tr("Save model…"), Qt::CTRL | Qt::SHIFT | Qt::Key_M, tr("Save the model"),
        &TopBar::saveModelRequested);
    menu->addSeparator();
    m_pictureMenu = menu->addMenu(tr("Save picture"));
    m_saveJourney = menu->addAction(tr("Save journey as animation…"), this, &TopBar::saveJourneyRequested);
    m_saveJourney->setEnabled(false);
    m_save->setMenu(menu);
}

void TopBar::setViews(const std::vector<View*>& views) {
    for (View* const view : views)
        m_pictureMenu->addAction(view->kind().picture, this,
                                 [this, view] { emit savePictureRequested(view); });
}

void TopBar::setHasJourney(bool has) {
    m_saveJourney->setEnabled(has);
}

void TopBar::setRecentSessions(const QStringList& titles) {
    m_recentSessions->clear();
    for (int i = 0; i < titles.size(); ++i)
        m_recentSessions->addAction(titles[i], this, [this, i] { emit recentSessionChosen(i); });
    m_recentSessions->setEnabled(!titles.empty());
}

void TopBar::setBeside(bool beside) {
    for (QAction* const action : m_ofSeveral) action->setEnabled(beside);
}

void TopBar::setUndoActions(QAction* undo, QAction* redo) {
    QAction* const first = m_viewMenu->actions().first();
    m_viewMenu->insertActions(first, {undo, redo});
    m_viewMenu->insertSeparator(first);
}

void TopBar::makeViewMenu() {
    m_viewMenu = new QMenu(this);
    m_afterPanels = m_viewMenu->addSeparator();
    QMenu* appearanceMenu = m_viewMenu->addMenu(tr("Appearance"));
    m_appearances = new QActionGroup(this);
    for (const QString& name : {tr("As the desktop"), tr("Light"), tr("Dark")}) {
        QAction* action = appearanceMenu->addAction(name);
        action->setCheckable(true);
        m_appearances->addAction(action);
    }
    m_appearances->actions().first()->setChecked(true);
    connect(m_appearances, &QActionGroup::triggered, this, [this] { emit appearanceChosen(appearance()); });
    m_rawPixels = m_viewMenu->addAction(tr("Raw pixels: 0 is black"));
    m_rawPixels->setCheckable(true);
    connect(m_rawPixels, &QAction::triggered, this, &TopBar::rawPixelsToggled);
    m_viewMenu->addSeparator();
    m_alignMaps = m_viewMenu->addAction(tr("Align the maps"));
    m_alignMaps->setCheckable(true);
    m_alignMaps->setChecked(true);
    connect(m_alignMaps, &QAction::toggled, this, &TopBar::mapsAligned);
    QAction* const wipe = m_viewMenu->addAction(tr("Wipe between the pictures of two runs"));
    wipe->setCheckable(true);
    connect(wipe, &QAction::toggled, this, &TopBar::wipeToggled);
    QAction* const differences =
        m_viewMenu->addAction(tr("What differs…"), this, &TopBar::differencesRequested);
    differences->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_D);
    listKey(differences, KeyGroup::Window, tr("What differs between the runs"));
    addAction(differences);
    QAction* const one = m_viewMenu->addAction(tr("Only one run"), this, &TopBar::besideClosed);
    m_ofSeveral = {m_alignMaps, wipe, differences, one};
    setBeside(false);
    m_view->setMenu(m_viewMenu);
}

void TopBar::addPanelAction(QAction* action) {
    m_viewMenu->insertAction(m_afterPanels, action);
}

bool TopBar::alignsMaps() const {
    return m_alignMaps->isChecked();
}

bool TopBar::rawPixels() const {
    return m_rawPixels->isChecked();
}

style::Appearance TopBar::appearance() const {
    return static_cast<style::Appearance>(m_appearances->actions().indexOf(m_appearances->checkedAction()));
}

void TopBar::setAppearance(style::Appearance appearance) {
    m_appearances->actions().at(static_cast<int>(appearance))->setChecked(true);
}

void TopBar::setRawPixels(bool raw) {
    m_rawPixels->setChecked(raw);
}

} // namespace latent
