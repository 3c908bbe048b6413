// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/cloud_colours.h"

#include "ui/controls/style.h"
#include "ui/map/map_legend.h"
#include "ui/map/point_cloud.h"
#include "ui/state/exploration.h"

#include <QWidget>

namespace latent {

CloudColours::CloudColours(Exploration* exploration, PointCloud* cloud, MapLegend* legend, QWidget* map)
    : QObject(map)
    , m_exploration(exploration)
    , m_cloud(cloud)
    , m_legend(legend)
    , m_map(map) {
    for (const auto changed : {&Exploration::classNamesChanged, &Exploration::colouringChanged,
                               &Exploration::chosenChanged, &Exploration::hiddenImagesChanged})
        connect(exploration, changed, this, &CloudColours::colour);
    connect(exploration, &Exploration::hiddenClassesChanged, this, &CloudColours::showHiddenClasses);
}

void CloudColours::colour() {
    if (const DatasetPtr dataset = m_exploration->dataset()) {
        m_exploration->factor() == Looking::kByClass ? colourByClass(*dataset) : colourByFactor(*dataset);
    } else {
        m_cloud->setClasses(nullptr, {});
        m_legend->showClasses({});
    }
    emit changed();
}

// By class alone, a class that disappears needs no new colours.
void CloudColours::showHiddenClasses() {
    m_legend->showHidden(m_exploration->hiddenClasses());
    const DatasetPtr dataset = m_exploration->dataset();
    if (m_exploration->factor() != Looking::kByClass || !m_exploration->chosen().empty()) return colour();
    for (int label = 0; dataset && label < dataset->classCount(); ++label)
        m_cloud->setClassVisible(label, !m_exploration->hiddenClasses().contains(label));
    emit changed();
}

void CloudColours::adoptPalette() {
    const DatasetPtr dataset = m_exploration->dataset();
    const bool plain =
        dataset && !dataset->hasLabels() && m_exploration->factor() == Looking::kByClass; // the accent
    if (plain || !m_exploration->chosen().empty()) colour();
}

void CloudColours::show(MapColouring colouring) {
    m_cloud->setClasses(std::make_shared<const std::vector<std::uint16_t>>(std::move(colouring.classes)),
                        std::move(colouring.colours), colouring.others);
}

void CloudColours::colourByClass(const ImageDataset& dataset) {
    const ImageSet& chosen = m_exploration->chosen();
    const std::set<int>& hidden = m_exploration->hiddenClasses();
    const style::Theme theme = style::themeOf(m_map->palette());
    MapColouring colouring = colouringByClass(dataset, m_exploration->split(), theme.accent);
    hide(colouring, dataset, chosen.empty() ? std::set<int>() : hidden, m_exploration->hiddenImages());
    fadeOthers(colouring, chosen, theme.faint);
    std::vector<LegendEntry> entries;
    for (std::size_t label = 0; label < dataset.classNames.size(); ++label)
        entries.push_back({QString::fromStdString(dataset.classNames[label]), colouring.colours[label],
                           colouring.counts[label],
                           chosen.empty() ? Index{-1} : colouring.chosenCounts[label]});
    show(std::move(colouring));
    for (const int label : hidden) m_cloud->setClassVisible(label, false);
    m_legend->showClasses(std::move(entries));
    m_legend->showHidden(hidden);
}

void CloudColours::colourByFactor(const ImageDataset& dataset) {
    const Factor& factor = dataset.factors[static_cast<std::size_t>(m_exploration->factor())];
    MapColouring colouring = colouringByFactor(dataset, factor, m_exploration->split());
    m_legend->showScale(QString::fromStdString(factor.name), colouring.low, colouring.high,
                        colouring.colours);
    hide(colouring, dataset, m_exploration->hiddenClasses(), m_exploration->hiddenImages());
    fadeOthers(colouring, m_exploration->chosen(), style::themeOf(m_map->palette()).faint);
    show(std::move(colouring));
}

} // namespace latent
