// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/sets/catalogue.h"
#include "core/model/configuration.h"
#include "core/train/records.h"
#include "ui/controls/replot_throttle.h"
#include "ui/controls/style.h"

#include <QWidget>

#include <vector>

class QAction;
class QActionGroup;
class QHBoxLayout;
class QLabel;
class QMenu;
class QProgressBar;
class QPushButton;

namespace latent {

class SteadyLabel;
class View;

/// The bar at the top of the window: data and model, training and its progress, the file and view menus.
class TopBar : public QWidget {
    Q_OBJECT
  public:
    explicit TopBar(QWidget* parent = nullptr);

    bool rawPixels() const;
    /// Whether the maps of two runs are to be aligned.
    bool alignsMaps() const;
    style::Appearance appearance() const;
    /// Shown in the View menu; the window's panels.
    void addPanelAction(QAction* action);
    /// Whether the run has moments to travel through.
    void setHasJourney(bool has);
    /// Whether two runs stand side by side.
    void setBeside(bool beside);
    /// By their titles; see recentSessionChosen().
    void setRecentSessions(const QStringList& titles);
    /// Shown in the View menu too.
    void setUndoActions(QAction* undo, QAction* redo);
    /// The views whose pictures can be saved.
    void setViews(const std::vector<View*>& views);
    QPushButton* trainButton() const { return m_train; }

  public slots:
    void setCatalogue(const std::vector<latent::CatalogueEntry>& catalogue);
    /// Files and folders that were opened last.
    void setRecent(const QStringList& paths);
    void showDataset(latent::DatasetPtr dataset);
    /// The button reads "VAE · 8-d".
    void showModel(latent::Preset preset, int latentSize);
    void showStatus(const latent::TrainingStatus& status);
    /// Both without emitting.
    void setAppearance(latent::style::Appearance appearance);
    void setRawPixels(bool raw);

  signals:
    void trainToggled();
    void stepRequested();
    void resetRequested();
    void runsRequested();
    void saveSessionRequested();
    void saveSessionAsRequested();
    void openSessionRequested();
    void saveModelRequested();
    /// The map through the moments of the run, as an animation.
    void saveJourneyRequested();
    void openModelRequested();
    void savePictureRequested(latent::View* view);
    void presetChosen(latent::Preset preset);
    /// An autoencoder beside a VAE, or the other way round.
    void besideRequested();
    void besideClosed();
    void wipeToggled(bool on);
    void differencesRequested();
    void newSessionRequested();
    /// One of those that setRecentSessions() named last.
    void recentSessionChosen(int index);
    void mapsAligned(bool aligned);
    void datasetChosen(QString nameOrPath);
    void openDataRequested();
    /// The page of published sets.
    void moreDataRequested();
    /// The page about what is open.
    void detailsRequested();
    void openFolderRequested();
    void appearanceChosen(latent::style::Appearance appearance);
    void rawPixelsToggled(bool raw);
    void helpRequested();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    QPushButton* addMenuButton(const QString& text, const QString& help, int width);
    QPushButton* addButton(const QString& text, const QString& help);
    void addTrainButtons();
    void addStatus();
    void makeModelMenu();
    void makeSaveMenu();
    void makeViewMenu();
    void refreshTrainButton();
    void showPresentStatus();
    void showProgress(int value);

    QHBoxLayout* m_row;
    QLabel* m_title;
    QPushButton* m_data;
    QPushButton* m_model;
    QPushButton* m_train;
    QPushButton* m_step;
    QPushButton* m_reset;
    QProgressBar* m_progress;
    SteadyLabel* m_epoch;
    SteadyLabel* m_batch;
    SteadyLabel* m_speed;
    SteadyLabel* m_left;
    QPushButton* m_runs;
    QPushButton* m_save;
    QPushButton* m_view;
    QPushButton* m_help;
    QMenu* m_dataMenu;
    QMenu* m_viewMenu;
    QMenu* m_pictureMenu = nullptr;
    QAction* m_saveJourney = nullptr; // owned by the menu
    QAction* m_openData = nullptr;
    QMenu* m_recentMenu = nullptr;
    QAction* m_moreData = nullptr;
    QAction* m_details = nullptr;
    QAction* m_openFolder = nullptr;
    QAction* m_afterPanels = nullptr;  // owned by m_viewMenu
    QAction* m_rawPixels = nullptr;    // owned by m_viewMenu
    QAction* m_alignMaps = nullptr;    // owned by m_viewMenu
    QList<QAction*> m_ofSeveral;       // owned by m_viewMenu; for runs side by side
    QMenu* m_recentSessions = nullptr; // owned by the file menu
    QActionGroup* m_appearances = nullptr;
    QActionGroup* m_presets = nullptr;
    TrainingStatus m_status;
    TrainingStatus::Phase m_phase = TrainingStatus::Phase::Idle; // that is shown
    ReplotThrottle m_numbersSoon{this, ReplotThrottle::kReadableMs};
};

} // namespace latent
