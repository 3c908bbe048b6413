// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/walk/walk_plot.h"

#include "ui/controls/style.h"
#include "ui/loss/loss_ticker.h"
#include "ui/text/number_text.h"

#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace latent {
namespace {

constexpr int kPlotHeight = 124;

double highest(const std::vector<float>& values) {
    const auto most = std::max_element(values.begin(), values.end());
    return most == values.end() ? 0 : static_cast<double>(*most);
}

QVector<double> doubles(const std::vector<float>& values) {
    return {values.begin(), values.end()};
}

QVector<double> from(double first, std::size_t count) {
    QVector<double> numbers;
    for (std::size_t i = 0; i < count; ++i) numbers << first + static_cast<double>(i);
    return numbers;
}

} // namespace

WalkPlot::WalkPlot(QWidget* parent)
    : QCustomPlot(parent)
    , m_change(addGraph(xAxis, yAxis))
    , m_nearness(addGraph(xAxis, yAxis2)) {
    setFixedHeight(kPlotHeight);
    setMinimumWidth(160);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Change of the picture and distance to the data along the walk"));
    setLocale(shownLocale());
    axisRect()->setAutoMargins(QCP::msNone); // growing labels must not move the plot
    axisRect()->setMargins({54, 6, 48, 20});
    setPlottingHint(QCP::phImmediateRefresh, false); // painted together with other changes
    yAxis->setLabel(tr("Change a step"));
    yAxis2->setLabel(tr("Distance to data"));
    yAxis2->setVisible(true);
    for (QCPAxis* const axis : {xAxis, yAxis, yAxis2})
        axis->setTicker(QSharedPointer<LossTicker>::create(axis == xAxis ? 5 : 3));
    addLayer("cursor");
    layer("cursor")->setMode(QCPLayer::lmBuffered);
    m_cursor = new QCPItemLine(this);
    m_cursor->setLayer("cursor");
    m_cursor->setVisible(false);
    for (QCPItemPosition* const end : {m_cursor->start, m_cursor->end}) {
        end->setTypeX(QCPItemPosition::ptPlotCoords);
        end->setTypeY(QCPItemPosition::ptAxisRectRatio);
    }
    applyTheme();
}

void WalkPlot::applyTheme() {
    const style::Theme theme = style::themeOf(palette());
    const QColor orange = style::classColour(7);
    setBackground(theme.ground);
    for (QCPAxis* const axis : {xAxis, yAxis, yAxis2}) {
        axis->setBasePen(Qt::NoPen);
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelFont(style::small(font()));
        axis->setLabelFont(style::small(font()));
        axis->setTickLabelColor(theme.quietText);
        axis->setTickLengthIn(0);
        axis->setTickLabelPadding(4);
        axis->setLabelPadding(2);
        axis->grid()->setPen(QPen(theme.hairline, 1));
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    xAxis->grid()->setVisible(false);
    yAxis2->grid()->setVisible(false);
    yAxis->setLabelColor(orange);
    yAxis2->setLabelColor(theme.accent);
    m_change->setPen(QPen(orange, 1.5));
    m_nearness->setPen(QPen(theme.accent, 1.5));
    m_cursor->setPen(QPen(theme.text, 1));
    replot(rpQueuedReplot);
}

void WalkPlot::showWalk(const Walk& walk) {
    m_frames = static_cast<int>(walk.points.cols());
    m_change->setData(from(0.5, walk.change.size()), doubles(walk.change), true); // between two frames
    m_nearness->setData(from(0, walk.nearness.size()), doubles(walk.nearness), true);
    xAxis->setRange(0, std::max<double>(m_frames - 1, static_cast<double>(walk.change.size()) - 0.5));
    yAxis->setRange(0, std::max(LossTicker::roundUp(highest(walk.change)), 1e-6));
    yAxis2->setRange(0, std::max(LossTicker::roundUp(highest(walk.nearness)), 1e-6));
    const bool known = !walk.nearness.empty();
    yAxis2->setTickLabels(known);
    yAxis2->setLabel(known ? tr("Distance to data") : QString());
    replot(rpQueuedReplot);
}

void WalkPlot::clear() {
    m_frames = 0;
    m_change->data()->clear();
    m_nearness->data()->clear();
    m_cursor->setVisible(false);
    replot(rpQueuedReplot);
}

void WalkPlot::showFrame(int frame) {
    m_cursor->start->setCoords(frame, 0);
    m_cursor->end->setCoords(frame, 1);
    m_cursor->setVisible(m_frames > 0);
    layer("cursor")->replot();
}

void WalkPlot::choose(QPointF pixel) {
    if (m_frames == 0) return;
    emit frameChosen(
        std::clamp(static_cast<int>(std::lround(xAxis->pixelToCoord(pixel.x()))), 0, m_frames - 1));
}

void WalkPlot::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) choose(event->position());
}

void WalkPlot::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) choose(event->position());
}

// It scrolls the page.
void WalkPlot::wheelEvent(QWheelEvent* event) {
    event->ignore();
}

void WalkPlot::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) applyTheme();
    QCustomPlot::changeEvent(event);
}

} // namespace latent
