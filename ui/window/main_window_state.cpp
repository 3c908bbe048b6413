// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/failure.h"
#include "core/data/files/safe_save.h"
#include "core/data/files/small_file.h"
#include "ui/window/main_window.h"
#include "ui/window/top_bar.h"

#include <QAction>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScreen>
#include <QSplitter>
#include <QTabWidget>

#include <algorithm>
#include <optional>

// What the window remembers. Not QSettings: on a full disk that empties the file that was good.
namespace latent {

namespace {

QString packed(const QByteArray& bytes) {
    return QString::fromLatin1(bytes.toBase64());
}

QByteArray unpacked(const QJsonValue& value) {
    return QByteArray::fromBase64(value.toString().toLatin1());
}

QJsonObject savedState(const std::filesystem::path& settingsFile) {
    constexpr std::size_t kMost = 1 << 20;
    const std::string text = settingsFile.empty() ? std::string() : readSmallFile(settingsFile, kMost);
    return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
}

std::optional<style::Appearance> appearanceOf(const QJsonObject& state) {
    const int appearance = state["appearance"].toInt(0);
    if (appearance < 0 || appearance > static_cast<int>(style::Appearance::Dark)) return std::nullopt;
    return static_cast<style::Appearance>(appearance);
}

} // namespace

void MainWindow::saveState() {
    if (m_settingsFile.empty()) return;
    QJsonObject panels;
    for (const QAction* panel : m_panels)
        panels[panel->objectName()] =
            panel->isChecked() || (panel == m_controls && m_narrow && m_controlsFolded);
    QJsonObject state{{"geometry", packed(saveGeometry())},
                      {"panels", panels},
                      {"tab", m_tabs->currentWidget() ? m_tabs->currentWidget()->objectName() : QString()}};
    for (const QSplitter* splitter : {m_columns, m_middle, m_plots})
        state[splitter->objectName()] = packed(splitter->saveState());
    if (m_parts.topBar) {
        state["appearance"] = static_cast<int>(m_parts.topBar->appearance());
        state["rawPixels"] = m_parts.topBar->rawPixels();
    }
    const QByteArray text = QJsonDocument(state).toJson();
    const std::string failure = tryTo([&] {
        std::filesystem::create_directories(m_settingsFile.parent_path());
        safeSave(m_settingsFile, std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
    });
    // A forgotten arrangement is no reason to hold up closing.
    if (!failure.empty()) qWarning("%s", failure.c_str());
}

style::Appearance MainWindow::savedAppearance(const std::filesystem::path& settingsFile) {
    return appearanceOf(savedState(settingsFile)).value_or(style::Appearance::Desktop);
}

void MainWindow::restoreState() {
    const QJsonObject state = savedState(m_settingsFile);
    if (!state.isEmpty()) restoreFrom(state);
}

// The screen may be a smaller one than the last time.
void MainWindow::fitScreen() {
    if (isMaximized() || isFullScreen()) return;
    const QScreen* const there = QGuiApplication::screenAt(geometry().center());
    const QRect room = (there ? there : screen())->availableGeometry();
    if (room.contains(geometry())) return;
    const QSize size = this->size().boundedTo(room.size() - kFrame).expandedTo(minimumSize());
    resize(size);
    move(std::clamp(x(), room.left(), std::max(room.left(), room.right() - size.width())),
         std::clamp(y(), room.top(), std::max(room.top(), room.bottom() - size.height())));
}

void MainWindow::restoreFrom(const QJsonObject& state) {
    restoreGeometry(unpacked(state["geometry"]));
    fitScreen();
    for (QSplitter* splitter : {m_columns, m_middle, m_plots}) {
        splitter->restoreState(unpacked(state[splitter->objectName()]));
        splitter->setHandleWidth(1);
        splitter->setChildrenCollapsible(false);
    }
    const QJsonObject panels = state["panels"].toObject();
    for (QAction* panel : m_panels) panel->setChecked(panels[panel->objectName()].toBool(true));
    for (int tab = 0; tab < m_tabs->count(); ++tab)
        if (m_tabs->widget(tab)->objectName() == state["tab"].toString()) m_tabs->setCurrentIndex(tab);
    if (!m_parts.topBar) return;
    const std::optional<style::Appearance> appearance = appearanceOf(state);
    if (appearance && *appearance != m_parts.topBar->appearance()) setAppearance(*appearance);
    m_parts.topBar->setRawPixels(state["rawPixels"].toBool(false));
}

} // namespace latent
