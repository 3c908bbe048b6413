// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/run/looking.h"

#include <QColor>

#include <set>
#include <span>
#include <vector>

namespace latent {

/// Which points the map shows, and in which colours.
struct MapColouring {
    std::vector<std::uint16_t> classes; // [images]: an index of colours, or kNotShown
    std::vector<QColor> colours;
    std::vector<Index> counts;       // [colours]: points of each
    std::vector<Index> chosenCounts; // [colours]: chosen points of each; empty: nothing is chosen
    int others = -1;                 // the colour of what is not chosen, drawn first; −1: none
    double low = 0;                  // what the first and the last colour stand for, of a factor
    double high = 0;
};

/// Points that are not chosen take the colour `faint`, below all others. Hidden ones do not.
void fadeOthers(MapColouring& colouring, const ImageSet& chosen, const QColor& faint);

/// Hidden images, and those of hidden classes, are not shown.
void hide(MapColouring& colouring, const ImageDataset& dataset, const std::set<int>& classes,
          const ImageSet& images);

/// By label; `plain` for sets without labels.
MapColouring colouringByClass(const ImageDataset& dataset, MapSplit split, const QColor& plain);

/// By a number of each image, the first colour at `low` and below, the last one at `high` and above. Images
/// whose number is not known are not shown.
MapColouring colouringByNumbers(const ImageDataset& dataset, std::span<const float> numbers, double low,
                                double high, MapSplit split);

/// By groups: of [images], from 0; −1: in none, which has the last colour, `none`.
MapColouring colouringByGroups(const ImageDataset& dataset, std::span<const int> of, int groups,
                               const QColor& none, MapSplit split);

} // namespace latent
