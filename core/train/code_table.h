// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/train/recycling_pool.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace latent {

/// The means of all images of a set as they were last encoded, and what snapshots show of them. A snapshot is
/// given the table itself; the next one is an older table that has come back, brought up to date by what has
/// changed: of 70,000 images some thousand. So there are two or three tables, as a rule, and no copy of a
/// whole one.
/// One thread; snapshots may be let go by any.
class CodeTable {
  public:
    /// All zero.
    CodeTable(Index latent, Index images);

    /// The codes of these images are new: column i of means [latent or more, at least these images] is of
    /// images[i], by feature.
    void put(std::span<const std::uint32_t> images, const ConstByFeatureRef<float>& means);
    /// Before writing much into columns(): waits as long as this for a table that has not come back yet, so
    /// that no third one is made.
    void awaitTable(std::chrono::milliseconds patience, const std::stop_token& stop);
    /// For writing into the columns of these images [latent, images of the set], until the next call.
    Matrix& columns(std::span<const std::uint32_t> images);
    /// The table as it is. Nobody changes it while it is held.
    std::shared_ptr<const Matrix> snapshot();

  private:
    struct Table {
        Matrix codes;
        std::int64_t age = -1; // m_age when it was complete
        std::size_t known = 0; // of m_changed: what it has
    };

    void noteChanged(std::span<const std::uint32_t> images);
    void become(std::shared_ptr<Table> table);
    Table& own();

    Index m_latent;
    RecyclingPool<Table> m_pool;  // of those that the window holds, two often come back between two snapshots
    std::shared_ptr<Table> m_own; // complete; null: not back yet, m_later is what has come since m_shown
    std::shared_ptr<const Table> m_shown; // of the last snapshot
    std::vector<std::uint32_t> m_laterImages;
    std::vector<float> m_later;           // codes [latent] one after the other
    std::int64_t m_age = 0;               // how often the list of changes was begun anew
    std::vector<std::uint32_t> m_changed; // images, since then
};

} // namespace latent
