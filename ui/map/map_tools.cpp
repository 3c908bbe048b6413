// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_tools.h"

#include "ui/controls/style.h"
#include "ui/state/exploration.h"

#include <QButtonGroup>
#include <QEvent>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>

namespace latent {
namespace {

constexpr int kButton = 26, kToolPadding = 3;

struct ToolKind {
    MapTool tool;
    const char* icon;
    const char* name;
    const char* explanation;
};
constexpr std::array<ToolKind, 4> kTools{
    {{MapTool::Move, "move",
      QT_TRANSLATE_NOOP("latent::MapTools", "Move the map, and select images one by one (V)"), ""},
     {MapTool::Rectangle, "rectangle", QT_TRANSLATE_NOOP("latent::MapTools", "Select with a rectangle (B)"),
      QT_TRANSLATE_NOOP("latent::MapTools",
                        "Drag a rectangle around images  ·  Shift adds, Alt takes away  ·  Esc moves again")},
     {MapTool::Lasso, "lasso", QT_TRANSLATE_NOOP("latent::MapTools", "Select with a lasso (L)"),
      QT_TRANSLATE_NOOP("latent::MapTools",
                        "Draw a line around images  ·  Shift adds, Alt takes away  ·  Esc moves again")},
     {MapTool::Brush, "brush", QT_TRANSLATE_NOOP("latent::MapTools", "Select with a brush (P)"),
      QT_TRANSLATE_NOOP("latent::MapTools",
                        "Paint over images  ·  [ and ] size the brush  ·  Shift adds, Alt takes away  ·  Esc "
                        "moves again")}}};

} // namespace

MapTools::MapTools(Exploration* exploration, QWidget* map)
    : QWidget(map)
    , m_exploration(exploration)
    , m_group(new QButtonGroup(this)) {
    setAccessibleName(tr("What a drag on the map does"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kToolPadding, kToolPadding, kToolPadding, kToolPadding);
    layout->setSpacing(1);
    for (const ToolKind& kind : kTools) {
        auto* const button = new QToolButton(this);
        button->setCheckable(true);
        button->setFixedSize(kButton, kButton);
        button->setToolTip(tr(kind.name));
        button->setAccessibleName(tr(kind.name));
        button->setFocusPolicy(Qt::TabFocus);
        m_group->addButton(button, static_cast<int>(kind.tool));
        layout->addWidget(button);
    }
    resize(sizeHint());
    connect(m_group, &QButtonGroup::idClicked, this,
            [this](int tool) { m_exploration->setTool(static_cast<MapTool>(tool)); });
    connect(exploration, &Exploration::toolChanged, this, &MapTools::showTool);
    showTool();
}

QToolButton* MapTools::button(MapTool tool) const {
    return qobject_cast<QToolButton*>(m_group->button(static_cast<int>(tool)));
}

QString MapTools::explanation(MapTool tool) {
    const char* const text = kTools[static_cast<std::size_t>(tool)].explanation;
    return *text ? tr(text) : QString();
}

void MapTools::showTool() {
    button(m_exploration->looking().tool)->setChecked(true);
    showIcons();
}

void MapTools::showIcons() {
    const style::Theme theme = style::themeOf(palette());
    for (const ToolKind& kind : kTools) {
        const bool chosen = kind.tool == m_exploration->looking().tool;
        button(kind.tool)->setIcon(
            style::icon(QString::fromLatin1(kind.icon), chosen ? theme.accent : theme.quietText));
    }
}

void MapTools::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) showIcons();
}

void MapTools::paintEvent(QPaintEvent*) {
    const style::Theme theme = style::themeOf(palette());
    QColor ground = theme.ground;
    ground.setAlpha(225);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.hairline, 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), style::kRadius, style::kRadius);
}

} // namespace latent
