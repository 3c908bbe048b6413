// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/pixel_statistics.h"

#include <QObject>

#include <memory>
#include <thread>

namespace latent {

/// Computes the mean image and the histogram of a set on a thread of its own, below the priority of all else.
/// The newest request wins; the thread is joined before this dies. Lives on the GUI thread.
class StatisticsController : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;
    ~StatisticsController() override;

  public slots:
    void run(const latent::DatasetPtr& dataset);
    void stop();

  signals:
    void ready(const std::shared_ptr<const latent::PixelStatistics>& statistics);

  private:
    int m_generation = 0; // of requests: answers to older ones are dropped
    std::jthread m_thread;
};

} // namespace latent
