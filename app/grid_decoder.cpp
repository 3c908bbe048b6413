// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/grid_decoder.h"

#include <algorithm>

namespace latent {
namespace {

constexpr Index kMostKept = 4'000'000; // values, 16 MB

} // namespace

void GridDecoder::show(const SnapshotPtr& snapshot, ImageGrid grid) {
    const bool sameCells = grid.columns == m_grid.columns && grid.points.cols() == m_grid.points.cols();
    if (sameCells) {
        grid.images = std::move(m_grid.images);
        grid.shape = m_grid.shape;
    }
    m_grid = std::move(grid);
    const auto cells = static_cast<int>(m_grid.points.cols());
    begin(snapshot, (cells + m_grid.columns - 1) / m_grid.columns);
}

std::vector<Index> GridDecoder::cellsOf(const std::vector<int>& rows) const {
    std::vector<Index> cells;
    for (const int row : rows) {
        const Index first = Index{row} * m_grid.columns;
        for (Index cell = first; cell < std::min(first + m_grid.columns, m_grid.points.cols()); ++cell)
            cells.push_back(cell);
    }
    return cells;
}

NewestAnswer::Question GridDecoder::nextQuestion(const SnapshotPtr& snapshot, int step) {
    std::vector<int> rows = m_rota.take(itemsAtOnce(m_grid.columns, step));
    Matrix points = m_grid.points(Eigen::all, cellsOf(rows));
    return [this, snapshot, step, rows = std::move(rows),
            points = std::move(points)]() -> NewestAnswer::Deliver {
        const std::shared_ptr<const Model> preview = m_previews->of(snapshot, step);
        Matrix images = decode(*preview, points);
        return [this, rows, images = std::move(images), shape = preview->architecture.shape] {
            take(rows, images, shape);
        };
    };
}

// Pictures of another size than before are shown once all are there.
void GridDecoder::take(const std::vector<int>& rows, const Matrix& images, const ImageShape& shape) {
    const std::vector<Index> cells = cellsOf(rows);
    if (static_cast<Index>(cells.size()) != images.cols()) return; // of another grid
    if (shape != m_grid.shape || m_grid.images.cols() != m_grid.points.cols()) {
        m_grid.shape = shape;
        m_grid.images = Matrix::Zero(shape.pixels(), m_grid.points.cols());
        m_whole = false;
    }
    m_grid.images(Eigen::all, cells) = images;
    m_grid.complete = m_rota.done();
    m_whole = m_whole || m_grid.complete;
    if (m_whole) emit ready(m_grid);
    if (m_grid.complete && m_grid.images.size() > kMostKept) m_grid.images = Matrix();
}

int GridDecoder::finestStep(const Snapshot& snapshot) const {
    const Index values = snapshot.model.architecture.shape.pixels() * m_grid.points.cols();
    int step = 1;
    while (values / (step * step) > kMostKept) ++step;
    return step;
}

} // namespace latent
