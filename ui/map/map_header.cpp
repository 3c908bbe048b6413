// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_header.h"

#include "ui/controls/style.h"
#include "ui/explore/dimension_order.h"
#include "ui/map/cloud_colours.h"
#include "ui/map/show_menu.h"
#include "ui/text/latent_text.h"
#include "ui/text/number_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>

namespace latent {

namespace {

constexpr int kSpacing = 8; // between the buttons
QString splitName(MapSplit split) {
    switch (split) {
    case MapSplit::Training:
        return MapHeader::tr("training");
    case MapSplit::Test:
        return MapHeader::tr("test");
    case MapSplit::All:
        return MapHeader::tr("all images");
    }
    return {};
}

/// Opens a menu: an indicator of the style would sit on the text of so narrow a button.
QString withArrow(const QString& text) {
    return text + QStringLiteral(" ▾");
}

} // namespace

MapHeader::MapHeader(Exploration* exploration, MapCanvas* canvas, QWidget* parent)
    : QWidget(parent)
    , m_exploration(exploration)
    , m_canvas(canvas) {
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(style::kEdge + 2, 9, style::kEdge, 5);
    layout->setSpacing(kSpacing);
    m_title = new QLabel(tr("Map"), this);
    m_title->setFont(style::strong(m_title->font()));
    layout->addWidget(m_title);
    m_axes = addMenuButton("axes", tr("The plane of the latent space that the map shows"),
                           &MapHeader::fillAxesMenu);
    m_splitButton = addMenuButton("split", tr("Which images the map shows"), &MapHeader::fillSplitMenu);
    m_colour = addMenuButton("colour", tr("What the colour of a point means"), &MapHeader::fillColourMenu);
    m_count = style::quietLabel({}, this);
    m_count->setWordWrap(false);
    layout->addWidget(m_count);
    layout->addStretch(1);
    m_points = addMenuButton("show", tr("Points or images, what lies behind them, their size, grid"),
                             &MapHeader::fillPointsMenu);
    m_fit = new QPushButton(tr("Fit"), this);
    m_fit->setObjectName("fit");
    m_fit->setProperty("pill", true);
    m_fit->setToolTip(tr("Show all points and follow them as they move (0, or a double click on the map)"));
    layout->addWidget(m_fit);

    connect(m_fit, &QPushButton::clicked, canvas, &MapCanvas::fit);
    connect(canvas, &MapCanvas::pointsChanged, this, &MapHeader::showPoints);
    connect(canvas, &MapCanvas::pointsChanged, this, &MapHeader::showColouring);
    connect(canvas->colours(), &CloudColours::progressed, this, [this](double fraction) {
        m_colourProgress = fraction;
        showColouring();
    });
    connect(exploration, &Exploration::mapDrawingChanged, this, &MapHeader::fit);
    connect(exploration, &Exploration::datasetChanged, this, &MapHeader::fit);
    connect(exploration, &Exploration::axesChanged, this, &MapHeader::showAxes);
    connect(exploration, &Exploration::mapFrameChanged, this, &MapHeader::showAxes);
    connect(exploration, &Exploration::snapshotChanged, this, &MapHeader::showAxes);
    connect(exploration, &Exploration::snapshotChanged, this, &MapHeader::showPoints);
    showAxes();
    showPoints();
    showColouring();
}

QPushButton* MapHeader::addMenuButton(const QString& name, const QString& toolTip,
                                      void (MapHeader::*fill)(QMenu*)) {
    auto* const button = new QPushButton(this);
    button->setObjectName(name);
    button->setProperty("pill", true);
    button->setToolTip(toolTip);
    auto* const menu = new QMenu(button);
    connect(menu, &QMenu::aboutToShow, this, [this, menu, fill] {
        menu->clear();
        (this->*fill)(menu);
    });
    connect(button, &QPushButton::clicked, menu,
            [button, menu] { menu->popup(button->mapToGlobal(QPoint(0, button->height() + style::kUnit))); });
    layout()->addWidget(button);
    return button;
}

void MapHeader::fillAxesMenu(QMenu* menu) {
    const int latent = m_exploration->latentSize();
    const MapAxes axes = m_exploration->axes();
    if (latent < 2) {
        menu->addAction(latent == 0 ? tr("No model yet") : tr("A latent space of one dimension"))
            ->setEnabled(false);
        return;
    }
    QAction* const pca = menu->addAction(tr("Main axes of the codes (PCA)"), this,
                                         [this] { m_exploration->setAxes({.pca = true}); });
    pca->setCheckable(true);
    pca->setChecked(axes.pca);
    const Snapshot& snapshot = *m_exploration->snapshot();
    const std::vector<int> order = dimensionsBy(carriedBy(snapshot), latent);
    const MapAxes strongest{.pca = false, .x = order[0], .y = order[1]};
    const QString name =
        snapshot.model.objective.hasKl() ? tr("Highest KL: %1 × %2") : tr("Widest spread: %1 × %2");
    QAction* const highest = menu->addAction(name.arg(latentName(strongest.x), latentName(strongest.y)), this,
                                             [this, strongest] { m_exploration->setAxes(strongest); });
    highest->setCheckable(true);
    highest->setChecked(axes == strongest);
    menu->addSeparator();
    fillAxisMenu(menu->addMenu(tr("Horizontal axis")), true);
    fillAxisMenu(menu->addMenu(tr("Vertical axis")), false);
}

void MapHeader::fillAxisMenu(QMenu* menu, bool horizontal) {
    const Snapshot& snapshot = *m_exploration->snapshot();
    const Vector& carried = carriedBy(snapshot);
    const QString row = snapshot.model.objective.hasKl() ? tr("%1\tKL %2") : tr("%1\tspread %2");
    const int latent = m_exploration->latentSize();
    const MapAxes now = m_exploration->axes();
    const std::vector<int> order = dimensionsBy(carried, latent);
    for (const int dimension : order) {
        QString name = latentName(dimension);
        if (carried.size() == latent)
            name = row.arg(name, shownLocale().toString(static_cast<double>(carried[dimension]), 'f', 2));
        QAction* const action = menu->addAction(name, this, [this, horizontal, dimension, order] {
            MapAxes axes = m_exploration->axes();
            if (axes.pca) axes = {.pca = false, .x = order[0], .y = order[1]};
            int& chosen = horizontal ? axes.x : axes.y;
            int& other = horizontal ? axes.y : axes.x;
            if (other == dimension) std::swap(chosen, other);
            chosen = dimension;
            m_exploration->setAxes(axes);
        });
        action->setCheckable(true);
        action->setChecked(!now.pca && dimension == (horizontal ? now.x : now.y));
    }
}

void MapHeader::fillSplitMenu(QMenu* menu) {
    const DatasetPtr dataset = m_exploration->dataset();
    const std::array<std::pair<MapSplit, qlonglong>, 3> splits{
        {{MapSplit::Training, dataset ? static_cast<qlonglong>(dataset->train.size()) : 0},
         {MapSplit::Test, dataset ? static_cast<qlonglong>(dataset->test.size()) : 0},
         {MapSplit::All, dataset ? static_cast<qlonglong>(dataset->size()) : 0}}};
    for (const auto& [split, count] : splits) {
        QAction* const action = menu->addAction(splitName(split) + '\t' + shownLocale().toString(count), this,
                                                [this, chosen = split] { m_exploration->setSplit(chosen); });
        action->setCheckable(true);
        action->setChecked(split == m_exploration->split());
    }
}

void MapHeader::fillColourMenu(QMenu* menu) {
    using By = MapColour::By;
    const DatasetPtr dataset = m_exploration->dataset();
    const auto add = [&](QMenu* to, const MapColour& colour, const QString& name) {
        QAction* const action =
            to->addAction(name, this, [this, colour] { m_exploration->setColour(colour); });
        action->setCheckable(true);
        action->setChecked(colour == m_exploration->colour());
        return action;
    };
    const auto addNamed = [&](QMenu* to, const MapColour& colour) {
        return add(to, colour, CloudColours::nameOf(colour, dataset.get()));
    };
    addNamed(menu, {By::Class, 0});
    for (int factor = 0; dataset && factor < static_cast<int>(dataset->factors.size()); ++factor)
        addNamed(menu, {By::Factor, factor});
    addNamed(menu, {By::Split, 0});
    const SnapshotPtr snapshot = m_exploration->snapshot();
    if (!snapshot || !snapshot->codes) return;
    menu->addSeparator();
    addNamed(menu, {By::Loss, 0});
    addNamed(menu, {By::Kl, 0});
    addNamed(menu, {By::DistanceFromCentre, 0});
    addNamed(menu, {By::DistanceToSelection, 0})->setEnabled(!m_exploration->chosen().empty());
    const std::vector<int> order = dimensionsBy(carriedBy(*snapshot), m_exploration->latentSize());
    QMenu* const means = menu->addMenu(tr("Mean of a dimension"));
    for (const int dimension : order) add(means, {By::Mean, dimension}, latentName(dimension));
    if (snapshot->model.objective.latentNoise) {
        QMenu* const sigmas = menu->addMenu(tr("σ of a dimension"));
        for (const int dimension : order) add(sigmas, {By::Sigma, dimension}, latentName(dimension));
    }
    menu->addSeparator();
    addNamed(menu, {By::KMeans, 0});
    addNamed(menu, {By::Density, 0});
}

void MapHeader::fillPointsMenu(QMenu* menu) {
    fillShowMenu(menu, m_exploration, m_canvas);
}

void MapHeader::showAxes() {
    const int latent = m_exploration->latentSize();
    const MapFramePtr frame = m_exploration->mapFrame();
    const MapAxes axes = m_exploration->axes();
    QString text = tr("%1 × %2").arg(latentName(axes.x), latentName(axes.y));
    if (latent == 1) text = latentName(0);
    if (latent != 1 && axes.pca) text = tr("PCA 1 × 2");
    QString tip = tr("The plane of the latent space that the map shows");
    if (frame && frame->asked.pca && axes.pca)
        tip += '\n' + tr("The main axes hold %1 % and %2 % of the codes' variance")
                          .arg(qRound(100 * frame->projection.explained[0]))
                          .arg(qRound(100 * frame->projection.explained[1]));
    if (m_axes->text() != withArrow(text)) {
        m_axes->setText(withArrow(text));
        fit();
    }
    m_axes->setToolTip(tip);
    m_axes->setEnabled(latent > 0);
}

void MapHeader::showPoints() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    QString text;
    const bool live = m_exploration->mapFrame() && snapshot && snapshot->codes && !snapshot->codesExact;
    if (m_exploration->mapFrame()) {
        const QString count = shownLocale().toString(qlonglong{m_canvas->shownCount()});
        text = live ? tr("%1 · live").arg(count) : tr("%1 points").arg(count);
    }
    if (m_count->text() != text) {
        m_count->setText(text);
        showCountIfItFits();
    }
    m_count->setToolTip(
        live ? tr("Each point is where training last saw its image, by the weights of that step. Pictures "
                  "are decoded by the average of the weights if that is on. Pause shows all by the same.")
             : QString());
    if (const QString split = withArrow(splitName(m_exploration->split())); m_splitButton->text() != split) {
        m_splitButton->setText(split);
        fit();
    }
    m_splitButton->setEnabled(m_exploration->dataset() != nullptr);
    m_fit->setEnabled(m_exploration->mapFrame() != nullptr);
}

