// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/explore/results.h"
#include "core/train/snapshot.h"

#include <QObject>

#include <set>

namespace latent {

/// What the person looks at. Every view shows this and asks it to change; it tells all when it did.
/// GUI thread only. Setting what is already so emits nothing.
class Exploration : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    DatasetPtr dataset() const { return m_dataset; }
    SnapshotPtr snapshot() const { return m_snapshot; }
    MapFramePtr mapFrame() const { return m_mapFrame; }
    Index selected() const { return m_selected; } // −1: none
    const Vector& point() const { return m_point; }
    const LatentRange& range() const { return m_range; }
    MapAxes axes() const { return m_axes; }
    const std::set<int>& hiddenClasses() const { return m_hiddenClasses; }
    /// The selected image's nearest neighbours; empty without a selection.
    const std::vector<Index>& neighbours() const { return m_neighbours; }
    /// σ of the selected image's q(z|x), [latent]; empty without noise or while unknown.
    const Vector& selectedSigma() const { return m_selectedSigma; }
    /// Size of the latent space; 0 without a model.
    int latentSize() const;
    bool hasPrior() const { return m_range.prior; }

  public slots:
    /// A new set: forgets selection, hidden classes and map frame.
    void setDataset(latent::DatasetPtr dataset);
    /// The same images with other names of their classes: all that is known of them stays.
    void renameClasses(latent::DatasetPtr dataset);
    /// Takes over the range of the snapshot's codes or prior; resizes the point if the latent size
    /// changed, and then takes the usual axes unless somebody chose others that still exist.
    void setSnapshot(latent::SnapshotPtr snapshot);
    void setMapFrame(latent::MapFramePtr frame);
    void select(latent::Index image);
    void setNeighbours(std::vector<latent::Index> neighbours);
    void setSelectedSigma(latent::Vector sigma);
    void setPoint(const latent::Vector& z);
    void setCoordinate(int dimension, float value);
    void setAxes(latent::MapAxes axes);
    void setClassHidden(int label, bool hidden);

  signals:
    void datasetChanged();
    void classNamesChanged();
    void snapshotChanged();
    void mapFrameChanged();
    void selectionChanged();
    void neighboursChanged();
    void selectedSigmaChanged();
    void pointChanged();
    void axesChanged();
    void hiddenClassesChanged();

  private:
    bool axesExist(int latent) const;
    void takeUsualAxes(int latent);

    DatasetPtr m_dataset;
    SnapshotPtr m_snapshot;
    MapFramePtr m_mapFrame;
    Index m_selected = -1;
    std::vector<Index> m_neighbours;
    Vector m_selectedSigma;
    Vector m_point;
    LatentRange m_range;
    MapAxes m_axes;
    bool m_axesChosen = false; // by a person: they are kept where the next model has them
    std::set<int> m_hiddenClasses;
};

} // namespace latent
