// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explore/film_rows.h"

#include "ui/explore/film_header.h"
#include "ui/explore/film_slider.h"

#include <QEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace latent {

namespace {

constexpr int kSortEveryMs = 1000;
constexpr int kNumbersEveryMs = 400; // strips, which bring numbers with them, come a little faster

} // namespace

FilmRows::FilmRows(Exploration* exploration, QWidget* parent)
    : QWidget(parent)
    , m_exploration(exploration)
    , m_header(new FilmHeader(this))
    , m_area(new QScrollArea(this))
    , m_content(new QWidget) {
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setWidgetResizable(true);
    m_area->setWidget(m_content);
    m_content->installEventFilter(this);
    m_area->viewport()->installEventFilter(this);
    connect(m_area->verticalScrollBar(), &QScrollBar::valueChanged, this, &FilmRows::showView);
    QVBoxLayout* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_area, 1);
    m_sortLater.setSingleShot(true);
    m_numbersLater.setSingleShot(true);
    connect(&m_numbersLater, &QTimer::timeout, this, &FilmRows::showNumbers);
    connect(&m_sortLater, &QTimer::timeout, this, &FilmRows::sortWhenAllowed);
    connect(m_header->sortButton(), &QAbstractButton::toggled, this, &FilmRows::setSortedByKl);
    connect(m_exploration, &Exploration::snapshotChanged, this, &FilmRows::takeSnapshot);
    connect(m_exploration, &Exploration::pointChanged, this, &FilmRows::takePoint);
    takeSnapshot();
}

QSize FilmRows::sizeHint() const {
    return {320, m_header->sizeHint().height() + m_rowHeight * static_cast<int>(m_rows.size())};
}

QSize FilmRows::minimumSizeHint() const {
    const int rows = std::min(3, static_cast<int>(m_rows.size()));
    return {240, m_header->sizeHint().height() + m_rowHeight * rows};
}

void FilmRows::takeSnapshot() {
    const bool other = m_exploration->latentSize() != rowCount();
    if (!other && m_sinceNumbers.isValid() && m_sinceNumbers.elapsed() < kNumbersEveryMs) {
        if (!m_numbersLater.isActive()) m_numbersLater.start(kNumbersEveryMs);
        return;
    }
    showNumbers();
}

void FilmRows::showNumbers() {
    m_numbersLater.stop();
    m_sinceNumbers.start();
    const int count = m_exploration->latentSize();
    if (count != rowCount()) remakeRows(count);
    m_header->setPrior(m_exploration->hasPrior());
    const LatentRange& range = m_exploration->range();
    for (int d = 0; d < std::min<int>(count, static_cast<int>(range.low.size())); ++d) {
        row(d)->setRange(range.low[d], range.high[d]);
    }
    updateKl();
    takePoint();
    sortWhenAllowed();
}

void FilmRows::takePoint() {
    const Vector& point = m_exploration->point();
    for (int d = 0; d < std::min<int>(rowCount(), static_cast<int>(point.size())); ++d)
        row(d)->setValue(point[d]);
}

void FilmRows::remakeRows(int count) {
    for (FilmSlider* slider : m_rows) delete slider;
    m_rows.clear();
    m_drags = 0;
    for (int d = 0; d < count; ++d) m_rows.push_back(makeRow(d));
    m_kl.assign(static_cast<std::size_t>(count), -1.0F);
    m_order.resize(static_cast<std::size_t>(count));
    std::iota(m_order.begin(), m_order.end(), 0);
    m_sinceSort.invalidate();
    if (count > 0) makeCurrent(0);
    placeRows();
}

FilmSlider* FilmRows::makeRow(int dimension) {
    FilmSlider* slider = new FilmSlider(dimension, m_content);
    slider->setRawPixels(m_raw);
    slider->installEventFilter(this);
    connect(slider, &FilmSlider::valueAsked, m_exploration, &Exploration::setCoordinate);
    connect(slider, &FilmSlider::resetAsked, this,
            [this](int d) { m_exploration->setCoordinate(d, m_exploration->range().centre()[d]); });
    connect(slider, &FilmSlider::dragStarted, this, [this] { ++m_drags; });
    connect(slider, &FilmSlider::dragEnded, this, [this] {
        --m_drags;
        sortWhenAllowed();
    });
    connect(slider, &FilmSlider::moveAsked, this, &FilmRows::moveFocus);
    slider->show();
    return slider;
}

