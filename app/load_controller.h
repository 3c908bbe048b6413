// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/open_options.h"
#include "core/data/questions.h"

#include <QObject>

#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace latent {

class DataMemory;

/// Opens data sets on a thread of its own. A new request cancels the one under way. Signals come on the GUI
/// thread; those of an earlier request never follow a later one's.
class LoadController : public QObject {
    Q_OBJECT
  public:
    /// memory: how files were read the last time; may be null.
    explicit LoadController(const DataMemory* memory = nullptr, QObject* parent = nullptr);

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
    /// What came of opening: a set, or a sentence and perhaps a question. None of them: it was cancelled.
    struct Outcome {
        DatasetPtr dataset;
        bool ofPictures = false;
        std::string failure;
        std::optional<OpenQuestion> question;
    };
    struct Job {
        std::string source;
        std::vector<OpenOptions> attempts;
        std::size_t attempt = 0; // the last that was made
        Outcome outcome;         // of that one
    };
    Outcome attempt(int request, const Job& job, const std::stop_token& stop);
    template <class Tell>
    void tell(int request, Tell tellIt);
    void begin(const QString& nameOrPath, std::vector<OpenOptions> attempts);
    void deliver(const Job& job);

    const DataMemory* m_memory;
    int m_request = 0;
    OpenOptions m_options;
    bool m_ofPictures = false;
    std::jthread m_thread; // last: joined before the rest dies
};

} // namespace latent
