// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sets/dataset_places.h"

#include <QStandardPaths>

namespace latent {

DatasetPlaces defaultPlaces() {
    const QString own = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    DatasetPlaces places;
    for (const QString& folder : QStandardPaths::standardLocations(QStandardPaths::GenericDataLocation)) {
        if (folder != own) places.system.push_back((folder + QStringLiteral("/datasets")).toStdString());
    }
    places.user = (own + QStringLiteral("/latent-explorer/datasets")).toStdString();
    return places;
}

} // namespace latent
