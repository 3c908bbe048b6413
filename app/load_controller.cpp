// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/load_controller.h"

#include "app/data_memory.h"
#include "core/base/thread_team.h"
#include "core/data/catalogue.h"
#include "core/data/formats.h"
#include "core/data/pixel_cache.h"

namespace latent {

LoadController::LoadController(const DataMemory* memory, QObject* parent)
    : QObject(parent)
    , m_memory(memory) {}

// Any thread: runs tellIt on the GUI thread, unless a later request has begun by then.
template <class Tell>
void LoadController::tell(int request, Tell tellIt) {
    QMetaObject::invokeMethod(
        this,
        [this, request, tellIt] {
            if (request == m_request) tellIt();
        },
        Qt::QueuedConnection);
}

void LoadController::open(const QString& nameOrPath) {
    const OpenOptions usual{.cacheFolder = defaultCacheFolder()};
    OpenOptions last = m_memory != nullptr ? m_memory->opening(nameOrPath) : usual;
    last.cacheFolder = usual.cacheFolder;
    if (last == usual)
        begin(nameOrPath, {usual});
    else
        begin(nameOrPath, {last, usual});
}

void LoadController::openWith(const QString& nameOrPath, const OpenOptions& options) {
    begin(nameOrPath, {options});
}

void LoadController::begin(const QString& nameOrPath, std::vector<OpenOptions> attempts) {
    const int request = ++m_request;
    emit started(nameOrPath);
    m_thread = std::jthread([this, request, attempts = std::move(attempts),
                             source = nameOrPath.toStdString()](const std::stop_token& stop) {
        lowerThreadPriority(); // the first set is read while the window is being made
        int lastPercent = -1;
        const Progress progress{[&, this](double fraction) {
                                    const int percent = static_cast<int>(fraction * 100);
                                    if (percent == lastPercent) return; // at most a hundred events a request
                                    lastPercent = percent;
                                    tell(request, [this, fraction] { emit progressed(fraction); });
                                },
                                stop};
        for (std::size_t i = 0; i < attempts.size(); ++i) {
            try {
                return attempt(request, source, attempts[i], progress);
            } catch (const Cancelled&) {
                return;
            } catch (const std::bad_alloc&) {
                return tell(request,
                            [this] { emit failed(tr("There is not enough memory for these images.")); });
            } catch (const std::exception& error) {
                if (i + 1 < attempts.size()) continue;
                tell(request, [this, sentence = QString::fromUtf8(error.what())] { emit failed(sentence); });
            }
        }
    });
}

// On the thread. Throws what is no question.
void LoadController::attempt(int request, const std::string& source, const OpenOptions& options,
                             const Progress& progress) {
    try {
        const DatasetPtr dataset = openDataset(source, options, progress);
        const bool ofPictures = !isDatasetName(dataset->origin) && holdsPictures(dataset->origin);
        tell(request, [this, dataset, options, ofPictures] {
            m_options = options;
            m_ofPictures = ofPictures;
            emit loaded(dataset);
        });
    } catch (const std::exception& error) {
        const std::optional<OpenQuestion> question = questionIn(error);
        if (!question) throw;
        tell(request, [this, options, source, question = *question] {
            emit asked(QString::fromStdString(source), options, question);
        });
    }
}

void LoadController::cancel() {
    ++m_request;
    m_thread.request_stop();
    emit cancelled();
}

} // namespace latent
