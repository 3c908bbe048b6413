// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/cloud_colours.h"

#include "ui/ask/asker.h"
#include "ui/controls/style.h"
#include "ui/map/map_legend.h"
#include "ui/map/point_cloud.h"
#include "ui/map/splat_points.h"
#include "ui/text/latent_text.h"

#include <QWidget>

#include <algorithm>

namespace latent {
namespace {

using By = MapColour::By;

/// While training goes on, colours take at most this share of the time.
constexpr int kLeastPause = 10; // times as long as the answer took
constexpr qint64 kRetryMs = 100;

std::optional<ImageValuesQuestion> valuesQuestion(const MapColour& colour, const ImageSet& chosen) {
    using Kind = ImageValuesQuestion::Kind;
    switch (colour.by) {
    case By::Loss:
        return ImageValuesQuestion{Kind::Loss, 0, {}};
    case By::Kl:
        return ImageValuesQuestion{Kind::Kl, 0, {}};
    case By::Mean:
        return ImageValuesQuestion{Kind::Mean, colour.index, {}};
    case By::Sigma:
        return ImageValuesQuestion{Kind::Sigma, colour.index, {}};
    case By::DistanceFromCentre:
        return ImageValuesQuestion{Kind::DistanceFromCentre, 0, {}};
    case By::DistanceToSelection:
        return ImageValuesQuestion{Kind::DistanceToSet, 0,
                                   std::make_shared<const std::vector<Index>>(chosen.images())};
    default:
        return std::nullopt;
    }
}

std::optional<ClustersQuestion> clustersQuestion(const MapColour& colour) {
    if (colour.by == By::KMeans) return ClustersQuestion{};
    if (colour.by == By::Density) return ClustersQuestion{.method = ClustersQuestion::Method::Density};
    return std::nullopt;
}

} // namespace

CloudColours::CloudColours(Exploration* exploration, PointCloud* cloud, MapLegend* legend, QWidget* map)
    : QObject(map)
    , m_exploration(exploration)
    , m_cloud(cloud)
    , m_legend(legend)
    , m_map(map)
    , m_query(exploration->asker() ? exploration->asker()->colours() : nullptr,
              exploration->asker() ? exploration->asker()->kept() : nullptr)
    , m_renewal(exploration, map, Renewal::Pace::Calm) {
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, &CloudColours::askIfCheap);
    connectExploration();
    connect(legend, &MapLegend::hiddenAsked, this, &CloudColours::takeLegend);
    connect(&m_renewal, &Renewal::due, this, &CloudColours::askIfCheap);
    connect(&m_query, &LongQuery::progressed, this, &CloudColours::progressed);
    connect(&m_query, &LongQuery::failed, this, [this](const QString& sentence) {
        emit progressed(1);
        emit failed(sentence);
    });
}

void CloudColours::connectExploration() {
    for (const auto changed : {&Exploration::classNamesChanged, &Exploration::hiddenImagesChanged})
        connect(m_exploration, changed, this, &CloudColours::colour);
    connect(m_exploration, &Exploration::colouringChanged, this, &CloudColours::takeColouring);
    connect(m_exploration, &Exploration::chosenChanged, this, [this] {
        colour();
        if (m_exploration->colour().by == By::DistanceToSelection) ask();
    });
    connect(m_exploration, &Exploration::hiddenClassesChanged, this, &CloudColours::showHiddenClasses);
    connect(m_exploration, &Exploration::evidenceLeft, this, [this] {
        m_query.drop();
        emit progressed(1);
    });
    connect(m_exploration, &Exploration::datasetChanged, this, &CloudColours::forget);
}

void CloudColours::forget() {
    m_values.reset();
    m_clusters.reset();
}

void CloudColours::takeColouring() {
    if (m_exploration->colour() != m_known) {
        forget();
        ask();
    }
    colour();
}

