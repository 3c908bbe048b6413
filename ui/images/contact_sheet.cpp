// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/contact_sheet.h"

#include "ui/controls/style.h"
#include "ui/images/image_render.h"
#include "ui/text/latent_text.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <numeric>

namespace latent {

namespace {

constexpr int kSmallest = 28; // the longer side of an image as drawn, in pixels
constexpr int kUsual = 48;
constexpr int kImageGap = style::kUnit;

/// Whole multiples of the image's pixels where possible, to keep them sharp.
QSize drawnSize(const ImageShape& shape) {
    const int longest = std::max(shape.width, shape.height);
    if (longest <= 0) return {kSmallest, kSmallest};
    const QSize size(shape.width, shape.height);
    const QSize whole = size * std::max(1, kUsual / longest);
    const int drawn = std::max(whole.width(), whole.height());
    if (drawn >= kSmallest && drawn <= kUsual) return whole;
    const int side = std::clamp(drawn, kSmallest, kUsual);
    return size.scaled(side, side, Qt::KeepAspectRatio).expandedTo({1, 1});
}

} // namespace

ContactSheet::ContactSheet(QWidget* parent)
    : QAbstractScrollArea(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Contact sheet"));
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int offset) {
        m_top = Index{offset / rowHeight()} * columns();
        viewport()->update();
    });
}

QSize ContactSheet::sizeHint() const {
    return {480, 360};
}

int ContactSheet::columns() const {
    // Reserve space for the scroll bar even when it is hidden: a filter must not move the columns.
    const int room = width() - verticalScrollBar()->sizeHint().width() - kImageGap;
    return std::max(1, room / (m_imageSize.width() + kImageGap));
}

int ContactSheet::rowHeight() const {
    return m_imageSize.height() + kImageGap;
}

int ContactSheet::rowsOnPage() const {
    return std::max(1, (viewport()->height() - kImageGap) / rowHeight());
}

Index ContactSheet::placeOf(Index image) const {
    const auto found = m_listed ? std::ranges::find(m_shown, image)
                                : std::lower_bound(m_shown.begin(), m_shown.end(), image);
    return found != m_shown.end() && *found == image ? found - m_shown.begin() : -1;
}

QRect ContactSheet::rectOf(Index place) const {
    const int column = static_cast<int>(place % columns());
    const int row = static_cast<int>(place / columns());
    return {{kImageGap + column * (m_imageSize.width() + kImageGap),
             kImageGap + row * rowHeight() - verticalScrollBar()->value()},
            m_imageSize};
}

QRect ContactSheet::imageRect(Index image) const {
    const Index place = placeOf(image);
    return place < 0 ? QRect() : rectOf(place);
}

Index ContactSheet::imageAt(QPoint point) const {
    const int x = point.x() - kImageGap / 2;
    const int y = point.y() - kImageGap / 2 + verticalScrollBar()->value();
    if (x < 0 || y < 0) return -1;
    const int column = x / (m_imageSize.width() + kImageGap);
    const Index place = Index{y / rowHeight()} * columns() + column;
    return column < columns() && place < shownCount() ? m_shown[static_cast<std::size_t>(place)] : -1;
}

void ContactSheet::setDataset(DatasetPtr dataset) {
    if (dataset == m_dataset) return;
    m_dataset = std::move(dataset);
    m_imageSize = m_dataset ? drawnSize(m_dataset->shape) : QSize(kSmallest, kSmallest);
    m_current = -1;
    if (!m_dataset || m_label >= m_dataset->classCount()) m_label = -1;
    refilter();
}

void ContactSheet::renameClasses(DatasetPtr dataset) {
    m_dataset = std::move(dataset);
}

void ContactSheet::showImages(std::vector<std::uint32_t> images) {
    if (m_listed && images == m_shown) return;
    m_listed = true;
    m_shown = std::move(images);
    showFiltered();
}

void ContactSheet::setFilter(int label, SheetSplit split) {
    if (label == m_label && split == m_split && !m_listed) return;
    m_label = label;
    m_split = split;
    refilter();
}

void ContactSheet::refilter() {
    m_shown.clear();
    m_listed = false;
    if (m_dataset) {
        if (m_split == SheetSplit::All) {
            m_shown.resize(static_cast<std::size_t>(m_dataset->size()));
            std::iota(m_shown.begin(), m_shown.end(), 0U);
        } else {
            m_shown = m_split == SheetSplit::Training ? m_dataset->train : m_dataset->test;
        }
        if (m_label >= 0 && m_dataset->hasLabels())
            std::erase_if(m_shown,
                          [this](std::uint32_t image) { return m_dataset->labels[image] != m_label; });
    }
    showFiltered();
}

void ContactSheet::showFiltered() {
    verticalScrollBar()->setValue(0);
    refreshBars();
    const Index place = placeOf(m_current);
    if (place >= 0) scrollTo(place);
    viewport()->update();
    emit filtered();
}

void ContactSheet::refreshBars() {
    const Index rows = (shownCount() + columns() - 1) / columns();
    const Index height = rows * rowHeight() + kImageGap;
    verticalScrollBar()->setRange(0, static_cast<int>(std::max<Index>(0, height - viewport()->height())));
    verticalScrollBar()->setPageStep(rowsOnPage() * rowHeight());
    verticalScrollBar()->setSingleStep(rowHeight());
}

