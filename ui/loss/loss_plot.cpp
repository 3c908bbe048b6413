// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/loss/loss_plot.h"

#include "ui/controls/style.h"
#include "ui/loss/loss_ticker.h"
#include "ui/loss/time_handle.h"
#include "ui/text/number_text.h"

#include <QPicture>

#include <algorithm>
#include <cmath>

namespace latent {

namespace {

constexpr int kPixelsPerPoint = 2;
constexpr double kRobustShare = 0.9; // of the steps are certainly inside the live view …
constexpr double kHeadroom = 0.3;    // … and this much of their height above them

/// Rounded bounds around low … high, which rarely change during a run.
QCPRange rounded(double low, double high) {
    const double least = std::max(1e-6, 1e-3 * std::abs(high));
    const double step = LossTicker::roundStep(std::max(high - low, least) / 4);
    return {step * std::floor(low / step), step * std::ceil(high / step)};
}

} // namespace

LossPlot::LossPlot(QWidget* parent)
    : QCustomPlot(parent)
    , m_throttle(this, ReplotThrottle::kReadableMs) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(180, 100);
    setAccessibleName(tr("Loss curves"));
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    setLocale(shownLocale());
    axisRect()->setAutoMargins(QCP::msNone); // growing labels must not move the plot
    axisRect()->setRangeDragAxes({xAxis}, {yAxis, yAxis2});
    axisRect()->setRangeZoomAxes({xAxis}, {yAxis, yAxis2});
    yAxis2->setVisible(true);
    xAxis->setTicker(QSharedPointer<LossTicker>::create(5));
    for (const LossCurve curve : {LossCurve::Kl, LossCurve::Reconstruction, LossCurve::Total})
        addSeries(curve);
    setPlottingHint(QCP::phImmediateRefresh, false); // painted together with other changes
    layer("overlay")->setMode(QCPLayer::lmLogical);  // one buffer fewer to blend
    addLayer("cursor");
    layer("cursor")->setMode(QCPLayer::lmBuffered);
    m_cursor = new QCPItemLine(this);
    m_cursor->setLayer("cursor");
    m_cursor->setVisible(false);
    for (QCPItemPosition* const end : {m_cursor->start, m_cursor->end}) {
        end->setTypeX(QCPItemPosition::ptPlotCoords);
        end->setTypeY(QCPItemPosition::ptAxisRectRatio);
    }

    m_handle = new TimeHandle(this);
    m_handle->setLayer("cursor");
    m_handle->setClipToAxisRect(false);
    connect(&m_throttle, &ReplotThrottle::due, this, &LossPlot::drawCurves);
    connect(this, &QCustomPlot::mouseWheel, this, [this] {
        m_view = View::ByHand;
        drawSoon();
    });
    connect(this, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
        if (event->buttons() & Qt::LeftButton) m_view = View::ByHand;
        point(event->position());
    });
    connect(this, &QCustomPlot::mouseDoubleClick, this, &LossPlot::fit);
    setLogarithmic(false);
    applyTheme();
}

void LossPlot::addSeries(LossCurve curve) {
    QCPAxis* const axis = curve == LossCurve::Kl ? yAxis2 : yAxis;
    m_series[static_cast<std::size_t>(curve)] = {new LossSeries(xAxis, axis, &m_raster),
                                                 new LossSeries(xAxis, axis, &m_raster)};
}

QColor LossPlot::curveColour(LossCurve curve, const QPalette& palette) {
    const style::Theme theme = style::themeOf(palette);
    switch (curve) {
    case LossCurve::Total:
        return theme.accent;
    case LossCurve::Reconstruction:
        return style::classColour(7);
    case LossCurve::Kl:
        return theme.quietText;
    }
    return {};
}

