// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/walk/team_decoding.h"

#include "core/model/preview_model.h"

#include <algorithm>

namespace latent {
namespace {

constexpr Index kTaskCost = 100'000'000; // multiplications: some 5 ms of one core, 50 ms of a slow one
constexpr Index kMostTogether = 32;      // columns

} // namespace

Matrix decodeByTeam(const Model& model, const Matrix& z, ThreadTeam& team, const Progress& progress) {
    Matrix images(model.architecture.shape.pixels(), z.cols());
    if (z.cols() == 0) return images;
    const Index cost = std::max<Index>(decodingCost(model.architecture), 1);
    const Index together = std::clamp<Index>(kTaskCost / cost, 1, kMostTogether);
    inParallel(team, tasksOf(z.cols(), together), progress, [&](int task, int) {
        const Index first = task * together;
        const Index count = std::min(together, z.cols() - first);
        images.middleCols(first, count) = decode(model, z.middleCols(first, count));
    });
    return images;
}

} // namespace latent
