// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/picture_export.h"
#include "app/walk_export.h"
#include "core/train/model_file.h"
#include "ui/ask/latest_query.h"

#include <QObject>

#include <functional>

namespace latent {

/// Asks for file names and reads and writes models and pictures; models off the GUI thread.
class FileActions : public QObject {
    Q_OBJECT
  public:
    explicit FileActions(QWidget* window);
    ~FileActions() override;

    /// Images in a file, in a folder. Empty: none was chosen.
    QString askForDataset();
    QString askForDatasetFolder();

  public slots:
    void chooseDataset();
    void chooseDatasetFolder();
    void chooseModel();
    void readModel(const QString& path);
    void chooseWhereToSaveModel(const latent::ModelFile& file);
    void writeModel(const latent::ModelFile& file, const QString& path);
    void chooseSession();
    /// present: the file that the session has; may be empty.
    void chooseWhereToSaveSession(const QString& present);
    void chooseWhereToSaveJourney();
    void chooseWhereToSaveWalk(const latent::WalkFilm& film);
    /// By the path's ending, off the GUI thread.
    void writeWalk(const latent::WalkFilm& film, const QString& path);
    void chooseWhereToSavePicture(const latent::PictureSource& source);

  signals:
    void datasetChosen(const QString& path);
    void modelRead(const latent::ModelFile& file, const QString& path);
    void saved(const QString& path);
    void journeySaveChosen(const QString& path);
    void sessionChosen(const QString& path);
    void sessionSaveChosen(const QString& path);
    void failed(const QString& sentence);

  private:
    bool mayReplace(const QString& path);

    QWidget* m_window;
    Lane m_files{Lane::Pace::Long}; // written in the order in which they were asked for
    LatestQuery m_reading{&m_files, 0};
};

/// Whether a file is one of our models, by its ending: what is opened, dropped or named at the start.
bool isModelPath(const QString& path);
/// Whether it is a session of ours, likewise.
bool isSessionPath(const QString& path);

} // namespace latent
