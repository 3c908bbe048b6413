// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/load_controller.h"

#include "app/data_memory.h"
#include "app/path_text.h"
#include "core/base/failure.h"
#include "core/data/formats.h"
#include "core/data/pictures/pixel_cache.h"
#include "core/data/sets/catalogue.h"

#include <optional>

namespace latent {
namespace {

/// For a handler: where there is no memory for the question, the sentence must do.
std::optional<OpenQuestion> questionIfMemory(const std::exception& error) noexcept {
    try {
        return questionIn(error);
    } catch (const std::bad_alloc&) {
        return std::nullopt;
    }
}

} // namespace

/// What came of opening: a set, or a sentence and perhaps a question.
struct LoadController::Attempt {
    OpenOptions options;
    DatasetPtr dataset = {};
    bool ofPictures = false;
    std::string failure = {};
    std::optional<OpenQuestion> question = {};
};

LoadController::LoadController(Asker* asker, const DataMemory* memory, QObject* parent)
    : QObject(parent)
    , m_memory(memory)
    , m_query(asker->opening(), 0) {
    connect(&m_query, &LatestQuery::progressed, this, &LoadController::progressed);
    connect(&m_query, &LatestQuery::failed, this, &LoadController::failed);
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
    OpenOptions cached = options;
    cached.cacheFolder = defaultCacheFolder();
    begin(nameOrPath, {cached});
}

// The next options are tried where those before fail without a question.
void LoadController::begin(const QString& nameOrPath, const std::vector<OpenOptions>& options) {
    m_query.drop();
    emit started(nameOrPath);
    m_query.ask({}, [this, nameOrPath, options](const Progress& progress) -> LatestQuery::Deliver {
        const std::string source = pathToBytes(nameOrPath);
        auto made = std::make_shared<Attempt>();
        for (const OpenOptions& one : options) {
            *made = attempt(source, one, progress);
            if (made->dataset || made->question) break;
        }
        return [this, nameOrPath, made] { take(nameOrPath, *made); };
    });
}

// On the lane's thread.
LoadController::Attempt LoadController::attempt(const std::string& source, const OpenOptions& options,
                                                const Progress& progress) {
    Attempt made{.options = options};
    try {
        made.dataset = openDataset(source, options, progress);
        made.ofPictures = !isDatasetName(made.dataset->origin) && holdsPictures(made.dataset->origin);
    } catch (const Cancelled&) {
        throw;
    } catch (const std::exception& error) {
        made.dataset.reset();
        made.failure = failureSentence();
        made.question = questionIfMemory(error);
    }
    return made;
}

void LoadController::take(const QString& nameOrPath, const Attempt& attempt) {
    if (attempt.question) return emit asked(nameOrPath, attempt.options, *attempt.question);
    if (!attempt.dataset) return emit failed(QString::fromStdString(attempt.failure));
    m_options = attempt.options;
    m_ofPictures = attempt.ofPictures;
    emit loaded(attempt.dataset);
}

void LoadController::cancel() {
    m_query.drop();
    emit cancelled();
}

} // namespace latent
