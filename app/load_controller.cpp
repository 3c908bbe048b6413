// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/load_controller.h"

#include "core/base/thread_team.h"
#include "core/data/catalogue.h"
#include "core/data/formats.h"
#include "core/data/pixel_cache.h"

namespace latent {

LoadController::LoadController(QObject* parent)
    : QObject(parent) {}

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
    openWith(nameOrPath, {.cacheFolder = defaultCacheFolder()});
}

void LoadController::openWith(const QString& nameOrPath, const OpenOptions& options) {
    const int request = ++m_request;
    emit started(nameOrPath);
    m_thread = std::jthread(
        [this, request, options, source = nameOrPath.toStdString()](const std::stop_token& stop) {
            lowerThreadPriority(); // the first set is read while the window is being made
            int lastPercent = -1;
            const Progress progress{[&, this](double fraction) {
                                        const int percent = static_cast<int>(fraction * 100);
                                        if (percent == lastPercent)
                                            return; // at most a hundred events a request
                                        lastPercent = percent;
                                        tell(request, [this, fraction] { emit progressed(fraction); });
                                    },
                                    stop};
            try {
                const DatasetPtr dataset = openDataset(source, options, progress);
                const bool ofPictures = !isDatasetName(dataset->origin) && holdsPictures(dataset->origin);
                tell(request, [this, dataset, options, ofPictures] {
                    m_options = options;
                    m_ofPictures = ofPictures;
                    emit loaded(dataset);
                });
            } catch (const Cancelled&) {
            } catch (const std::bad_alloc&) {
                tell(request, [this] { emit failed(tr("There is not enough memory for these images.")); });
            } catch (const std::exception& error) {
                if (const std::optional<OpenQuestion> question = questionIn(error)) {
                    return tell(request, [this, options, source, question = *question] {
                        emit asked(QString::fromStdString(source), options, question);
                    });
                }
                tell(request, [this, sentence = QString::fromUtf8(error.what())] { emit failed(sentence); });
            }
        });
}

void LoadController::cancel() {
    ++m_request;
    m_thread.request_stop();
    emit cancelled();
}

} // namespace latent
