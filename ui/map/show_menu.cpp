// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/show_menu.h"

#include "ui/map/map_canvas.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSlider>
#include <QWidgetAction>

namespace latent {
namespace {

QString showTr(const char* text) {
    return QCoreApplication::translate("latent::ShowMenu", text);
}

/// A named slider as a line of a menu; value and the slot's argument in hundredths.
QSlider* addSlider(QMenu* menu, const QString& name, int low, int high, int value) {
    auto* const row = new QWidget(menu);
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(12, 4, 12, 4);
    auto* const label = new QLabel(name, row);
    label->setMinimumWidth(56);
    auto* const slider = new QSlider(Qt::Horizontal, row);
    slider->setRange(low, high);
    slider->setValue(value);
    slider->setMinimumWidth(130);
    slider->setAccessibleName(name);
    layout->addWidget(label);
    layout->addWidget(slider);
    auto* const action = new QWidgetAction(menu);
    action->setDefaultWidget(row);
    menu->addAction(action);
    return slider;
}

/// One of several choices; choose() runs when it is taken.
template <class Choose>
void addChoice(QMenu* menu, QActionGroup* group, const QString& text, const QString& toolTip, bool checked,
               Choose choose) {
    QAction* const action = menu->addAction(text);
    action->setCheckable(true);
    action->setChecked(checked);
    action->setToolTip(toolTip);
    group->addAction(action);
    QObject::connect(action, &QAction::triggered, menu, choose);
}

void addStyles(QMenu* menu, Exploration* exploration) {
    auto* const group = new QActionGroup(menu);
    const MapStyle now = exploration->mapStyle();
    addChoice(menu, group, showTr("Points"), showTr("Each image is a dot in the colour of its class."),
              now == MapStyle::Points, [exploration] { exploration->setMapStyle(MapStyle::Points); });
    addChoice(
        menu, group, showTr("Images"),
        showTr(
            "Images at their places, underlined in the colour of their class: as many as fit. Zoom in to see "
            "the others."),
        now == MapStyle::Images, [exploration] { exploration->setMapStyle(MapStyle::Images); });
}

void addGrounds(QMenu* menu, Exploration* exploration) {
    auto* const group = new QActionGroup(menu);
    const MapGround now = exploration->ground();
    addChoice(menu, group, showTr("Plain ground"), showTr("Nothing behind the points."),
              now == MapGround::None, [exploration] { exploration->setGround(MapGround::None); });
    addChoice(
        menu, group, showTr("Density"),
        showTr("How dense the points in view lie. The lines surround the densest 10, 20 … 90 % of them."),
        now == MapGround::Density, [exploration] { exploration->setGround(MapGround::Density); });
    addChoice(menu, group, showTr("Decoded pictures"),
              showTr("What the decoder makes of each place in view, with the codes' mean in all dimensions "
                     "that the map "
                     "does not show."),
              now == MapGround::Decoded, [exploration] { exploration->setGround(MapGround::Decoded); });
}

void addEllipses(QMenu* menu, Exploration* exploration) {
    const SnapshotPtr snapshot = exploration->snapshot();
    const bool noise = !snapshot || snapshot->model.objective.latentNoise;
    QAction* const action = menu->addAction(showTr("Posterior ellipses"));
    action->setCheckable(true);
    action->setChecked(exploration->showsEllipses());
    action->setEnabled(noise);
    action->setToolTip(
        noise ? showTr("How sure the encoder is: one σ of the posteriors of some images in view.")
              : showTr("This model has no latent noise, so it has no posterior."));
    QObject::connect(action, &QAction::toggled, exploration, &Exploration::setEllipses);
}

void addSizes(QMenu* menu, Exploration* exploration, MapCanvas* canvas) {
    if (exploration->mapStyle() == MapStyle::Images) {
        QSlider* const size =
            addSlider(menu, showTr("Size"), qRound(100 * ImageScatter::kSmallest),
                      qRound(100 * ImageScatter::kLargest), qRound(100 * canvas->imageSize()));
        size->setObjectName(QStringLiteral("imageSize"));
        QObject::connect(size, &QSlider::valueChanged, canvas,
                         [canvas](int hundredths) { canvas->setImageSize(hundredths / 100.0); });
        menu->addAction(showTr("By the number of images"), canvas, [canvas] { canvas->setImageSize(0); });
        return;
    }
    QSlider* const size = addSlider(menu, showTr("Size"), 100, 1'200, qRound(100 * canvas->pointDiameter()));
    QSlider* const opacity = addSlider(menu, showTr("Opacity"), 5, 100, qRound(100 * canvas->pointOpacity()));
    QObject::connect(size, &QSlider::valueChanged, canvas,
                     [canvas](int hundredths) { canvas->setPointDiameter(hundredths / 100.0); });
    QObject::connect(opacity, &QSlider::valueChanged, canvas,
                     [canvas](int hundredths) { canvas->setPointOpacity(hundredths / 100.0); });
    menu->addAction(showTr("By the number of points"), canvas, [canvas] {
        canvas->setPointDiameter(0);
        canvas->setPointOpacity(0);
    });
}

} // namespace

void fillShowMenu(QMenu* menu, Exploration* exploration, MapCanvas* canvas) {
    menu->setToolTipsVisible(true);
    addStyles(menu, exploration);
    menu->addSeparator();
    addGrounds(menu, exploration);
    menu->addSeparator();
    addEllipses(menu, exploration);
    QAction* const grid = menu->addAction(showTr("Grid"));
    grid->setCheckable(true);
    grid->setChecked(canvas->isGridVisible());
    QObject::connect(grid, &QAction::toggled, canvas, &MapCanvas::setGridVisible);
    menu->addSeparator();
    addSizes(menu, exploration, canvas);
}

QString shownStyleName(const Exploration& exploration) {
    return exploration.mapStyle() == MapStyle::Images ? showTr("images") : showTr("points");
}

} // namespace latent
