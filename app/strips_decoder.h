// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/progressive_decoder.h"
#include "core/explore/results.h"

namespace latent {

/// The sliders' pictures: the point itself first, then the strips in view, then the others.
class StripsDecoder : public ProgressiveDecoder {
    Q_OBJECT
  public:
    using ProgressiveDecoder::ProgressiveDecoder;

    void show(const SnapshotPtr& snapshot, const Vector& point, const LatentRange& range, int frames);
    void setInView(const std::vector<int>& dimensions);

  signals:
    void ready(const latent::FilmStrips& strips);

  protected:
    bool somethingDue() const override { return m_imageDue || ProgressiveDecoder::somethingDue(); }
    NewestAnswer::Question nextQuestion(const SnapshotPtr& snapshot, int step) override;
    void beginRota() override { m_imageDue = true; }

  private:
    StripsAsked m_asked; // but for the dimensions
    bool m_imageDue = false;
    std::vector<int> m_inView;
};

} // namespace latent
