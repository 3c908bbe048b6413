// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;

namespace latent {

class Disclosure;

/// Counts and sizes of a set, how its pixels were converted, and which files were skipped.
class DataFacts : public QWidget {
    Q_OBJECT
  public:
    explicit DataFacts(QWidget* parent = nullptr);

  public slots:
    void showDataset(const latent::DatasetPtr& dataset);

  private:
    QLabel* addFact(const QString& name);
    void showSkipped(const ImageDataset& dataset);

    QLabel* m_training;
    QLabel* m_test;
    QLabel* m_size;
    QLabel* m_pixels;
    Disclosure* m_skipped; // hidden if no file was skipped
    QPlainTextEdit* m_skippedList;
};

} // namespace latent
