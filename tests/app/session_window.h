// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench.h"

#include <QTemporaryDir>
#include <QTest>

namespace latent::test {

inline constexpr int kSessionPatienceMs = 60'000;

/// A window whose session is kept in a folder.
struct SessionWindow {
    Workbench bench;

    SessionWindow(const QTemporaryDir& folder, const QString& data)
        : bench(std::filesystem::path(folder.filePath("window.json").toStdString()), data,
                std::filesystem::path(folder.filePath("data").toStdString())) {
        bench.window()->show();
    }
    ~SessionWindow() { bench.session()->close(); }

    LiveRun* run() { return bench.run(); }
    Exploration* looked() { return bench.exploration(); }
    bool waitForData() {
        return QTest::qWaitFor([this] { return looked()->snapshot() && looked()->mapFrame(); },
                               kSessionPatienceMs);
    }
    bool isExact() {
        return looked()->snapshot() && looked()->snapshot()->codesExact && !run()->status().encodingAll;
    }
    /// Trains to the end of its epochs.
    bool train() {
        run()->toggleTraining();
        return QTest::qWaitFor(
            [this] { return run()->status().phase == TrainingStatus::Phase::Finished && isExact(); },
            kSessionPatienceMs);
    }
    void useSmallModel(int epochs) {
        Architecture sizes;
        sizes.hidden = {16};
        sizes.latent = 4;
        run()->setArchitecture(sizes);
        TrainingSettings settings = run()->configuration().training;
        settings.epochs = epochs;
        settings.batch = 32;
        settings.threads = 1;
        run()->setTraining(settings);
    }
    /// A gesture of its own for each change.
    void gesture() { QTest::mouseClick(bench.window(), Qt::RightButton, {}, QPoint(2, 2)); }
};

inline bool waitForStep(SessionWindow& window, std::int64_t step) {
    return QTest::qWaitFor([&] { return window.run()->status().step == step; }, kSessionPatienceMs);
}

} // namespace latent::test
