// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/exploration.h"

#include "core/explore/traversal.h"

namespace latent {

int Exploration::latentSize() const {
    return m_snapshot ? m_snapshot->model.architecture.latent : 0;
}

void Exploration::setDataset(DatasetPtr dataset) {
    if (dataset == m_dataset) return;
    m_dataset = std::move(dataset);
    m_selected = -1;
    m_neighbours.clear();
    m_selectedSigma = Vector();
    m_hiddenClasses.clear();
    m_mapFrame.reset();
    emit datasetChanged();
    emit selectionChanged();
    emit neighboursChanged();
    emit hiddenClassesChanged();
    emit mapFrameChanged();
}

void Exploration::renameClasses(DatasetPtr dataset) {
    if (dataset == m_dataset || !m_dataset || dataset->size() != m_dataset->size()) return;
    m_dataset = std::move(dataset);
    emit classNamesChanged();
}

void Exploration::setSnapshot(SnapshotPtr snapshot) {
    if (snapshot == m_snapshot) return;
    const int latentBefore = latentSize();
    m_snapshot = std::move(snapshot);
    if (m_snapshot) m_range = latentRange(*m_snapshot);
    const int latentNow = latentSize();
    if (latentNow != latentBefore) {
        m_point = m_snapshot ? m_range.centre() : Vector();
        if (latentNow > 0 && !(m_axesChosen && axesExist(latentNow))) takeUsualAxes(latentNow);
    }
    emit snapshotChanged();
    if (latentNow != latentBefore) emit pointChanged();
}

void Exploration::setMapFrame(MapFramePtr frame) {
    m_mapFrame = std::move(frame);
    emit mapFrameChanged();
}

void Exploration::select(Index image) {
    if (image == m_selected) return;
    m_selected = image;
    m_neighbours.clear();
    m_selectedSigma = Vector();
    emit selectionChanged();
    emit neighboursChanged();
}

void Exploration::setNeighbours(std::vector<Index> neighbours) {
    if (neighbours == m_neighbours) return;
    m_neighbours = std::move(neighbours);
    emit neighboursChanged();
}

void Exploration::setSelectedSigma(Vector sigma) {
    m_selectedSigma = std::move(sigma);
    emit selectedSigmaChanged();
}

void Exploration::setPoint(const Vector& z) {
    if (z.size() != latentSize() || z == m_point) return;
    m_point = z;
    emit pointChanged();
}

void Exploration::setCoordinate(int dimension, float value) {
    if (dimension < 0 || dimension >= m_point.size() || m_point[dimension] == value) return;
    m_point[dimension] = value;
    emit pointChanged();
}

bool Exploration::axesExist(int latent) const {
    return m_axes.pca ? latent > 1 : m_axes.x < latent && m_axes.y < latent;
}

// More than two dimensions: their main axes show more than any two of them.
void Exploration::takeUsualAxes(int latent) {
    setAxes(MapAxes{.pca = latent > 2, .x = 0, .y = latent > 1 ? 1 : 0});
    m_axesChosen = false;
}

void Exploration::setAxes(MapAxes axes) {
    m_axesChosen = true;
    if (axes == m_axes) return;
    m_axes = axes;
    emit axesChanged();
}

void Exploration::setClassHidden(int label, bool hidden) {
    const bool changed = hidden ? m_hiddenClasses.insert(label).second : m_hiddenClasses.erase(label) > 0;
    if (changed) emit hiddenClassesChanged();
}

} // namespace latent
