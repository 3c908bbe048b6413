// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/sets/catalogue.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace latent {

class ThumbnailStrip;

/// The open set of images: choice, thumbnails and counts, with loading progress and errors shown in place.
class DataPanel : public QWidget {
    Q_OBJECT
  public:
    explicit DataPanel(QWidget* parent = nullptr);

  public slots:
    void setCatalogue(const std::vector<latent::CatalogueEntry>& catalogue);
    /// Recently opened files and folders.
    void setRecent(const QStringList& paths);
    /// The open set. Ends the loading state and clears any error.
    void showDataset(latent::DatasetPtr dataset);
    void showLoading(const QString& title);
    void showProgress(double fraction);
    /// One sentence. The set that was open stays shown.
    void showFailure(const QString& sentence);
    /// Loading ended without a new set (cancelled).
    void showIdle();
    void setRawPixels(bool raw);

  signals:
    void datasetChosen(QString nameOrPath);
    void openRequested();
    /// Show the published sets.
    void moreRequested();
    /// Show the details of the open set.
    void detailsRequested();
    void loadCancelled();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QLayout* makeHead();
    QWidget* makeSummary();
    QWidget* makeReading();
    QWidget* makeError();
    void activate(int index);
    void fillChoice();
    void addChoice(const QString& text, const QVariant& nameOrPath, const QString& help);
    void showCurrent();
    void refreshIcons();

    QComboBox* m_choice;
    ThumbnailStrip* m_thumbnails;
    QStackedWidget* m_state; // summary or progress, in the same place
    QLabel* m_summary;
    QLabel* m_reading; // split, pixel conversion, skipped files and choices made
    QProgressBar* m_progress;
    QPushButton* m_cancel;
    QWidget* m_error;
    QLabel* m_errorText;
    QPushButton* m_dismiss;
    DatasetPtr m_dataset;
    std::vector<CatalogueEntry> m_catalogue;
    QStringList m_recent;
};

} // namespace latent
