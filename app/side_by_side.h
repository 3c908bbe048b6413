// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/stage.h"
#include "ui/controls/replot_throttle.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace latent {

class DifferencesDialog;
class MainWindow;
class Session;
class TopBar;

/// The runs beside the first, each on a stage of its own. They share its images, what is looked at and the
/// Train button; their maps are aligned with its map. GUI thread.
class SideBySide : public QObject {
    Q_OBJECT
  public:
    /// All outlive this but the window and its top bar, which die first.
    struct Parts {
        Asker* asker = nullptr;
        SharedLooking* looking = nullptr;
        Session* session = nullptr;
        Stage* first = nullptr;
        MainWindow* window = nullptr;
        TopBar* topBar = nullptr;
    };

    explicit SideBySide(const Parts& parts, QObject* parent = nullptr);
    ~SideBySide() override;

    const std::vector<std::unique_ptr<Stage>>& stages() const { return m_stages; }
    bool holds(const std::string& id) const;

  public slots:
    /// An autoencoder beside a VAE, or the other way round, on the present images; trains both.
    void trainOther();
    /// A run that is kept. Tells in failed() why it cannot stand here.
    void show(const std::string& id);
    /// Its views are gone at once, its run as soon as it is saved: then calls `then`.
    void close(const std::string& id, const std::function<void()>& then = {});
    void closeAll();
    void showDifferences();

  signals:
    /// A new stage, whose views stand in the window.
    void opened(latent::Stage* stage);
    void failed(const QString& sentence);

  private:
    Stage* add();
    void remove(std::size_t index, const std::function<void()>& then = {});
    void followChanges(LiveRun* run, QObject* whileItLives);
    void tellWhoStandsHere();
    void align();
    void wipe();
    void followTraining();
    void showCaptions();
    void showCurves();
    void fillDifferences();
    std::vector<LiveRun*> runs() const;
    QColor colourOf(std::size_t index) const;

    Parts m_parts;
    std::vector<std::unique_ptr<Stage>> m_stages;  // in the order in which they stand
    std::vector<std::unique_ptr<Stage>> m_leaving; // until they are saved
    bool m_aligned = true;
    bool m_wiped = false;
    ReplotThrottle m_captionsSoon{nullptr, ReplotThrottle::kReadableMs};
    DifferencesDialog* m_differences = nullptr; // owned by the window; null until it was asked for
};

} // namespace latent
