// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/walk/walk_controls.h"

#include "ui/controls/choice_grid.h"
#include "ui/controls/labelled_slider.h"
#include "ui/controls/style.h"
#include "ui/controls/switch.h"
#include "ui/walk/station_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace latent {

WalkControls::WalkControls(QWidget* parent)
    : QWidget(parent)
    , m_stations(new StationStrip(this))
    , m_addPoint(makeButton(QStringLiteral("addPoint"), tr("Add point"),
                            tr("Adds the decoded point, where the sliders are, to the end of the walk.")))
    , m_addImage(makeButton(QStringLiteral("addImage"), tr("Add image"),
                            tr("Adds the code of the selected image to the end of the walk.")))
    , m_clear(makeButton(QStringLiteral("clearWalk"), tr("Clear"), tr("Removes all points of the walk.")))
    , m_paths(new ChoiceGrid(
          {tr("Straight"), tr("Spherical"), tr("Along the data"), tr("Decoder’s shortest")}, 2, this))
    , m_explanation(style::quietLabel({}, this))
    , m_steps(new LabelledSlider(tr("Frames"), LabelledSlider::Scale::Logarithmic, 2, kMostWalkSteps, this))
    , m_loop(new Switch(this)) {
    build();
    connect(m_addPoint, &QPushButton::clicked, this, &WalkControls::pointRequested);
    connect(m_addImage, &QPushButton::clicked, this, &WalkControls::imageRequested);
    connect(m_clear, &QPushButton::clicked, this,
            [this] { edit([](WalkPlan& plan) { plan.stations.clear(); }); });
    connect(m_stations, &StationStrip::chosen, this, &WalkControls::stationChosen);
    connect(m_stations, &StationStrip::removed, this, &WalkControls::removeStation);
    connect(m_stations, &StationStrip::moved, this, &WalkControls::moveStation);
    connect(m_paths, &ChoiceGrid::chosen, this,
            [this](int path) { edit([path](WalkPlan& plan) { plan.path = static_cast<WalkPath>(path); }); });
    connect(m_steps, &LabelledSlider::valueChanged, this,
            [this](double steps) { setSteps(static_cast<int>(std::lround(steps))); });
    connect(m_loop, &Switch::toggled, this, [this](bool loop) {
        if (loop != m_plan.loop) edit([loop](WalkPlan& plan) { plan.loop = loop; });
    });
    showPlan({});
}

QPushButton* WalkControls::makeButton(const QString& name, const QString& text, const QString& tip) {
    QPushButton* button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setAutoDefault(false);
    return button;
}

void WalkControls::build() {
    m_paths->setAccessibleName(tr("Path"));
    m_steps->setDefaultValue(WalkPlan().steps);
    m_steps->setHelp(tr("How many frames the walk has."));
    m_loop->setAccessibleName(tr("Loop"));
    m_loop->setToolTip(tr("The walk goes back from its last point to its first one."));
    // The longest explanation takes two lines: what stands below does not move.
    m_explanation->setFixedHeight(2 * m_explanation->fontMetrics().lineSpacing() + 2);
    m_explanation->setAlignment(Qt::AlignLeft | Qt::AlignTop);

    QHBoxLayout* buttons = new QHBoxLayout;
    buttons->setSpacing(2 * style::kUnit);
    buttons->addWidget(m_addPoint);
    buttons->addWidget(m_addImage);
    buttons->addStretch(1);
    buttons->addWidget(m_clear);
    QHBoxLayout* numbers = new QHBoxLayout;
    numbers->setSpacing(2 * style::kUnit);
    numbers->addWidget(m_steps, 1);
    QLabel* loop = new QLabel(tr("Loop"), this);
    loop->setBuddy(m_loop);
    numbers->addSpacing(style::kUnit);
    numbers->addWidget(loop);
    numbers->addWidget(m_loop);
    QVBoxLayout* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * style::kUnit);
    layout->addWidget(style::sectionHead(tr("Through"), this));
    layout->addWidget(m_stations);
    layout->addLayout(buttons);
    layout->addSpacing(style::kUnit);
    layout->addWidget(style::sectionHead(tr("Path"), this));
    layout->addWidget(m_paths);
    layout->addWidget(m_explanation);
    layout->addLayout(numbers);
}

void WalkControls::explainPath() {
    const auto text = [this] {
        switch (m_plan.path) {
        case WalkPath::Straight:
            return tr("Straight from each point to the next.");
        case WalkPath::Spherical:
            return tr("On great circles, as far from the middle as the points are.");
        case WalkPath::AlongData:
            return tr("Through neighbouring codes, where there are many.");
        case WalkPath::Metric:
            return tr("The way that changes the picture least: a geodesic of the decoder.");
        }
        return QString();
    };
    m_explanation->setText(text());
}

void WalkControls::showPlan(const WalkPlan& plan) {
    m_plan = plan;
    m_stations->setCount(static_cast<int>(plan.stations.size()));
    m_paths->setCurrent(static_cast<int>(plan.path));
    m_steps->setValue(plan.steps);
    m_loop->setChecked(plan.loop);
    m_clear->setEnabled(!plan.stations.empty());
    explainPath();
}

void WalkControls::setCanAdd(bool point, bool image) {
    const bool full = m_plan.stations.size() >= static_cast<std::size_t>(kMostStations);
    m_addPoint->setEnabled(point && !full);
    m_addImage->setEnabled(image && !full);
}

void WalkControls::edit(const std::function<void(WalkPlan&)>& change) {
    WalkPlan plan = m_plan;
    change(plan);
    emit planEdited(plan);
}

// The frame that is shown stays at the same part of the way.
void WalkControls::setSteps(int steps) {
    edit([steps](WalkPlan& plan) {
        plan.at = static_cast<int>(std::lround(plan.at * (steps - 1.0) / (plan.steps - 1.0)));
        plan.steps = steps;
    });
}

void WalkControls::removeStation(int station) {
    if (station < 0 || station >= m_stations->count()) return;
    edit([station](WalkPlan& plan) { plan.stations.erase(plan.stations.begin() + station); });
}

void WalkControls::moveStation(int station, int place) {
    edit([station, place](WalkPlan& plan) {
        std::swap(plan.stations[static_cast<std::size_t>(station)],
                  plan.stations[static_cast<std::size_t>(place)]);
    });
}

} // namespace latent