void ContactSheet::resizeEvent(QResizeEvent*) {
    // The image at the top stays there, although rows now hold more or fewer images.
    const Index top = m_top;
    refreshBars();
    if (top > 0) verticalScrollBar()->setValue(static_cast<int>(top / columns()) * rowHeight());
    m_top = top;
}

void ContactSheet::scrollTo(Index place) {
    const QRect rect = rectOf(place).adjusted(0, -kImageGap, 0, kImageGap);
    QScrollBar* bar = verticalScrollBar();
    if (rect.top() < 0)
        bar->setValue(bar->value() + rect.top());
    else if (rect.bottom() >= viewport()->height())
        bar->setValue(bar->value() + rect.bottom() - viewport()->height() + 1);
}

void ContactSheet::setCurrent(Index image) {
    if (image == m_current) return;
    m_current = image;
    const Index place = placeOf(image);
    if (place >= 0) scrollTo(place);
    viewport()->update();
}

void ContactSheet::setRawPixels(bool raw) {
    m_raw = raw;
    viewport()->update();
}

void ContactSheet::choose(Index place) {
    if (place < 0 || place >= shownCount()) return;
    setCurrent(m_shown[static_cast<std::size_t>(place)]);
    emit imageChosen(m_current);
}

void ContactSheet::mousePressEvent(QMouseEvent* event) {
    const Index image = imageAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && image >= 0) choose(placeOf(image));
}

/// −1: a key that the sheet does not handle.
Index ContactSheet::placeAfter(int key) const {
    const Index last = shownCount() - 1;
    const Index place = placeOf(m_current);
    const Index page = Index{rowsOnPage()} * columns();
    const auto moved = [&](Index by) {
        if (place < 0) return Index{0}; // none chosen yet: start with the first
        const bool stays = place + by < 0 || place + by > last;
        return stays && std::abs(by) == columns() ? place : std::clamp<Index>(place + by, 0, last);
    };
    switch (key) {
    case Qt::Key_Left:
        return moved(-1);
    case Qt::Key_Right:
        return moved(1);
    case Qt::Key_Up:
        return moved(-columns());
    case Qt::Key_Down:
        return moved(columns());
    case Qt::Key_PageUp:
        return moved(-page);
    case Qt::Key_PageDown:
        return moved(page);
    case Qt::Key_Home:
        return 0;
    case Qt::Key_End:
        return last;
    default:
        return -1;
    }
}

void ContactSheet::keyPressEvent(QKeyEvent* event) {
    const Index place = placeAfter(event->key());
    if (place < 0) return event->ignore();
    choose(place);
}

void ContactSheet::focusInEvent(QFocusEvent* event) {
    m_ringed = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    viewport()->update();
}

void ContactSheet::focusOutEvent(QFocusEvent*) {
    viewport()->update();
}

void ContactSheet::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) viewport()->update();
    QAbstractScrollArea::changeEvent(event);
}

void ContactSheet::contextMenuEvent(QContextMenuEvent* event) {
    const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
    const Index image = keyboard ? m_current : imageAt(event->pos());
    if (!m_dataset || image < 0) return event->ignore();
    const QPoint at = keyboard ? imageRect(image).center() : event->pos();
    popUpImageMenu(this, viewport()->mapToGlobal(at), *m_dataset, image,
                   [this, image](FileAction action) { emit fileActionRequested(image, action); });
}

bool ContactSheet::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const Index image = imageAt(help->pos());
        if (image >= 0)
            QToolTip::showText(help->globalPos(), imageTip(*m_dataset, image), viewport(), imageRect(image));
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void ContactSheet::paintEvent(QPaintEvent* event) {
    const style::Theme theme = style::themeOf(palette());
    QPainter painter(viewport());
    painter.fillRect(event->rect(), theme.ground);
    if (!m_dataset) return;
    const bool whole = m_imageSize.width() % std::max(1, m_dataset->shape.width) == 0;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, !whole);
    const PixelTone tone = PixelTone::of(palette(), m_raw);
    const int offset = verticalScrollBar()->value();
    const Index firstRow = std::max(0, event->rect().top() + offset - kImageGap) / rowHeight();
    const Index lastRow = (event->rect().bottom() + offset) / rowHeight();
    const Index end = std::min((lastRow + 1) * columns(), shownCount());
    for (Index place = firstRow * columns(); place < end; ++place) {
        const Index image = m_shown[static_cast<std::size_t>(place)];
        const QImage picture = renderImage(m_dataset->image(image), m_dataset->shape, tone);
        const bool shrunk = picture.width() > m_imageSize.width();
        painter.drawImage(rectOf(place), shrunk
                                             ? picture.scaled(m_imageSize * devicePixelRatioF(),
                                                              Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                                             : picture);
    }
    const QRect chosen = imageRect(m_current);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, 2));
    if (!chosen.isEmpty())
        painter.drawRoundedRect(QRectF(chosen).adjusted(-1, -1, 1, 1), 3, 3);
    else if (hasFocus() && m_ringed)
        painter.drawRoundedRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1), 3, 3);
}

} // namespace latent
