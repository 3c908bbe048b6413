// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/statistics_controller.h"

#include "app/post.h"
#include "core/base/failure.h"
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
    auto work = [this, dataset, generation = m_generation,
                 before = std::move(m_thread)](const std::stop_token& token) mutable {
        if (before.joinable()) before.join(); // it was asked to stop, and does within a megabyte
        std::shared_ptr<const PixelStatistics> found;
        try {
            lowerThreadPriority();
            found =
                std::make_shared<const PixelStatistics>(pixelStatistics(*dataset, {[](double) {}, token}));
        } catch (const Cancelled&) {
            return; // whoever stopped it knows
        } catch (...) {
            qWarning("%s", failureSentence().c_str()); // no memory for a mean image: the page goes without
            return;
        }
        post(this, [this, generation, found = std::move(found)] {
            if (generation == m_generation) emit ready(found);
        });
    };
    const std::string failure = tryTo([&] { m_thread = std::jthread(std::move(work)); });
    if (!failure.empty()) qWarning("%s", failure.c_str());
}

} // namespace latent
