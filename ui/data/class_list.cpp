// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/class_list.h"

#include "core/data/files/clean_text.h"
#include "ui/controls/style.h"
#include "ui/text/number_text.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include <algorithm>

namespace latent {

namespace {

constexpr int kRow = style::kRowHeight;
constexpr int kBox = 14;
constexpr int kDot = 8;
constexpr int kBarWidth = 64;
constexpr int kBarHeight = 4;
constexpr int kGap = 2 * style::kUnit;
constexpr int kRowsShown = 10;
constexpr int kLongestName = 100; // characters

enum Role { CountRole = Qt::UserRole + 1, ColourRole, MostRole };

QRect boxIn(const QRect& row) {
    return {row.left() + 2, row.center().y() - kBox / 2, kBox, kBox};
}

QString countText(qlonglong count) {
    return shownLocale().toString(count);
}

/// Box, dot, name, bar and count. The count's width is that of the largest count.
struct RowPlaces {
    QRect box, dot, name, bar, count;

    RowPlaces(const QRect& row, const QModelIndex& index, const QFontMetrics& metrics) {
        const int width = metrics.horizontalAdvance(countText(index.data(MostRole).toLongLong()));
        box = boxIn(row);
        dot = {box.right() + kGap, row.center().y() - kDot / 2, kDot, kDot};
        count = {row.right() - kGap - width, row.top(), width, row.height()};
        bar = {count.left() - kGap - kBarWidth, row.center().y() - kBarHeight / 2, kBarWidth, kBarHeight};
        name = {dot.right() + kGap, row.top(), bar.left() - kGap - dot.right() - kGap, row.height()};
    }
};

class ClassDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {200, kRow}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const style::Theme theme = style::themeOf(option.palette);
        const QFont font = style::tabular(option.font);
        const RowPlaces places(option.rect, index, QFontMetrics(font));
        const int colour = index.data(ColourRole).toInt();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        if (option.state & QStyle::State_Selected) {
            painter->setBrush(theme.hover);
            painter->drawRoundedRect(option.rect, 5, 5);
        }
        paintBox(*painter, places.box, theme, index.data(Qt::CheckStateRole).toInt() == Qt::Checked);
        painter->setPen(Qt::NoPen);
        painter->setBrush(colour < 0 ? theme.hairline : style::classColour(colour));
        painter->drawEllipse(places.dot);
        paintBar(*painter, places.bar, theme, index);
        painter->setFont(font);
        painter->setPen(colour < 0 ? theme.quietText : theme.text);
        painter->drawText(
            places.name, Qt::AlignVCenter | Qt::AlignLeft,
            option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, places.name.width()));
        painter->setPen(theme.quietText);
        painter->drawText(places.count, Qt::AlignVCenter | Qt::AlignRight,
                          countText(index.data(CountRole).toLongLong()));
        painter->restore();
    }

    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override {
        if (event->type() == QEvent::KeyPress) {
            const int key = static_cast<QKeyEvent*>(event)->key();
            if (key != Qt::Key_Space && key != Qt::Key_Select) return false;
            return toggle(model, index);
        }
        // The view handles the press: it makes the row current.
        const bool mouse =
            event->type() == QEvent::MouseButtonRelease || event->type() == QEvent::MouseButtonDblClick;
        if (!mouse) return false;
        const auto* at = static_cast<QMouseEvent*>(event);
        const QRect grip = boxIn(option.rect).adjusted(-2, -6, kGap / 2, 6);
        if (at->button() != Qt::LeftButton || !grip.contains(at->position().toPoint())) return false;
        return event->type() == QEvent::MouseButtonRelease ? toggle(model, index) : true;
    }

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const override {
        auto* editor = new QLineEdit(parent);
        editor->setMaxLength(kLongestName);
        editor->setTextMargins(0, 0, 0, 0);
        return editor;
    }

    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override {
        const RowPlaces places(option.rect, index, QFontMetrics(style::tabular(option.font)));
        editor->setGeometry(places.name.adjusted(-kGap + 1, 0, 0, 0));
    }

    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override {
        const std::string typed = static_cast<QLineEdit*>(editor)->text().trimmed().toStdString();
        const QString name = QString::fromStdString(cleanText(typed));
        if (!name.isEmpty() && name != index.data().toString()) model->setData(index, name);
    }

  private:
    static bool toggle(QAbstractItemModel* model, const QModelIndex& index) {
        const bool checked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        return model->setData(index, checked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    }

    static void paintBox(QPainter& painter, const QRect& box, const style::Theme& theme, bool checked) {
        painter.setPen(QPen(checked ? theme.accent : theme.quietText, 1));
        painter.setBrush(checked ? theme.accent : theme.raised);
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        if (!checked) return;
        painter.setPen(QPen(theme.onAccent, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const QPointF corner = box.topLeft();
        painter.drawPolyline(
            QPolygonF({corner + QPointF(3.5, 7.2), corner + QPointF(6, 9.7), corner + QPointF(10.6, 4.6)}));
    }

    static void paintBar(QPainter& painter, const QRect& bar, const style::Theme& theme,
                         const QModelIndex& index) {
        const double most = std::max(1.0, index.data(MostRole).toDouble());
        const double share = index.data(CountRole).toDouble() / most;
        painter.setBrush(theme.hairline);
        painter.drawRoundedRect(bar, kBarHeight / 2.0, kBarHeight / 2.0);
        if (share <= 0) return;
        QRectF filled(bar);
        filled.setWidth(std::max<double>(kBarHeight, share * bar.width()));
        painter.setBrush(theme.quietText);
        painter.drawRoundedRect(filled, kBarHeight / 2.0, kBarHeight / 2.0);
    }
};

} // namespace

ClassList::ClassList(QWidget* parent)
    : QListView(parent)
    , m_model(new QStandardItemModel(this)) {
    setModel(m_model);
    setItemDelegate(new ClassDelegate(this));
    setFrameShape(NoFrame);
    setUniformItemSizes(true);
    setEditTriggers(DoubleClicked | EditKeyPressed);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setAccessibleName(tr("Classes"));
    connect(m_model, &QStandardItemModel::dataChanged, this,
            [this](const QModelIndex& index, const QModelIndex&, const QList<int>& roles) {
                if (m_filling) return;
                if (roles.contains(Qt::CheckStateRole)) return emit chosenChanged();
                emit nameEdited(index.row(), index.data().toString());
            });
}

QSize ClassList::sizeHint() const {
    return {240, kRow * std::clamp(count(), 1, kRowsShown)};
}

int ClassList::count() const {
    return m_model->rowCount();
}

QString ClassList::name(int row) const {
    return m_model->index(row, 0).data().toString();
}

bool ClassList::isChosen(int row) const {
    return m_model->index(row, 0).data(Qt::CheckStateRole).toInt() == Qt::Checked;
}

std::vector<int> ClassList::chosen() const {
    std::vector<int> rows;
    for (int row = 0; row < count(); ++row)
        if (isChosen(row)) rows.push_back(row);
    return rows;
}

QRect ClassList::checkRect(int row) const {
    return boxIn(visualRect(m_model->index(row, 0)));
}

void ClassList::showClasses(const std::vector<ClassRow>& rows) {
    m_filling = true;
    Index most = 0;
    for (const ClassRow& row : rows) most = std::max(most, row.count);
    const int current = currentIndex().row();
    m_model->clear();
    for (const ClassRow& row : rows) {
        auto* item = new QStandardItem(row.name);
        item->setCheckable(true);
        item->setCheckState(row.chosen ? Qt::Checked : Qt::Unchecked);
        item->setData(qlonglong{row.count}, CountRole);
        item->setData(qlonglong{most}, MostRole);
        item->setData(row.colour, ColourRole);
        item->setToolTip(row.name.toHtmlEscaped());
        m_model->appendRow(item);
    }
    if (current >= 0 && current < count()) setCurrentIndex(m_model->index(current, 0));
    m_filling = false;
    updateGeometry();
}

void ClassList::setAllChosen(bool chosen) {
    m_filling = true;
    for (int row = 0; row < count(); ++row)
        m_model->item(row)->setCheckState(chosen ? Qt::Checked : Qt::Unchecked);
    m_filling = false;
    emit chosenChanged();
}

} // namespace latent
