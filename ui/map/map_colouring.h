// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/run/looking.h"

#include <QColor>

#include <set>
#include <vector>

namespace latent {

/// Which points the map shows, and in which colours.
struct MapColouring {
    std::vector<std::uint16_t> classes; // [images]: an index of colours, or kNotShown
    std::vector<QColor> colours;
    std::vector<Index> counts; // [colours]: points of each
    double low = 0;            // what the first and the last colour stand for, of a factor
    double high = 0;
};

/// By label; `plain` for sets without labels.
MapColouring colouringByClass(const ImageDataset& dataset, MapSplit split, const QColor& plain);

/// By the value of a known factor, from its lowest to its highest. Images of hidden classes are not shown.
MapColouring colouringByFactor(const ImageDataset& dataset, const Factor& factor, MapSplit split,
                               const std::set<int>& hiddenClasses);

} // namespace latent
