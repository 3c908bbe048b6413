// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/run_opener.h"

#include "app/load_controller.h"
#include "app/path_text.h"
#include "core/base/failure.h"

#include <QScopedValueRollback>

#include <utility>

namespace latent {
namespace {

/// What decides about the pixels and the split, without where things lie on this machine.
OpenOptions comparable(const OpenOptions& opened, const ImageSplit& split) {
    DataIdentity identity;
    identity.opened = opened;
    identity.split = split;
    OpenOptions options = openingOf(identity);
    options.cacheFolder.clear();
    options.places.reset();
    options.mostBytes = 0;
    return options;
}

} // namespace

RunOpener::RunOpener(const Parts& parts, QObject* parent)
    : QObject(parent)
    , m_parts(parts) {
    connect(parts.loading, &LoadController::failed, this, &RunOpener::missImages);
    connect(parts.loading, &LoadController::cancelled, this, &RunOpener::forget);
    connect(parts.loading, &LoadController::started, this, [this] {
        // The person opens something else; but where images are missing it may be these.
        if (!m_ownLoad && !m_missing) forget();
    });
}

void RunOpener::expectSettings(const QString& data, const std::optional<Configuration>& settings) {
    m_settingsData = data;
    m_settings = settings;
}

void RunOpener::forget() {
    m_run.reset();
    m_desk.reset();
    m_missing = false;
}

void RunOpener::open(const std::string& id) {
    m_run.reset();
    m_parts.store->loadRun(
        id, [this](Run run) { take(std::move(run)); },
        [this](const QString& sentence) {
            const bool expected = m_desk.has_value();
            forget();
            emit failed(sentence);
            if (expected) emit nothingCameBack();
        });
}

// On the present images, where they are its own.
void RunOpener::take(Run run) {
    const DatasetPtr dataset = m_front->dataset();
    const DataIdentity& data = run.data;
    if (dataset && dataset->origin == data.origin &&
        comparable(m_front->opened(), m_front->split()) == comparable(data.opened, data.split)) {
        m_front->resume(dataset, run, m_front->opened());
        return showDesk();
    }
    m_run = std::move(run);
    openImages(pathFromBytes(m_run->data.origin));
}

void RunOpener::openImages(const QString& path) {
    m_missing = false;
    const QScopedValueRollback own(m_ownLoad, true);
    m_parts.loading->openWith(path, openingOf(m_run->data));
}

void RunOpener::findImages(const QString& path) {
    if (m_run) openImages(path);
}

void RunOpener::missImages() {
    if (!m_run || m_missing) return;
    m_missing = true;
    m_front->showWithoutImages(*m_run);
    if (m_desk) m_parts.looking->set(m_desk->looking, SharedLooking::By::Program);
    emit imagesMissing(tr("Cannot find the images of “%1”. They were at %2.")
                           .arg(QString::fromStdString(m_run->name), pathFromBytes(m_run->data.origin)));
}

void RunOpener::takeDataset(const DatasetPtr& dataset, const ImageSplit& split, const OpenOptions& opened,
                            const std::function<void()>& taken) {
    const int turn = ++m_datasets;
    if (!m_run) return begin(dataset, split, opened, taken);
    compare(dataset, opened, [=, this](const DataIdentity& found) {
        if (turn != m_datasets) return; // others were opened meanwhile
        if (!m_run) return begin(dataset, split, opened, taken);
        const Run run = *std::exchange(m_run, std::nullopt);
        const bool chosen = std::exchange(m_missing, false); // by the person: perhaps others on purpose
        if (isSameData(run.data, found)) {
            m_front->resume(dataset, run, opened);
            showDesk();
        } else {
            forget();
            if (!chosen) emit failed(QString::fromStdString(differenceOf(run.data, found)));
            m_front->setDataset(dataset, split, opened);
        }
        if (taken) taken();
    });
}

// With the settings that were left there, if these are the images that were left.
void RunOpener::begin(const DatasetPtr& dataset, const ImageSplit& split, const OpenOptions& opened,
                      const std::function<void()>& taken) {
    const std::optional<Configuration> settings = std::exchange(m_settings, std::nullopt);
    const bool fits = settings && pathFromBytes(dataset->origin) == m_settingsData &&
                      settings->architecture.shape == dataset->shape;
    m_front->setDataset(dataset, split, opened, [=, this] {
        if (fits) m_front->beginWith(*settings);
        if (taken) taken();
    });
}

void RunOpener::compare(const DatasetPtr& dataset, const OpenOptions& opened,
                        const std::function<void(const DataIdentity& found)>& compared) {
    const auto found = std::make_shared<DataIdentity>();
    // Images that cannot be read to their end are not those of the run.
    m_parts.store->doInOrder(
        [dataset, opened, found] { tryTo([&] { *found = identityOf(*dataset, opened); }); },
        [found, compared] { compared(*found); });
}

void RunOpener::showDesk() {
    if (!m_desk) return;
    const Desk desk = *std::exchange(m_desk, std::nullopt);
    m_parts.looking->set(desk.looking, SharedLooking::By::Program);
    m_parts.history->restore(desk.steps, desk.done);
    if (!desk.beside.empty()) emit besideCameBack(desk.beside);
}

} // namespace latent
