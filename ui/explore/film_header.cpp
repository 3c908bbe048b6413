// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explore/film_header.h"

#include "ui/controls/style.h"
#include "ui/explore/film_slider.h"

#include <QEvent>
#include <QPainter>

namespace latent {

namespace {

/// "KL ▾" while it sorts, "KL" while it does not.
class SortButton : public QAbstractButton {
  public:
    explicit SortButton(QWidget* parent)
        : QAbstractButton(parent) {
        setCheckable(true);
        setChecked(true);
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
    }
    QSize sizeHint() const override { return {44, 18}; }

  protected:
    void paintEvent(QPaintEvent*) override {
        const style::Theme theme = style::themeOf(palette());
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (hasFocus()) {
            painter.setPen(QPen(theme.accent, 1.5));
            painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
        }
        painter.setFont(style::small(font()));
        painter.setPen(underMouse() ? theme.text : theme.quietText);
        const QRectF area = QRectF(rect()).adjusted(4, 0, 0, 0);
        painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, text());
        if (!isChecked()) return;
        const QPointF tip(area.left() + QFontMetricsF(painter.font()).horizontalAdvance(text()) + 8,
                          area.center().y() + 2.5);
        painter.setBrush(painter.pen().color());
        painter.setPen(Qt::NoPen);
        painter.drawPolygon(QPolygonF{tip, tip + QPointF(-3.5, -5), tip + QPointF(3.5, -5)});
    }
};

} // namespace

FilmHeader::FilmHeader(QWidget* parent)
    : QWidget(parent)
    , m_sort(new SortButton(this)) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_valueWidth = FilmSlider::valueWidthFor(font());
    m_sort->setText(tr("KL"));
    m_sort->setObjectName(QStringLiteral("sortByKl"));
    m_sort->setAccessibleName(tr("Sort by KL"));
    m_sort->setToolTip(tr("Mean KL of each dimension in nats. Click to sort by it or by index."));
}

void FilmHeader::setPrior(bool prior) {
    if (prior == m_prior) return;
    m_prior = prior;
    update();
}

void FilmHeader::setRowWidth(int width) {
    if (width == m_rowWidth) return;
    m_rowWidth = width;
    placeSort();
    update();
}

void FilmHeader::placeSort() {
    const QRectF kl = FilmSlider::columnsFor(rowWidth(), height(), m_valueWidth).kl;
    m_sort->setGeometry(QRectF(kl.left() - 4, 1, kl.width() + 4, height() - 2).toRect());
}

void FilmHeader::resizeEvent(QResizeEvent*) {
    placeSort();
}

void FilmHeader::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange) {
        m_valueWidth = FilmSlider::valueWidthFor(font());
        placeSort();
    }
    QWidget::changeEvent(event);
}

void FilmHeader::paintEvent(QPaintEvent*) {
    const FilmSlider::Columns at = FilmSlider::columnsFor(rowWidth(), height(), m_valueWidth);
    QPainter painter(this);
    painter.setFont(style::small(font()));
    painter.setPen(style::themeOf(palette()).quietText);
    const QRectF ends(at.strip.left(), 0, at.strip.width(), height());
    const QString low = m_prior ? tr("−3") : tr("−3 spreads");
    const QString middle = m_prior ? tr("0") : tr("mean");
    const QString high = m_prior ? tr("+3") : tr("+3 spreads");
    painter.drawText(ends, Qt::AlignLeft | Qt::AlignVCenter, low);
    painter.drawText(ends, Qt::AlignHCenter | Qt::AlignVCenter, middle);
    painter.drawText(ends, Qt::AlignRight | Qt::AlignVCenter, high);
    painter.drawText(QRectF(at.value.left(), 0, at.value.width(), height()),
                     Qt::AlignRight | Qt::AlignVCenter, tr("value"));
}

} // namespace latent
