// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/open_options.h"
#include "core/data/questions.h"
#include "ui/ask/asker.h"
#include "ui/ask/latest_query.h"

#include <vector>

namespace latent {

class DataMemory;

/// Opens data sets on a thread of its own. A new request cancels the one under way. Signals come on the GUI
/// thread; those of an earlier request never follow a later one's.
class LoadController : public QObject {
    Q_OBJECT
  public:
    /// memory: how files were read the last time; may be null. Both must outlive this.
    explicit LoadController(Asker* asker, const DataMemory* memory = nullptr, QObject* parent = nullptr);

    /// How the set was opened that was last told to be loaded, and whether it is a folder of pictures.
    const OpenOptions& options() const { return m_options; }
    bool ofPictures() const { return m_ofPictures; }

  public slots:
    /// As it was read the last time or, if it has changed so that this fails, as usual.
    void open(const QString& nameOrPath);
    void openWith(const QString& nameOrPath, const latent::OpenOptions& options);
    void cancel();

  signals:
    void started(const QString& nameOrPath);
    void progressed(double fraction);
    void loaded(const latent::DatasetPtr& dataset);
    /// Opening ended with a question; the answer is another openWith() with more options.
    void asked(const QString& nameOrPath, const latent::OpenOptions& options,
               const latent::OpenQuestion& question);
    void failed(const QString& sentence);
    void cancelled();

  private:
    struct Attempt;
    static Attempt attempt(const std::string& source, const OpenOptions& options, const Progress& progress);
    void begin(const QString& nameOrPath, const std::vector<OpenOptions>& options);
    void take(const QString& nameOrPath, const Attempt& attempt);

    const DataMemory* m_memory;
    OpenOptions m_options;
    bool m_ofPictures = false;
    LatestQuery m_query;
};

} // namespace latent
