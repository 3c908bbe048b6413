// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/preview_models.h"
#include "ui/ask/decoding_rota.h"
#include "ui/ask/latest_query.h"

#include <QTimer>

namespace latent {

/// Decodes many pictures: first as small as they are shown, a few at a time so that no other question waits
/// long, and in full once nothing has changed for a moment. GUI thread.
class ProgressiveDecoder : public QObject {
    Q_OBJECT
  public:
    ProgressiveDecoder(Lane* lane, int priority, QObject* parent = nullptr);

    /// Forgets what is asked, and what is under way will not be delivered.
    void drop();
    /// Device pixels across which a picture is shown; 0: not known, decoded in full.
    void setShownPixels(int pixels) { m_shownPixels = pixels; }

  signals:
    void failed(const QString& sentence);

  protected:
    /// What is shown has changed: decodes all of it anew.
    void begin(const Evidence& evidence, int items);
    virtual bool somethingDue() const { return !m_rota.done(); }
    /// Decodes some of what is due at 1/step of the size.
    virtual LatestQuery::Work nextWork(const Evidence& evidence, int step) = 0;
    virtual void beginRota() {}
    /// Of the pictures that are made at rest.
    virtual int finestStep(const Snapshot&) const { return 1; }
    /// Items that one answer may decode, if each takes so many images.
    int itemsAtOnce(int images, int step) const;
    const Evidence& shownEvidence() const { return m_evidence; }
    /// By which pictures are smaller at first; see previewModel.
    int quickStep() const;

    DecodingRota m_rota;
    const std::shared_ptr<PreviewModels> m_previews; // used on the lane's thread only

  private:
    void pump();
    void refine();
    int step() const;

    LatestQuery m_query;
    QTimer m_restLater;
    Evidence m_evidence; // without a snapshot: nothing is asked
    int m_shownPixels = 0;
    bool m_fine = false;
};

} // namespace latent
