// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

class QAction;
class QWidget;

namespace latent {

/// Under which head the list of keys shows a key.
enum class KeyGroup { Training, Looking, Sliders, Map, Loss, Images, Walk, Files, Window };

struct KeyEntry {
    KeyGroup group = KeyGroup::Window;
    QString keys;    // "Ctrl+S"
    QString meaning; // "Save the model"
};

/// Puts an action with a shortcut on the list.
void listKey(QAction* action, KeyGroup group, const QString& meaning);

/// Keys that widgets handle themselves while they have the focus, and that no action stands for.
std::vector<KeyEntry> widgetKeys();

/// What was put on the list in this window, in the order in which its actions were made.
std::vector<KeyEntry> listedKeys(const QWidget& window);

} // namespace latent
