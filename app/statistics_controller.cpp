// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/statistics_controller.h"

#include "core/base/thread_team.h"

#include <utility>

namespace latent {

StatisticsController::~StatisticsController() {
    stop(); // the thread is joined as it dies, first of all members
}

void StatisticsController::stop() {
    ++m_generation;
    m_thread.request_stop();
}

void StatisticsController::run(const DatasetPtr& dataset) {
    stop();
    if (!dataset) return;
    m_thread = std::jthread([this, dataset, generation = m_generation,
                             before = std::move(m_thread)](const std::stop_token& token) mutable {
        if (before.joinable()) before.join(); // it was asked to stop, and does within a megabyte
        try {
            lowerThreadPriority();
            const auto found =
                std::make_shared<const PixelStatistics>(pixelStatistics(*dataset, {[](double) {}, token}));
            QMetaObject::invokeMethod(
                this,
                [this, generation, found] {
                    if (generation == m_generation) emit ready(found);
                },
                Qt::QueuedConnection);
        } catch (const Cancelled&) {
            // Whoever stopped it knows.
        } catch (const std::exception& error) {
            qWarning("%s", error.what()); // no memory for a mean image: the page goes without
        }
    });
}

} // namespace latent
