// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/explore/evidence.h"
#include "core/explore/results.h"
#include "ui/state/shared_looking.h"

#include <QObject>

#include <optional>
#include <set>

namespace latent {

class Asker;

/// A run as it is looked at: its images, its newest snapshot, what was found out about them, and the Looking.
/// Every view shows this and asks it to change; it tells all when it did. GUI thread only. Setting what is
/// already so emits nothing.
class Exploration : public QObject {
    Q_OBJECT
  public:
    enum class Role {
        Leads,   // what it opens decides what is looked at
        Follows, // the Looking is another's: where it does not fit this run, the run shows what it can
    };

    /// With a Looking of its own.
    explicit Exploration(QObject* parent = nullptr);
    /// Shares the Looking with others. The views ask this asker; null: they ask nothing. Both outlive this.
    explicit Exploration(SharedLooking* looking, Role role = Role::Leads, Asker* asker = nullptr,
                         QObject* parent = nullptr);

    Asker* asker() const { return m_asker; }
    /// What the views show now: what they ask is asked about this.
    Evidence evidence() const;
    /// Whether somebody may be looking: what training changes is then renewed more often.
    bool isWatched() const { return m_watched; }

    DatasetPtr dataset() const { return m_dataset; }
    SnapshotPtr snapshot() const { return m_snapshot; }
    MapFramePtr mapFrame() const { return m_mapFrame; }
    const LatentRange& range() const { return m_range; }
    /// The selected image's nearest neighbours; empty without a selection.
    const std::vector<Index>& neighbours() const { return m_neighbours; }
    /// σ of the selected image's q(z|x), [latent]; empty without noise or while unknown.
    const Vector& selectedSigma() const { return m_selectedSigma; }
    /// Size of the latent space; 0 without a model.
    int latentSize() const;
    bool hasPrior() const { return m_range.prior; }

    const Looking& looking() const { return m_looking->value(); }
    /// −1: none, or none of these images.
    Index selected() const;
    /// In this run's latent space: the Looking's where it has as many dimensions.
    const Vector& point() const { return m_point; }
    /// The Looking's, or the usual ones where it has less dimensions.
    MapAxes axes() const;
    const std::set<int>& hiddenClasses() const { return looking().hiddenClasses; }
    const ImageSet& hiddenImages() const { return looking().hiddenImages; }
    /// Images that the map may show and a hand can catch: those of the split that nobody has hidden.
    ImageSet shownImages() const;
    /// Images that were selected together.
    const ImageSet& chosen() const { return looking().chosen; }
    /// The selections of these images that have names.
    std::vector<NamedSet> namedSets() const;
    /// What colours the points: the Looking's, or the class where these images or this model have no such
    /// thing.
    MapColour colour() const;
    MapSplit split() const { return looking().split; }
    MapStyle mapStyle() const { return looking().show; }
    MapGround ground() const { return looking().ground; }
    /// Whether the map shows the posteriors of what is in view.
    bool showsEllipses() const { return looking().ellipses; }
    /// Where the person has moved the map; a run that follows has a plane of its own unless it shares one.
    std::optional<MapWindow> window() const;
    /// Step of the moment that is looked at; empty: the newest.
    const std::optional<std::int64_t>& moment() const { return looking().moment; }
    /// Which draws of the prior are shown.
    int draw() const { return looking().draw; }
    const WalkPlan& walk() const { return looking().walk; }
    /// Steps of the moments that can be looked at, ascending.
    const std::vector<std::int64_t>& moments() const { return m_moments; }
    /// The step that lies so many moments on; empty past the last one: the newest.
    std::optional<std::int64_t> momentAfter(int by) const;