void CloudColours::ask() {
    const Evidence now = m_exploration->evidence();
    const MapColour colour = m_exploration->colour();
    if (!now.snapshot || !now.snapshot->codes || !now.dataset || now.dataset->size() == 0) return;
    const auto values = valuesQuestion(colour, m_exploration->chosen());
    const auto clusters = clustersQuestion(colour);
    if (!values && !clusters) return m_query.drop();
    m_asked.start();
    const auto took = [this, colour] {
        m_tookMs = m_asked.elapsed();
        m_known = colour;
        emit progressed(1);
        if (colour == m_exploration->colour()) this->colour();
    };
    if (values)
        m_query.ask(now, *values, [this, took](const Evidence&, std::shared_ptr<const ImageValues> answer) {
            // A range that moved with every answer would recolour what has not changed.
            if (m_values && m_known == m_exploration->colour()) {
                auto held = std::make_shared<ImageValues>(*answer);
                held->low = m_values->low;
                held->high = m_values->high;
                answer = held;
            }
            m_values = std::move(answer);
            took();
        });
    else
        m_query.ask(now, *clusters, [this, took](const Evidence&, std::shared_ptr<const Clusters> answer) {
            m_clusters = std::move(answer);
            took();
        });
}

void CloudColours::askIfCheap() {
    const bool known = m_known == m_exploration->colour() && (m_values || m_clusters);
    const qint64 pause = known && m_asked.isValid() ? kLeastPause * m_tookMs - m_asked.elapsed() : 0;
    if (m_query.isAwaited() || pause > 0) // the last moment of a training is not passed over
        return m_later.start(static_cast<int>(std::max(pause, kRetryMs)));
    m_later.stop();
    ask();
}

MapColouring CloudColours::colouringBySplit(const ImageDataset& dataset) const {
    std::vector<int> of(static_cast<std::size_t>(dataset.size()), 0);
    for (const std::uint32_t image : dataset.test) of[image] = 1;
    return colouringByGroups(dataset, of, 2, style::themeOf(m_map->palette()).faint, m_exploration->split());
}

// What is still being computed leaves the points in one colour.
MapColouring CloudColours::colouring(const ImageDataset& dataset) {
    const MapColour colour = m_exploration->colour();
    const style::Theme theme = style::themeOf(m_map->palette());
    if (colour.by == By::Class) return colouringByClass(dataset, m_exploration->split(), theme.accent);
    if (colour.by == By::Split) return colouringBySplit(dataset);
    if (colour.by == By::Factor) {
        const std::vector<float>& values = dataset.factors[static_cast<std::size_t>(colour.index)].values;
        const auto [low, high] = std::minmax_element(values.begin(), values.end());
        return colouringByNumbers(dataset, values, double{*low}, double{*high}, m_exploration->split());
    }
    if (m_clusters && m_known == colour)
        return colouringByGroups(dataset, m_clusters->of, static_cast<int>(m_clusters->counts.size()),
                                 theme.faint, m_exploration->split());
    if (m_values && m_known == colour)
        return colouringByNumbers(dataset, m_values->values, double{m_values->low}, double{m_values->high},
                                  m_exploration->split());
    return colouringByGroups(dataset, {}, 0, theme.quietText, m_exploration->split());
}

void CloudColours::colour() {
    const DatasetPtr dataset = m_exploration->dataset();
    if (!dataset) {
        m_cloud->setClasses(nullptr, {});
        m_legend->showClasses({});
        return emit changed();
    }
    const ImageSet& chosen = m_exploration->chosen();
    MapColouring made = colouring(*dataset);
    m_groups = made.classes;
    // A class that is hidden by its colour can come back without new colours, unless others have faded.
    const bool byColour = isByClass() && chosen.empty();
    hide(made, *dataset, byColour ? std::set<int>() : m_exploration->hiddenClasses(),
         m_exploration->hiddenImages());
    fadeOthers(made, chosen, style::themeOf(m_map->palette()).faint);
    fillLegend(*dataset, made);
    m_cloud->setClasses(std::make_shared<const std::vector<std::uint16_t>>(std::move(made.classes)),
                        std::move(made.colours), made.others);
    if (byColour)
        for (const int label : m_exploration->hiddenClasses()) m_cloud->setClassVisible(label, false);
    emit changed();
}

