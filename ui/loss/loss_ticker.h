// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

namespace latent {

/// Few, round ticks on linear and logarithmic axes, with as many decimals as needed.
class LossTicker : public QCPAxisTicker {
  public:
    explicit LossTicker(int ticks, bool logarithmic = false);

    /// The nearest round number not below value: 1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten.
    static double roundUp(double value);
    /// The nearest round step not below value: 1, 2, 2.5 or 5 times a power of ten.
    static double roundStep(double value);

  protected:
    double getTickStep(const QCPRange& range) override;
    int getSubTickCount(double) override { return 0; }
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;

  private:
    bool m_logarithmic;
    double m_step = 1;
};

} // namespace latent
