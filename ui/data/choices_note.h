// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <QLabel>

namespace latent {

/// A choice from ImageDataset::choices without the command-line option in brackets at its end, for display
/// beside the controls that change it.
QString choiceText(const std::string& choice);

/// What opening decided where the data left it open, one line per choice; hidden if nothing had to be
/// decided.
class ChoicesNote : public QLabel {
    Q_OBJECT
  public:
    explicit ChoicesNote(QWidget* parent = nullptr);

    void showDataset(const DatasetPtr& dataset);
};

} // namespace latent
