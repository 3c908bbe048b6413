// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ask/grid_decoder.h"

#include <algorithm>

namespace latent {
namespace {

constexpr Index kMostKept = 4'000'000; // values, 16 MB

} // namespace

void GridDecoder::show(const Evidence& evidence, ImageGrid grid) {
    const bool sameCells = grid.columns == m_grid.columns && grid.points.cols() == m_grid.points.cols();
    if (sameCells && follows(evidence, shownEvidence())) {
        grid.images = std::move(m_grid.images);
        grid.shape = m_grid.shape;
    }
    m_grid = std::move(grid);
    const auto cells = static_cast<int>(m_grid.points.cols());
    begin(evidence, (cells + m_grid.columns - 1) / m_grid.columns);
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

LatestQuery::Work GridDecoder::nextWork(const Evidence& evidence, int step) {
    std::vector<int> rows = m_rota.take(itemsAtOnce(m_grid.columns, step));
    PicturesQuestion question{m_grid.points(Eigen::all, cellsOf(rows)), step};
    return [this, evidence, previews = m_previews, rows = std::move(rows),
            question = std::move(question)](const Progress&) -> LatestQuery::Deliver {
        Pictures pictures = answer(evidence, question, *previews);
        return [this, evidence, rows, pictures = std::move(pictures)] { take(rows, pictures, evidence); };
    };
}

// Pictures of another size than before are shown once all are there.
void GridDecoder::take(const std::vector<int>& rows, const Pictures& pictures, const Evidence& evidence) {
    const std::vector<Index> cells = cellsOf(rows);
    if (static_cast<Index>(cells.size()) != pictures.images.cols()) return; // of another grid
    if (pictures.shape != m_grid.shape || m_grid.images.cols() != m_grid.points.cols()) {
        m_grid.shape = pictures.shape;
        m_grid.images = Matrix::Zero(m_grid.shape.pixels(), m_grid.points.cols());
        m_whole = false;
    }
    m_grid.images(Eigen::all, cells) = pictures.images;
    m_grid.complete = m_rota.done();
    m_whole = m_whole || m_grid.complete;
    if (m_whole) emit ready(m_grid, evidence);
    if (m_grid.complete && m_grid.images.size() > kMostKept) m_grid.images = Matrix();
}

int GridDecoder::finestStep(const Snapshot& snapshot) const {
    const Index values = snapshot.model.architecture.shape.pixels() * m_grid.points.cols();
    int step = 1;
    while (values / (step * step) > kMostKept) ++step;
    return step;
}

} // namespace latent
