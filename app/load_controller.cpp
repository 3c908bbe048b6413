// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/load_controller.h"

#include "app/data_memory.h"
#include "app/path_text.h"
#include "app/post.h"
#include "core/base/failure.h"
#include "core/base/thread_team.h"
#include "core/data/formats.h"
#include "core/data/pictures/pixel_cache.h"
#include "core/data/sets/catalogue.h"

namespace latent {
namespace {

/// For a handler: where there is no memory for the question, the sentence must do.
std::optional<OpenQuestion> questionOf(const std::exception& error) noexcept {
    try {
        return questionIn(error);
    } catch (const std::bad_alloc&) {
        return std::nullopt;
    }
}

} // namespace

LoadController::LoadController(const DataMemory* memory, QObject* parent)
    : QObject(parent)
    , m_memory(memory) {}

// Any thread: runs tellIt on the GUI thread, unless a later request has begun by then.
template <class Tell>
void LoadController::tell(int request, Tell tellIt) {
    post(this, [this, request, tellIt = std::move(tellIt)] {
        if (request == m_request) tellIt();
    });
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
    const auto job = std::make_shared<Job>(Job{pathToBytes(nameOrPath), std::move(attempts), 0, {}});
    const auto work = [this, request, job](const std::stop_token& stop) {
        lowerThreadPriority(); // the first set is read while the window is being made
        const auto another = [&] {
            const Outcome& outcome = job->outcome;
            return !outcome.failure.empty() && !outcome.question && ++job->attempt < job->attempts.size();
        };
        do {
            job->outcome = attempt(request, *job, stop);
        } while (another());
        tell(request, [this, job] { deliver(*job); });
    };
    const std::string failure = tryTo([&] { m_thread = std::jthread(work); });
    if (!failure.empty()) emit failed(QString::fromStdString(failure));
}

// On the thread.
LoadController::Outcome LoadController::attempt(int request, const Job& job, const std::stop_token& stop) {
    Outcome outcome;
    try {
        int lastPercent = -1;
        const Progress progress{[&, this](double fraction) {
                                    const int percent = static_cast<int>(fraction * 100);
                                    if (percent == lastPercent) return; // at most a hundred events a request
                                    lastPercent = percent;
                                    tell(request, [this, fraction] { emit progressed(fraction); });
                                },
                                stop};
        outcome.dataset = openDataset(job.source, job.attempts[job.attempt], progress);
        outcome.ofPictures =
            !isDatasetName(outcome.dataset->origin) && holdsPictures(outcome.dataset->origin);
    } catch (const Cancelled&) {
        // Whoever stopped it knows.
    } catch (const std::exception& error) {
        outcome.failure = failureSentence();
        outcome.question = questionOf(error);
    }
    return outcome;
}

void LoadController::deliver(const Job& job) {
    const Outcome& outcome = job.outcome;
    if (outcome.question) {
        emit asked(pathFromBytes(job.source), job.attempts[job.attempt], *outcome.question);
    } else if (!outcome.failure.empty()) {
        emit failed(QString::fromStdString(outcome.failure));
    } else if (outcome.dataset) {
        m_options = job.attempts[job.attempt];
        m_ofPictures = outcome.ofPictures;
        emit loaded(outcome.dataset);
    }
}

void LoadController::cancel() {
    ++m_request;
    m_thread.request_stop();
    emit cancelled();
}

} // namespace latent