void FilmRows::updateKl() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    const bool hasKl = !snapshot || snapshot->model.objective.hasKl();
    m_header->sortButton()->setVisible(hasKl);
    const bool known = snapshot && hasKl && snapshot->posterior.kl.size() == rowCount() && rowCount() > 0;
    const float largest = known ? std::max(1e-6F, snapshot->posterior.kl.maxCoeff()) : 1.0F;
    for (int d = 0; d < rowCount(); ++d) {
        const float kl = known ? std::max(0.0F, snapshot->posterior.kl[d]) : -1.0F;
        m_kl[static_cast<std::size_t>(d)] = kl;
        row(d)->setKl(kl, largest);
        row(d)->setActive(!known || snapshot->posterior.isActive(d));
    }
}

// Compared as the numbers read: rows whose numbers are alike hold their places.
std::vector<int> FilmRows::wantedOrder() const {
    std::vector<int> order = m_order;
    if (!m_sortedByKl) {
        std::iota(order.begin(), order.end(), 0);
        return order;
    }
    const auto shown = [this](int d) { return std::lround(m_kl[static_cast<std::size_t>(d)] * 100); };
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return shown(a) > shown(b); });
    return order;
}

void FilmRows::sortWhenAllowed() {
    if (m_drags > 0 || m_rows.empty() || wantedOrder() == m_order) return;
    const qint64 since = m_sinceSort.isValid() ? m_sinceSort.elapsed() : kSortEveryMs;
    if (since < kSortEveryMs) {
        if (!m_sortLater.isActive()) m_sortLater.start(static_cast<int>(kSortEveryMs - since));
        return;
    }
    sortNow();
}

void FilmRows::sortNow() {
    m_order = wantedOrder();
    m_sinceSort.start();
    m_sortLater.stop();
    placeRows();
}

void FilmRows::setSortedByKl(bool sorted) {
    if (sorted == m_sortedByKl) return;
    m_sortedByKl = sorted;
    m_header->sortButton()->setChecked(sorted);
    sortNow();
}

void FilmRows::showStrips(const FilmStrips& strips) {
    if (strips.asked.point.size() != rowCount() || strips.asked.frames <= 0) return;
    if (strips.asked.frames != m_frames) {
        m_frames = strips.asked.frames;
        placeRows();
    }
    showNumbers(); // painted together
    for (std::size_t i = 0; i < strips.asked.dimensions.size(); ++i) {
        const auto frames = strips.strips.middleCols(static_cast<Index>(i) * m_frames, m_frames);
        row(strips.asked.dimensions[i])->showFrames(frames, strips.stripShape);
    }
}

void FilmRows::setRawPixels(bool raw) {
    m_raw = raw;
    for (FilmSlider* slider : m_rows) slider->setRawPixels(raw);
}

void FilmRows::placeRows() {
    const int width = m_content->width();
    m_rowHeight = FilmSlider::heightForWidth(width, font(), m_frames);
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        row(m_order[i])->setGeometry(0, static_cast<int>(i) * m_rowHeight, width, m_rowHeight);
    }
    for (std::size_t i = 1; i < m_order.size(); ++i) setTabOrder(row(m_order[i - 1]), row(m_order[i]));
    m_header->setRowWidth(width);
    m_content->setFixedHeight(m_rowHeight * rowCount());
    setMaximumHeight(std::max(sizeHint().height(), m_header->height()));
    updateGeometry();
    showView();
}

std::vector<int> FilmRows::rowsInView() const {
    const int top = m_area->verticalScrollBar()->value(), bottom = top + m_area->viewport()->height();
    std::vector<int> inView;
    for (const int d : m_order)
        if (row(d)->y() < bottom && row(d)->y() + row(d)->height() > top) inView.push_back(d);
    return inView;
}

void FilmRows::showView() {
    if (m_rows.empty()) return;
    const qreal side = m_rows.front()->frameSide(m_frames);
    emit viewChanged(rowsInView(), static_cast<int>(std::lround(side * devicePixelRatioF())));
}

void FilmRows::moveFocus(int dimension, int rows) {
    const auto at = std::find(m_order.begin(), m_order.end(), dimension) - m_order.begin();
    const auto next = std::clamp<std::ptrdiff_t>(at + rows, 0, rowCount() - 1);
    FilmSlider* slider = row(m_order[static_cast<std::size_t>(next)]);
    slider->setFocus(Qt::OtherFocusReason);
    m_area->ensureWidgetVisible(slider, 0, 0);
}

// One row at a time is a stop of the Tab key; Up and Down move between them.
void FilmRows::makeCurrent(int dimension) {
    for (FilmSlider* slider : m_rows) {
        slider->setFocusPolicy(slider->dimension() == dimension ? Qt::StrongFocus : Qt::ClickFocus);
    }
}

bool FilmRows::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_content && event->type() == QEvent::Resize) placeRows();
    if (watched == m_area->viewport() && event->type() == QEvent::Resize) showView();
    if (event->type() == QEvent::FocusIn) {
        if (const FilmSlider* slider = qobject_cast<FilmSlider*>(watched)) makeCurrent(slider->dimension());
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace latent
