// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <QPoint>

#include <functional>

class QMenu;
class QWidget;

namespace latent {

/// What the user can do with the file of an image.
enum class FileAction { Open, ShowInFolder };

/// Pops up a menu for the file of an image and calls `chosen` with the choice. Returns the menu, which
/// deletes itself, or null if the image comes from no file.
QMenu* popUpImageMenu(QWidget* parent, const QPoint& globalPosition, const ImageDataset& dataset, Index image,
                      const std::function<void(FileAction)>& chosen);

} // namespace latent