QStringList CloudColours::groupNames(const ImageDataset& dataset) const {
    QStringList names;
    if (m_exploration->colour().by == By::Split) return {tr("training"), tr("test")};
    if (isByClass()) {
        for (const std::string& name : dataset.classNames) names << QString::fromStdString(name);
    } else if (m_clusters && m_known == m_exploration->colour()) {
        for (std::size_t i = 0; i < m_clusters->counts.size(); ++i) names << tr("cluster %1").arg(i + 1);
        names << tr("in no cluster");
    }
    return names;
}

void CloudColours::fillLegend(const ImageDataset& dataset, const MapColouring& made) {
    const QStringList names = groupNames(dataset);
    if (names.isEmpty() && made.high > made.low)
        return m_legend->showScale(
            nameOf(m_exploration->colour(), &dataset), made.low, made.high,
            {made.colours.begin(), made.colours.begin() + static_cast<std::ptrdiff_t>(made.counts.size())});
    std::vector<LegendEntry> entries;
    for (std::size_t row = 0; row < static_cast<std::size_t>(names.size()); ++row)
        if (row + 1 < made.counts.size() || made.counts[row] > 0 || isByClass())
            entries.push_back({names[static_cast<qsizetype>(row)], made.colours[row], made.counts[row],
                               made.chosenCounts.empty() ? Index{-1} : made.chosenCounts[row]});
    m_legend->showClasses(std::move(entries));
    m_legend->showHidden(isByClass() ? m_exploration->hiddenClasses() : std::set<int>());
}

// By class alone, a class that disappears needs no new colours.
void CloudColours::showHiddenClasses() {
    const DatasetPtr dataset = m_exploration->dataset();
    if (!isByClass() || !m_exploration->chosen().empty()) return colour();
    m_legend->showHidden(m_exploration->hiddenClasses());
    for (int label = 0; dataset && label < dataset->classCount(); ++label)
        m_cloud->setClassVisible(label, !m_exploration->hiddenClasses().contains(label));
    emit changed();
}

// A click on a class hides it; on a group that was computed, it selects its images.
void CloudColours::takeLegend(const std::set<int>& asked) {
    if (isByClass()) return m_exploration->setHiddenClasses(asked);
    if (asked.size() != 1) return;
    std::vector<Index> images;
    for (std::size_t i = 0; i < m_groups.size(); ++i)
        if (m_groups[i] == *asked.begin()) images.push_back(static_cast<Index>(i));
    m_exploration->setChosen(
        combined(m_exploration->chosen(), ImageSet::of(images), m_exploration->looking().combine));
}

void CloudColours::adoptPalette() {
    const DatasetPtr dataset = m_exploration->dataset();
    const bool plain = dataset && !dataset->hasLabels() && isByClass(); // the accent
    if (plain || !isByClass() || !m_exploration->chosen().empty()) colour();
}

QString CloudColours::nameOf(const MapColour& colour, const ImageDataset* dataset) {
    switch (colour.by) {
    case By::Class:
        return dataset && !dataset->hasLabels() ? tr("one colour") : tr("class");
    case By::Factor: {
        const auto factor = static_cast<std::size_t>(colour.index);
        return dataset && factor < dataset->factors.size()
                   ? QString::fromStdString(dataset->factors[factor].name)
                   : QString();
    }
    case By::Split:
        return tr("training or test");
    case By::Loss:
        return tr("reconstruction loss");
    case By::Kl:
        return tr("KL");
    case By::Mean:
        return tr("mean of %1").arg(latentName(colour.index));
    case By::Sigma:
        return tr("σ of %1").arg(latentName(colour.index));
    case By::DistanceFromCentre:
        return tr("distance from the centre");
    case By::DistanceToSelection:
        return tr("distance to the selection");
    case By::KMeans:
        return tr("clusters (k-means)");
    case By::Density:
        return tr("clusters (density)");
    }
    return {};
}

} // namespace latent
