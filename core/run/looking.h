// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/image_set.h"
#include "core/run/walk_plan.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace latent {

/// Which plane of the latent space the map shows.
struct MapAxes {
    bool pca = false; // the two main axes of the codes; else dimensions x and y
    int x = 0;
    int y = 1;

    bool operator==(const MapAxes&) const = default;
};

/// Which images the map shows.
enum class MapSplit { Training, Test, All };

/// What the map draws of each image.
enum class MapStyle { Points, Images };

/// What the map draws behind the points: how dense they lie, or what the decoder makes of each place.
enum class MapGround { None, Density, Decoded };

/// Where a person has moved the map: its middle and its scale, in units of the map's axes.
struct MapWindow {
    double x = 0;
    double y = 0;
    double unitsPerPixel = 0; // logical pixels

    bool operator==(const MapWindow&) const = default;
};

/// What colours the points of the map.
struct MapColour {
    enum class By {
        Class, // or one colour without labels
        Factor,
        Split,
        Loss,
        Kl,
        Mean,
        Sigma,
        DistanceFromCentre,
        DistanceToSelection,
        KMeans,
        Density // clusters by density
    };
    By by = By::Class;
    int index = 0; // of the data set's factor, or the dimension of Mean and Sigma

    bool operator==(const MapColour&) const = default;
};

/// Which sheet of decoded images.
enum class Sheet { Prior, Manifold, Traversals };

/// What a drag on the map does.
enum class MapTool { Move, Rectangle, Lasso, Brush };

/// A selection that a person has given a name.
struct NamedSet {
    std::string name;
    std::string origin; // of the data set whose images these are
    ImageSet images;

    bool operator==(const NamedSet&) const = default;
};

/// All that a person has chosen to look at: plain data. A gesture replaces it by another, undo takes the one
/// before, a session file keeps it.
struct Looking {
    Index selected = -1; // image; −1: none
    ImageSet chosen;     // images that were selected together
    ImageSet hiddenImages;
    ImageSet setA; // compared with setB
    ImageSet setB;
    std::vector<NamedSet> named;
    MapTool tool = MapTool::Move;       // a new session begins with the usual one
    Combine combine = Combine::Replace; // as does this
    Vector point;                       // decoded by the sliders, [latent]; empty without a model
    MapAxes axes;
    bool axesChosen = false; // by a person: kept where the next model has them
    std::set<int> hiddenClasses;
    MapColour colour;
    MapSplit split = MapSplit::Training;
    MapStyle show = MapStyle::Points;
    bool showChosen = false; // by a person: kept for the next set of images
    MapGround ground = MapGround::None;
    bool ellipses = false;              // of the posteriors of what is in view
    std::optional<MapWindow> window;    // empty: the map follows its points
    std::optional<std::int64_t> moment; // step of the run that is looked at; empty: the newest
    Sheet sheet = Sheet::Prior;
    int draw = 0; // which draws of the prior are shown, the same in every run
    WalkPlan walk;

    bool operator==(const Looking& other) const;
};

} // namespace latent
