// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/explore/diagnostics/diagnostics_report.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace latent {

class DensityGrid;
class ImageGridView;
class NumberTable;
class PartsBar;

/// A diagnostics report, section by section; missing parts take no space.
class ReportView : public QWidget {
    Q_OBJECT
  public:
    explicit ReportView(QWidget* parent = nullptr);

    NumberTable* likelihood() const { return m_likelihood; }
    NumberTable* accuracy() const { return m_accuracy; }
    NumberTable* factors() const { return m_factors; }
    PartsBar* klParts() const { return m_klParts; }
    DensityGrid* densities() const { return m_densities; }
    ImageGridView* pairs() const { return m_pairs; }

  public slots:
    /// dataset: the images that the report describes.
    void showReport(const latent::DiagnosticsReportPtr& report, const latent::DatasetPtr& dataset);
    void setRawPixels(bool raw);

  signals:
    /// The user chose a training image below a sample.
    void imageChosen(latent::Index image);

  private:
    /// A heading, a line of explanation, and the content.
    struct Section {
        QWidget* body = nullptr;
        QLabel* note = nullptr;
    };
    Section addSection(const QString& title, const QString& note, QWidget* content);
    void showLikelihood(const DiagnosticsReport& report);
    void showKlParts(const KlParts& parts);
    void showAccuracy(const ClassAccuracy& accuracy);
    void showPairs(const Memorisation& memorisation, const ImageDataset& dataset);
    void showFactors(const InformationGap& gap);

    QVBoxLayout* m_layout;
    NumberTable* m_likelihood;
    PartsBar* m_klParts;
    DensityGrid* m_densities;
    NumberTable* m_accuracy;
    ImageGridView* m_pairs;
    NumberTable* m_factors;
    Section m_likelihoodSection;
    Section m_klSection;
    Section m_aggregateSection;
    Section m_accuracySection;
    Section m_pairsSection;
    Section m_factorsSection;
    std::vector<Index> m_pairImages; // for each cell; −1 for a sample
};

} // namespace latent
