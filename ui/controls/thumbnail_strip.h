// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <QWidget>

namespace latent {

/// Two rows of images from a set in a rounded card, with as many columns as fit.
class ThumbnailStrip : public QWidget {
    Q_OBJECT
  public:
    explicit ThumbnailStrip(QWidget* parent = nullptr);

    /// Null: an empty card.
    void setDataset(DatasetPtr dataset);
    void setRawPixels(bool raw);
    int columns() const;
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    DatasetPtr m_dataset;
    bool m_raw = false;
};

} // namespace latent
