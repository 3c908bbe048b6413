// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_keeper.h"

#include "app/path_text.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace latent {

RunKeeper::RunKeeper(std::filesystem::path folder, const Parts& parts)
    : QObject(parts.files)
    , m_folder(std::move(folder))
    , m_parts(parts) {
    connect(parts.run, &LiveRun::prepared, this, [this] {
        ++m_run;
        m_safeStep = 0;
    });
    connect(parts.files, &FileActions::modelSaved, this, [this](qint64 steps) {
        if (m_runOfSave == m_run) m_safeStep = std::max<std::int64_t>(m_safeStep, steps);
    });
    connect(parts.loading, &LoadController::loaded, this, [this] {
        if (!m_modelAfterData.isEmpty()) m_parts.files->readModel(std::exchange(m_modelAfterData, {}));
    });
    connect(parts.loading, &LoadController::failed, this, [this] { m_modelAfterData.clear(); });
    connect(parts.loading, &LoadController::cancelled, this, [this] { m_modelAfterData.clear(); });
    connect(parts.notices, &NoticeBar::offerTaken, this, &RunKeeper::openKept);
}

QString RunKeeper::path() const {
    return pathFromBytes((m_folder / "last-run.safetensors").string());
}

bool RunKeeper::hasUnsavedRun() const {
    const SnapshotPtr snapshot = m_parts.exploration->snapshot();
    return snapshot && m_parts.exploration->dataset() && snapshot->step > m_safeStep;
}

void RunKeeper::keep() {
    if (m_folder.empty() || !hasUnsavedRun()) return;
    std::error_code ignored; // saving tells
    std::filesystem::create_directories(m_folder, ignored);
    m_parts.files->keepModel(m_parts.run->modelFile(), path());
    m_parts.memory->setKeptRunData(m_parts.exploration->dataset()->origin);
    m_safeStep = m_parts.exploration->snapshot()->step;
}

void RunKeeper::saveModel() {
    if (!m_parts.exploration->snapshot()) return;
    m_runOfSave = m_run;
    m_parts.files->chooseWhereToSaveModel(m_parts.run->modelFile());
}

void RunKeeper::offer() {
    if (m_folder.empty() || !QFileInfo(path()).isFile()) return;
    m_parts.notices->showOffer(tr("Your last run was not saved; its model was kept."), tr("Open"));
}

// With its data set, which it needs to be looked at.
void RunKeeper::openKept() {
    if (m_parts.memory->keptRunData().empty()) return m_parts.files->readModel(path());
    m_modelAfterData = path();
    m_parts.loading->open(pathFromBytes(m_parts.memory->keptRunData()));
}

} // namespace latent
