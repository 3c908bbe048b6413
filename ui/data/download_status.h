// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>

namespace latent {

/// Progress of a set's download.
struct DownloadStatus {
    enum class Phase { None, Fetching, Paused, Finishing, Failed }; // Finishing: unpacking and checking
    Phase phase = Phase::None;
    qint64 received = 0;
    qint64 total = 0;          // bytes; the best estimate so far
    double bytesPerSecond = 0; // 0: not known yet
    double secondsLeft = -1;   // negative: not known yet
    QString failure;           // one sentence, if Phase::Failed

    double fraction() const {
        return total > 0 ? static_cast<double>(received) / static_cast<double>(total) : 0;
    }
};

} // namespace latent

Q_DECLARE_METATYPE(latent::DownloadStatus)
