// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/code_copies.h"

namespace latent {

namespace {

constexpr std::size_t kMostChanges = 1 << 16; // more are not worth keeping: copying all is as fast

} // namespace

void CodeCopies::noteChanged(std::span<const std::uint32_t> images) {
    if (m_changed.size() + images.size() > kMostChanges) return noteAllChanged();
    m_changed.insert(m_changed.end(), images.begin(), images.end());
}

std::shared_ptr<const Matrix> CodeCopies::copy(const Matrix& codes) {
    std::shared_ptr<Copy> copy = m_pool.take();
    if (copy->age == m_age) {
        for (std::size_t i = copy->upToDateTo; i < m_changed.size(); ++i)
            copy->codes.col(m_changed[i]) = codes.col(m_changed[i]);
    } else {
        copy->codes = codes;
    }
    copy->age = m_age;
    copy->upToDateTo = m_changed.size();
    const Matrix* matrix = &copy->codes;
    return {std::move(copy), matrix};
}

} // namespace latent
