// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/code_table.h"

#include <cassert>

namespace latent {
namespace {

constexpr std::size_t kMostChanges = 1 << 16; // more are not worth keeping: copying all is as fast

} // namespace

CodeTable::CodeTable(Index latent, Index images)
    : m_latent(latent)
    , m_pool([](Table&) {}, sparesOf(sizeof(float) * static_cast<std::uint64_t>(latent * images)))
    , m_own(m_pool.take()) {
    m_own->codes = Matrix::Zero(latent, images);
    m_own->age = m_age;
}

void CodeTable::put(std::span<const std::uint32_t> images, const ConstByFeatureRef<float>& means) {
    if (!m_own) {
        if (std::shared_ptr<Table> spare = m_pool.takeSpare()) become(std::move(spare));
    }
    noteChanged(images);
    for (std::size_t i = 0; i < images.size(); ++i) {
        const auto code = means.col(static_cast<Index>(i)).head(m_latent);
        if (m_own) {
            m_own->codes.col(images[i]) = code;
        } else {
            m_laterImages.push_back(images[i]);
            m_later.insert(m_later.end(), code.begin(), code.end());
        }
    }
    if (m_own) m_own->known = m_changed.size();
}

void CodeTable::awaitTable(std::chrono::milliseconds patience, const std::stop_token& stop) {
    if (!m_own) m_pool.awaitSpare(patience, stop);
}

Matrix& CodeTable::columns(std::span<const std::uint32_t> images) {
    Table& table = own();
    noteChanged(images);
    table.known = m_changed.size();
    return table.codes;
}

std::shared_ptr<const Matrix> CodeTable::snapshot() {
    own();
    m_shown = std::move(m_own);
    return {m_shown, &m_shown->codes};
}

// A list that is too long is begun anew: what is complete now knows all that it said.
void CodeTable::noteChanged(std::span<const std::uint32_t> images) {
    if (m_changed.size() + images.size() > kMostChanges) {
        m_changed.clear();
        ++m_age;
        if (m_own) m_own->age = m_age;
    }
    m_changed.insert(m_changed.end(), images.begin(), images.end());
}

// Brings a table up to date by the last snapshot's, and by what has come since.
void CodeTable::become(std::shared_ptr<Table> table) {
    assert(m_shown != nullptr);
    if (table->age == m_age && m_shown->age == m_age) {
        for (std::size_t i = table->known; i < m_shown->known; ++i)
            table->codes.col(m_changed[i]) = m_shown->codes.col(m_changed[i]);
    } else {
        table->codes = m_shown->codes;
    }
    for (std::size_t i = 0; i < m_laterImages.size(); ++i)
        table->codes.col(m_laterImages[i]) =
            Eigen::Map<const Vector>(m_later.data() + static_cast<Index>(i) * m_latent, m_latent);
    m_laterImages.clear();
    m_later.clear();
    table->age = m_age;
    table->known = m_changed.size();
    m_own = std::move(table);
}

CodeTable::Table& CodeTable::own() {
    if (!m_own) become(m_pool.take());
    return *m_own;
}

} // namespace latent
