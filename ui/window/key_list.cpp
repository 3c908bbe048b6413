// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/key_list.h"

#include <QAction>
#include <QCoreApplication>
#include <QVariant>
#include <QWidget>

namespace latent {
namespace {

constexpr const char* kGroup = "keyGroup";
constexpr const char* kMeaning = "keyMeaning";

QString tr(const char* text) {
    return QCoreApplication::translate("Keys", text);
}

} // namespace

void listKey(QAction* action, KeyGroup group, const QString& meaning) {
    action->setProperty(kGroup, static_cast<int>(group));
    action->setProperty(kMeaning, meaning);
}

std::vector<KeyEntry> widgetKeys() {
    using enum KeyGroup;
    return {
        {Training, tr("F5"), tr("Train or pause")},
        {Training, tr("Space"), tr("One step (a batch)")},
        {Looking, tr("R"), tr("Sample from the prior")},
        {Looking, tr("0"), tr("Every coordinate to 0")},
        {Looking, tr("Tab"), tr("Next control")},
        {Looking, tr("Esc"), tr("Dismiss the message")},
        {Sliders, tr("← →"), tr("Move the slider (Shift: five steps)")},
        {Sliders, tr("Home  End"), tr("To either end")},
        {Sliders, tr("↑ ↓"), tr("Choose a slider")},
        {Sliders, tr("Enter"), tr("Type a value")},
        {Sliders, tr("0"), tr("This coordinate to 0 (also Del)")},
        {Sliders, tr("Z"), tr("Every coordinate to 0")},
        {Map, tr("+ −"), tr("Zoom")},
        {Map, tr("0"), tr("Show everything")},
        {Map, tr("← →"), tr("Move, or go through the neighbours")},
        {Map, tr("↑ ↓"), tr("Move")},
        {Map, tr("V"), tr("Drags move the map")},
        {Map, tr("B  L  P"), tr("Drags select: rectangle, lasso, brush")},
        {Map, tr("[  ]"), tr("Smaller or larger brush")},
        {Map, tr("Shift  Alt"), tr("While dragging: add, take away")},
        {Map, tr("Esc"), tr("Leave the tool, then clear the selection")},
        {Map, tr("Space"), tr("In the legend: show or hide the class")},
        {Map, tr("Enter"), tr("In the legend: only this class, or all")},
        {Loss, tr("← →"), tr("Earlier or later moment")},
        {Loss, tr("End"), tr("Newest moment (also Esc)")},
        {Loss, tr("+ −"), tr("Zoom")},
        {Loss, tr("0"), tr("Fit, then show everything")},
        {Images, tr("← →"), tr("Neighbours; in a grid, the next image")},
        {Images, tr("Pg Up  Pg Dn"), tr("Previous or next image, or page")},
        {Images, tr("Home  End"), tr("First or last image")},
        {Images, tr("Enter"), tr("Select the image (also Space)")},
        {Images, tr("← ↑ → ↓"), tr("On the manifold: move the point")},
        {Images, tr("← →"), tr("On a wipe: move its line")},
        {Walk, tr("P"), tr("Play or pause")},
        {Walk, tr("← →"), tr("On the film: previous or next frame")},
        {Walk, tr("Pg Up  Pg Dn"), tr("On the film: ten frames")},
        {Walk, tr("Home  End"), tr("On the film: first or last frame")},
        {Walk, tr("Del"), tr("Remove the point")},
        {Walk, tr("Shift+← →"), tr("Move the point in the walk")},
        {Window, tr("Del"), tr("In the list of runs: delete the run")},
    };
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
