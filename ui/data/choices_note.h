// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <QLabel>

namespace latent {

/// A choice of ImageDataset::choices as a line of its own, without the option of the command line in brackets
/// at its end, for a place beside the controls that change it.
QString choiceText(const std::string& choice);

/// What opening decided where the data left it open, a line a choice; hidden where it decided nothing.
class ChoicesNote : public QLabel {
    Q_OBJECT
  public:
    explicit ChoicesNote(QWidget* parent = nullptr);

    void showDataset(const DatasetPtr& dataset);
};

} // namespace latent
