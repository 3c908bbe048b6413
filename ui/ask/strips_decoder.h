// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/results.h"
#include "ui/ask/progressive_decoder.h"

namespace latent {

/// The sliders' pictures: the point itself first, then the strips in view, then the others.
class StripsDecoder : public ProgressiveDecoder {
    Q_OBJECT
  public:
    using ProgressiveDecoder::ProgressiveDecoder;

    void show(const Evidence& evidence, const Vector& point, const LatentRange& range, int frames);
    void setInView(const std::vector<int>& dimensions);

  signals:
    void ready(const latent::FilmStrips& strips, const latent::Evidence& evidence);

  protected:
    bool somethingDue() const override { return m_imageDue || ProgressiveDecoder::somethingDue(); }
    LatestQuery::Work nextWork(const Evidence& evidence, int step) override;
    void beginRota() override { m_imageDue = true; }

  private:
    StripsQuestion m_question; // but for the dimensions
    bool m_imageDue = false;
    std::vector<int> m_inView;
};

} // namespace latent
