// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/model/network_layout.h"
#include "core/train/snapshot.h"

#include <memory>

// A run without training: codes and weights that change as those of a trained model do.
namespace latent::testing {

/// Goes over its images again and again, `batch` of them a step, as training does, and moves their codes.
class PretendedRun {
  public:
    PretendedRun(Index latent, Index images, std::uint64_t seed = 1)
        : m_random(seed, Stream::Data)
        , m_codes(latent, images) {
        m_random.fillNormal(m_codes.data(), m_codes.size());
        m_architecture.shape = {.width = 3, .height = 2, .channels = 1};
        m_architecture.hidden = {4};
        m_architecture.latent = static_cast<int>(latent);
    }

    const Architecture& architecture() const { return m_architecture; }
    const Matrix& codes() const { return m_codes; }
    std::int64_t step() const { return m_step; }

    void advance(int steps, Index batch) {
        for (int i = 0; i < steps; ++i, ++m_step) {
            for (Index k = 0; k < batch; ++k, m_next = (m_next + 1) % m_codes.cols()) {
                Vector move(m_codes.rows());
                m_random.fillNormal(move.data(), move.size());
                m_codes.col(m_next) += 0.1F * move;
            }
        }
    }

    SnapshotPtr snapshot(bool withCodes = true) const {
        auto snapshot = std::make_shared<Snapshot>();
        const auto weights = static_cast<std::size_t>(weightCount(m_architecture));
        snapshot->model.architecture = m_architecture;
        snapshot->model.objective.beta = 1 + 0.001F * static_cast<float>(m_step);
        snapshot->model.weights.assign(weights, static_cast<float>(m_step));
        snapshot->step = m_step;
        snapshot->epoch = static_cast<double>(m_step) / 100;
        if (withCodes) snapshot->codes = std::make_shared<const Matrix>(m_codes);
        const Vector ones = Vector::Ones(m_codes.rows());
        const auto step = static_cast<float>(m_step);
        snapshot->posterior = {step * ones, 2 * ones, 3 * ones, 4 * ones};
        return snapshot;
    }

  private:
    Random m_random;
    Architecture m_architecture;
    Matrix m_codes;
    Index m_next = 0;
    std::int64_t m_step = 0;
};

} // namespace latent::testing