void MapHeader::showColouring() {
    const DatasetPtr dataset = m_exploration->dataset();
    const MapColour colour = m_exploration->colour();
    QString name = CloudColours::nameOf(colour, dataset.get());
    if (dataset && !dataset->hasLabels() && colour.by == MapColour::By::Class) name = tr("one");
    if (m_colourProgress < 1) name = tr("%1, %2 %").arg(name).arg(qRound(100 * m_colourProgress));
    m_colour->setEnabled(dataset != nullptr);
    if (name == m_colourName) return; // comes many times a second
    m_colourName = name;
    fit();
}

int MapHeader::widthNeeded() const {
    const QMargins margins = layout()->contentsMargins();
    int needed = margins.left() + margins.right();
    for (const QWidget* part :
         std::initializer_list<QWidget*>{m_title, m_axes, m_splitButton, m_colour, m_points, m_fit})
        if (!part->isHidden()) needed += part->sizeHint().width() + layout()->spacing();
    return needed;
}

// A narrow header shortens its words, from what explains itself to what is missed most.
void MapHeader::fit() {
    m_title->show();
    layout()->setSpacing(kSpacing);
    m_colour->setText(withArrow(tr("colour: %1").arg(m_colourName)));
    m_points->setText(withArrow(tr("show: %1").arg(shownStyleName(*m_exploration))));
    if (widthNeeded() > width()) m_colour->setText(withArrow(m_colourName));
    if (widthNeeded() > width()) m_title->hide();
    if (widthNeeded() > width()) m_points->setText(withArrow(shownStyleName(*m_exploration)));
    if (widthNeeded() > width()) m_points->setText(withArrow(QStringLiteral("•")));
    if (widthNeeded() > width()) layout()->setSpacing(kSpacing / 4);
    if (widthNeeded() > width()) {
        const int room = std::max(40, m_colour->sizeHint().width() - (widthNeeded() - width()) - 24);
        m_colour->setText(withArrow(m_colour->fontMetrics().elidedText(m_colourName, Qt::ElideRight, room)));
    }
    showCountIfItFits();
}

void MapHeader::showCountIfItFits() {
    m_count->setVisible(widthNeeded() + layout()->spacing() + m_count->sizeHint().width() <= width());
}

void MapHeader::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

} // namespace latent
