// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/key_list.h"

#include <QAction>
#include <QVariant>
#include <QWidget>

namespace latent {
namespace {

constexpr const char* kGroup = "keyGroup";
constexpr const char* kMeaning = "keyMeaning";

} // namespace

void listKey(QAction* action, KeyGroup group, const QString& meaning) {
    action->setProperty(kGroup, static_cast<int>(group));
    action->setProperty(kMeaning, meaning);
}

std::vector<KeyEntry> listedKeys(const QWidget& window) {
    std::vector<KeyEntry> entries;
    for (const QAction* action : window.findChildren<QAction*>()) {
        const QVariant group = action->property(kGroup);
        if (!group.isValid() || action->shortcut().isEmpty()) continue;
        entries.push_back({static_cast<KeyGroup>(group.toInt()),
                           action->shortcut().toString(QKeySequence::NativeText),
                           action->property(kMeaning).toString()});
    }
    return entries;
}

} // namespace latent