void LossPlot::applyTheme() {
    const style::Theme theme = style::themeOf(palette());
    setBackground(theme.ground);
    for (QCPAxis* const axis : {xAxis, yAxis, yAxis2}) {
        axis->setBasePen(Qt::NoPen);
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelFont(style::small(font()));
        axis->setTickLabelColor(theme.quietText);
        axis->setTickLengthIn(0);
        axis->setTickLabelPadding(6);
        axis->grid()->setPen(QPen(theme.hairline, 1));
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    xAxis->grid()->setVisible(false);
    m_cursor->setPen(QPen(theme.quietText, 1));
    placeHandle();
    for (const LossCurve curve : kLossCurves) setLook(of(curve), curveColour(curve, palette()), 0.14F);
    for (std::size_t i = 0; i < m_others.size(); ++i) setLook(m_otherSeries[i], m_others[i].colour, 0.10F);
    drawSoon();
}

void LossPlot::setLook(const Pair& pair, const QColor& colour, float bandOpacity) {
    const style::Theme theme = style::themeOf(palette());
    QColor band = colour;
    band.setAlphaF(bandOpacity);
    pair.train->setLook({.line = colour, .width = 1.5, .band = band, .ground = theme.ground});
    pair.test->setLook({.line = colour, .width = 1, .band = band, .marks = true, .ground = theme.ground});
}

void LossPlot::setOthers(std::vector<Other> others) {
    m_others = std::move(others);
    while (m_otherSeries.size() < m_others.size())
        m_otherSeries.push_back(
            {new LossSeries(xAxis, yAxis, &m_raster), new LossSeries(xAxis, yAxis, &m_raster)});
    for (std::size_t i = 0; i < m_others.size(); ++i) setLook(m_otherSeries[i], m_others[i].colour, 0.10F);
    m_throttle.request();
}

void LossPlot::setHistory(const LossHistory& history) {
    const bool fresh = m_history.empty() || history.empty();
    m_history = history;
    if (fresh) m_view = View::Live;
    m_throttle.request();
}

void LossPlot::setWatched(bool watched) {
    m_throttle.setInterval(watched ? ReplotThrottle::kGrowingMs : ReplotThrottle::kReadableMs);
}

void LossPlot::setCurveVisible(LossCurve curve, bool visible) {
    m_visible[static_cast<std::size_t>(curve)] = visible;
    drawSoon();
}

void LossPlot::setHasKl(bool hasKl) {
    if (hasKl == m_hasKl) return;
    m_hasKl = hasKl;
    drawSoon();
}

void LossPlot::setPlannedSteps(qint64 steps) {
    m_plannedSteps = steps;
    m_throttle.request();
}

void LossPlot::setShowsSeconds(bool seconds) {
    m_seconds = seconds;
    m_view = View::Live;
    drawSoon();
}

void LossPlot::setLogarithmic(bool logarithmic) {
    m_logarithmic = logarithmic;
    for (QCPAxis* const axis : {yAxis, yAxis2}) {
        axis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
        axis->setTicker(QSharedPointer<LossTicker>::create(4, logarithmic));
    }
    if (m_view == View::ByHand) m_view = View::Live;
    drawSoon();
}

void LossPlot::fit() {
    m_view = m_view == View::Live ? View::Everything : View::Live;
    drawSoon();
}

// The user's gestures are followed more closely than training.
void LossPlot::drawSoon() {
    m_throttle.requestWithin(ReplotThrottle::kIntervalMs);
}

void LossPlot::drawCurves() {
    const bool left = isCurveVisible(LossCurve::Total) || isCurveVisible(LossCurve::Reconstruction);
    const bool right = isCurveVisible(LossCurve::Kl);
    yAxis->setTickLabels(left);
    yAxis2->setTickLabels(right);
    yAxis->grid()->setVisible(left || !right);
    yAxis2->grid()->setVisible(right && !left);
    axisRect()->setMargins({56, 18, 48, 24});
    const bool empty = m_history.empty();
    for (QCPAxis* const axis : {xAxis, yAxis, yAxis2}) axis->setVisible(!empty);
    if (m_view != View::ByHand) fitX();
    fillSeries();
    if (m_view != View::ByHand) {
        fitY(yAxis, {LossCurve::Total, LossCurve::Reconstruction}, false);
        fitY(yAxis2, {LossCurve::Kl}, !m_logarithmic);
    }
    placeHandle();
    replot();
}

std::vector<LossBucket> LossPlot::asFineAsTheScreen(std::span<const LossBucket> buckets) const {
    const auto inView = std::ranges::count_if(
        buckets, [&](const LossBucket& bucket) { return xAxis->range().contains(at(bucket)); });
    // Powers of two, counted from the first bucket: a drawn point keeps its place as the run grows.
    const auto most = std::max<std::ptrdiff_t>(axisRect()->width() / kPixelsPerPoint, 50);
    std::size_t group = 1;
    while (inView > most * static_cast<std::ptrdiff_t>(group)) group *= 2;
    return condensed(buckets, group);
}

void LossPlot::fill(const Pair& pair, LossCurve curve, const std::vector<LossBucket>& train,
                    std::span<const LossBucket> tests) {
    const auto point = [curve](double x, const LossBucket& bucket) {
        const LossBucket::Summary& summary = bucket.of(curve);
        return LossSeries::Point{x, summary.min, bucket.mean(curve), summary.max};
    };
    std::vector<LossSeries::Point> lines, marks;
    for (const LossBucket& bucket : train) lines.push_back(point(at(bucket), bucket));
    for (const LossBucket& bucket : tests)
        marks.push_back(point(m_seconds ? bucket.lastSeconds : static_cast<double>(bucket.lastStep), bucket));
    pair.train->setPoints(std::move(lines));
    pair.test->setPoints(std::move(marks));
}

void LossPlot::fillSeries() {
    m_drawn = asFineAsTheScreen(m_history.train());
    const std::vector<LossBucket> tests = asFineAsTheScreen(m_history.test());
    for (const LossCurve curve : kLossCurves) {
        fill(of(curve), curve, m_drawn, tests);
        for (LossSeries* const series : {of(curve).train, of(curve).test})
            series->setVisible(isCurveVisible(curve));
    }
    for (std::size_t i = 0; i < m_otherSeries.size(); ++i) {
        const bool any = i < m_others.size();
        if (any)
            fill(m_otherSeries[i], LossCurve::Total, asFineAsTheScreen(m_others[i].history.train()),
                 asFineAsTheScreen(m_others[i].history.test()));
        for (LossSeries* const series : {m_otherSeries[i].train, m_otherSeries[i].test})
            series->setVisible(any);
    }
}

double LossPlot::endOf(const LossHistory& history) const {
    double last = 0;
    for (const auto& series : {history.train(), history.test()})
        if (!series.empty())
            last = std::max(last, m_seconds ? series.back().lastSeconds
                                            : static_cast<double>(series.back().lastStep));
    return last;
}

void LossPlot::fitX() {
    double last = lastAt();
    for (const Other& other : m_others) last = std::max(last, endOf(other.history));
    double upper = LossTicker::roundUp(std::max(last, m_seconds ? 1.0 : 10.0));
    if (!m_seconds && m_plannedSteps > 0) upper = std::max(last, static_cast<double>(m_plannedSteps));
    if (m_view == View::Everything) upper = std::max(last, m_seconds ? 0.1 : 1.0);
    xAxis->setRange(0, upper);
}

void LossPlot::fitY(QCPAxis* axis, std::initializer_list<LossCurve> curves, bool fromZero) {
    struct Weighted {
        double nats;
        double steps;
    };
    std::vector<Weighted> values;
    double steps = 0;
    for (const LossCurve curve : curves) {
        if (!isCurveVisible(curve)) continue;
        for (const LossBucket& bucket : m_drawn) {
            values.push_back({bucket.mean(curve), static_cast<double>(bucket.records)});
            steps += values.back().steps;
        }
        for (const LossBucket& bucket : m_history.test()) values.push_back({bucket.mean(curve), 0});
    }
    for (const Other& other : m_others)
        if (axis == yAxis)
            for (const LossBucket& bucket : other.history.test())
                values.push_back({bucket.mean(LossCurve::Total), 0});
    if (values.empty()) return;
    std::ranges::sort(values, {}, &Weighted::nats);
    double low = values.front().nats, high = values.back().nats;
    if (m_view == View::Everything) { // including the extremes of single steps
        for (const LossCurve curve : curves) {
            if (!isCurveVisible(curve)) continue;
            for (const LossBucket& bucket : m_drawn) {
                low = std::min(low, bucket.of(curve).min);
                high = std::max(high, bucket.of(curve).max);
            }
        }
    }
    if (m_view == View::Live) {
        double seen = 0, robust = high;
        for (const Weighted& value : values) {
            seen += value.steps;
            if (seen < kRobustShare * steps) continue;
            robust = value.nats;
            break;
        }
        high = std::min(high, robust + kHeadroom * (robust - low));
    }
    if (fromZero) low = 0;
    QCPRange range = rounded(low, high);
    if (fromZero || axis == yAxis2)
        range.upper = LossTicker::roundUp(1.3 * range.upper); // the toggles lie at the top
    if (m_logarithmic) range.lower = std::max(range.lower, std::max(0.9 * low, 1e-4 * high));
    axis->setRange(range);
}

void LossPlot::resizeEvent(QResizeEvent* event) {
    QCustomPlot::resizeEvent(event);
    drawSoon();
}

void LossPlot::changeEvent(QEvent* event) {
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) applyTheme();
}

void LossPlot::renderTo(QPainter& painter, QRect target) {
    drawCurves();
    m_handle->setVisible(m_moment.has_value()); // a picture has nothing to drag
    QPicture picture;
    {
        QCPPainter recorder(&picture);
        toPainter(&recorder, target.width(), target.height());
    }
    placeHandle();
    painter.drawPicture(target.topLeft(), picture);
}

} // namespace latent
