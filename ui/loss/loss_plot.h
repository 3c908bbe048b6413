// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/loss_history.h"
#include "ui/controls/replot_throttle.h"
#include "ui/loss/loss_series.h"

#include <qcustomplot.h>

#include <array>
#include <optional>

namespace latent {

class TimeHandle;

/// The curves of a run: training losses as lines over a band of their extremes, test losses as dots. Total
/// and reconstruction share the left axis; KL, which is about a twentieth of them, has the right one.
class LossPlot : public QCustomPlot {
    Q_OBJECT
  public:
    struct Other {
        LossHistory history;
        QColor colour;
    };

    explicit LossPlot(QWidget* parent = nullptr);

    static QColor curveColour(LossCurve curve, const QPalette& palette);
    const LossHistory& history() const { return m_history; }
    bool isCurveVisible(LossCurve curve) const {
        return isCurveKnown(curve) && m_visible[static_cast<std::size_t>(curve)];
    }
    /// Whether the model has this loss: without KL there is only the reconstruction.
    bool isCurveKnown(LossCurve curve) const { return m_hasKl || curve == LossCurve::Reconstruction; }
    bool isFollowing() const { return m_view != View::ByHand; }
    bool showsSeconds() const { return m_seconds; }
    bool isLogarithmic() const { return m_logarithmic; }
    const LossSeries* trainSeries(LossCurve curve) const { return of(curve).train; }
    const LossSeries* testSeries(LossCurve curve) const { return of(curve).test; }

    void renderTo(QPainter& painter, QRect target);

  public slots:
    /// Whether the window is visible: the curves are then redrawn often enough to grow smoothly.
    void setWatched(bool watched);
    void setHistory(const latent::LossHistory& history);
    void setCurveVisible(latent::LossCurve curve, bool visible);
    void setHasKl(bool hasKl);
    /// The length of the run, which keeps the axis still; 0: open-ended.
    void setPlannedSteps(qint64 steps);
    void setShowsSeconds(bool seconds);
    void setLogarithmic(bool logarithmic);
    /// The total losses of other runs in their colours.
    void setOthers(std::vector<latent::LossPlot::Other> others);
    /// The moment that is shown; empty: the newest. Its handle can be dragged along the run.
    void setMoment(const std::optional<std::int64_t>& step);
    /// Returns to the live view, which may cut off the steep start; if it is already shown, shows everything.
    void fit();

  signals:
    /// The losses near the mouse; none when it has left.
    void pointedAt(std::optional<latent::LossTerms> loss, qint64 step);
    /// Empty: the newest.
    void momentAsked(const std::optional<std::int64_t>& step);
    /// Move by this number of moments; negative: back.
    void momentStepAsked(int by);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    enum class View { Live, Everything, ByHand };
    struct Pair {
        LossSeries* train = nullptr;
        LossSeries* test = nullptr;
    };

    const Pair& of(LossCurve curve) const { return m_series[static_cast<std::size_t>(curve)]; }
    double at(const LossBucket& bucket) const {
        return m_seconds ? bucket.middleSeconds() : bucket.middleStep();
    }
    void addSeries(LossCurve curve);
    void applyTheme();
    void drawSoon();
    void drawCurves();
    std::vector<LossBucket> asFineAsTheScreen(std::span<const LossBucket> buckets) const;
    void fillSeries();
    void fill(const Pair& pair, LossCurve curve, const std::vector<LossBucket>& train,
              std::span<const LossBucket> tests);
    void setLook(const Pair& pair, const QColor& colour, float bandOpacity);
    double endOf(const LossHistory& history) const;
    void fitX();
    void fitY(QCPAxis* axis, std::initializer_list<LossCurve> curves, bool fromZero);
    void point(QPointF pixel);
    void placeHandle();
    bool isOnHandle(QPointF pixel) const;
    void dragTo(QPointF pixel);
    double lastAt() const { return endOf(m_history); }
    double atStep(std::int64_t step) const;
    std::int64_t stepAt(double x) const;

    LossHistory m_history;
    std::vector<Other> m_others;
    std::vector<Pair> m_otherSeries;               // owned by the plot; as many as there ever were others
    CurveRaster m_raster;                          // of all series
    std::array<Pair, kLossCurves.size()> m_series; // owned by the plot
    std::array<bool, kLossCurves.size()> m_visible{true, true, true};
    bool m_hasKl = true;
    std::vector<LossBucket> m_drawn; // training losses, as coarse as the screen
    QCPItemLine* m_cursor;
    TimeHandle* m_handle;
    std::optional<std::int64_t> m_moment; // step
    bool m_dragging = false;              // the handle
    ReplotThrottle m_throttle;
    qint64 m_plannedSteps = 0;
    bool m_seconds = false;
    bool m_logarithmic = false;
    View m_view = View::Live;
};

} // namespace latent