  public slots:
    /// Another run is shown from its next snapshot on.
    void setRun(const std::string& id);
    void setWatched(bool watched);
    /// A new set: forgets selection, hidden classes and map frame. Some thousand images without labels are
    /// shown as images, all else as points, unless somebody chose.
    void setDataset(latent::DatasetPtr dataset);
    /// The same images with other names of their classes: all that is known of them stays.
    void renameClasses(latent::DatasetPtr dataset);
    /// Takes over the range of the snapshot's codes or prior. A model of another latent size moves the point
    /// to the middle, and takes the usual axes unless somebody chose others that still exist.
    void setSnapshot(latent::SnapshotPtr snapshot);
    void setMapFrame(latent::MapFramePtr frame);
    void setNeighbours(std::vector<latent::Index> neighbours);
    void setSelectedSigma(latent::Vector sigma);
    /// Whether the map of a run that follows lies in the plane of the first one's.
    void setSharesPlane(bool shares);
    void setMoments(std::vector<std::int64_t> steps);

    // What a person asks for.
    void select(latent::Index image);
    /// Selects the image and brings the point to z, in one step.
    void selectAt(latent::Index image, const latent::Vector& z);
    void setPoint(const latent::Vector& z);
    void setCoordinate(int dimension, float value);
    /// The map follows its points again.
    void setAxes(latent::MapAxes axes);
    void setClassHidden(int label, bool hidden);
    void setHiddenClasses(const std::set<int>& hidden);
    void setHiddenImages(const latent::ImageSet& hidden);
    void setChosen(const latent::ImageSet& images);
    /// For comparing them.
    void setSets(const latent::ImageSet& a, const latent::ImageSet& b);
    /// Replaces the set of this name, or adds it; an empty one is taken away.
    void nameSet(const std::string& name, const latent::ImageSet& images);
    void renameSet(const std::string& name, const std::string& to);
    /// No step to undo: nothing else is shown.
    void setTool(latent::MapTool tool);
    void setCombine(latent::Combine combine);
    void setColour(const latent::MapColour& colour);
    void setSplit(latent::MapSplit split);
    void setMapStyle(latent::MapStyle style);
    void setGround(latent::MapGround ground);
    void setEllipses(bool shown);
    void setWindow(const std::optional<latent::MapWindow>& window);
    void setMoment(const std::optional<std::int64_t>& step);
    /// Bounded to what a walk may have.
    void setWalk(const latent::WalkPlan& walk);
    void setSheet(latent::Sheet sheet);
    /// Other draws of the prior.
    void drawAgain();
    /// By so many moments; see momentAfter().
    void stepMoment(int by) { setMoment(momentAfter(by)); }
    /// As setMoment(), but no step of the person's.
    void showMoment(const std::optional<std::int64_t>& step);
    /// Shows a frame of the walk and brings the point to it: no step of the person's, since a walk plays
    /// through many.
    void showWalkFrame(int frame, const latent::Vector& z);

  signals:
    /// What was asked until now is about another run or about a later moment. Before the other signals.
    void evidenceLeft();
    void watchedChanged();
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
    void hiddenImagesChanged();
    void chosenChanged();
    void setsChanged();       // compared or named ones
    void toolChanged();       // or how catches are combined
    void colouringChanged();  // colour or split
    void mapDrawingChanged(); // points or images, ground, ellipses
    void windowChanged();
    void momentChanged();
    void drawChanged();
    void sheetChanged();
    void walkChanged();
    void momentsChanged();

  private:
    void ask(const Looking& looking) { m_looking->set(looking, SharedLooking::By::Person); }
    void settle(const Looking& looking);
    void leaveEvidence();
    void announce(const Looking& before);
    void forgetSelected();
    bool axesExist(int latent) const;
    std::string origin() const; // of the images

    SharedLooking* m_looking;
    Role m_role;
    bool m_sharesPlane;
    bool m_settling = false; // announced once all else that belongs to it has changed too
    Asker* m_asker = nullptr;
    std::string m_run;   // id
    Evidence m_evidence; // at its last change; empty: what comes next is something else
    bool m_watched = false;
    DatasetPtr m_dataset;
    SnapshotPtr m_snapshot;
    MapFramePtr m_mapFrame;
    std::vector<Index> m_neighbours;
    std::vector<std::int64_t> m_moments;
    Vector m_selectedSigma;
    Vector m_point;
    LatentRange m_range;
};

} // namespace latent
