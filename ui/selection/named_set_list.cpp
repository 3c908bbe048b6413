// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/selection/named_set_list.h"

#include "ui/controls/style.h"
#include "ui/text/number_text.h"

#include <QContextMenuEvent>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>

#include <algorithm>

namespace latent {
namespace {

constexpr int kSetRow = 24, kMostSetRows = 6;
constexpr int kCountRole = Qt::UserRole;

/// The count to the right of the name.
class SetDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {0, kSetRow}; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        QStyledItemDelegate::paint(painter, option, index);
        painter->save();
        painter->setFont(style::tabular(option.font));
        painter->setPen(style::themeOf(option.palette).quietText);
        painter->drawText(option.rect.adjusted(0, 0, -style::kUnit, 0), Qt::AlignRight | Qt::AlignVCenter,
                          index.data(kCountRole).toString());
        painter->restore();
    }
};

} // namespace

NamedSetList::NamedSetList(QWidget* parent)
    : QListWidget(parent) {
    setItemDelegate(new SetDelegate(this));
    setAccessibleName(tr("Named selections"));
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setEditTriggers(EditKeyPressed | DoubleClicked);
    connect(this, &QListWidget::itemClicked, this, &NamedSetList::choose);
    connect(this, &QListWidget::itemActivated, this, &NamedSetList::choose);
    connect(this, &QListWidget::itemChanged, this, &NamedSetList::takeEdit);
}

void NamedSetList::showSets(const std::vector<NamedSet>& sets) {
    if (sets == m_sets) return;
    m_sets = sets;
    const QScopedValueRollback filling(m_filling, true);
    const int row = currentRow();
    clear();
    for (const NamedSet& set : m_sets) {
        auto* const item = new QListWidgetItem(QString::fromStdString(set.name), this);
        item->setFlags(item->flags() | Qt::ItemIsEditable);
        item->setData(kCountRole, shownLocale().toString(qlonglong{set.images.count()}));
        item->setToolTip(tr("Click to select these images, F2 to rename, Del to delete"));
    }
    setCurrentRow(std::min(row, count() - 1));
    updateGeometry();
}

void NamedSetList::editName(const std::string& name) {
    const auto found = std::ranges::find(m_sets, name, &NamedSet::name);
    if (found == m_sets.end()) return;
    setCurrentRow(static_cast<int>(found - m_sets.begin()));
    editItem(currentItem());
}

const NamedSet* NamedSetList::setOf(const QListWidgetItem* item) const {
    const int at = row(item);
    return item && at >= 0 ? &m_sets[static_cast<std::size_t>(at)] : nullptr;
}

void NamedSetList::choose(const QListWidgetItem* item) {
    if (const NamedSet* const set = setOf(item)) emit setChosen(*set);
}

// A name that is taken or empty is not: the list shows what there is.
void NamedSetList::takeEdit(const QListWidgetItem* item) {
    const NamedSet* const set = setOf(item);
    if (m_filling || !set || item->text().toStdString() == set->name) return;
    const NamedSet before = *set;
    emit renamed(before.name, item->text().trimmed().toStdString());
    if (const NamedSet* const now = setOf(item); now && now->name == before.name) {
        const QScopedValueRollback filling(m_filling, true);
        currentItem()->setText(QString::fromStdString(before.name));
    }
}

void NamedSetList::deleteCurrent() {
    if (const NamedSet* const set = setOf(currentItem())) emit deleted(std::string(set->name));
}

void NamedSetList::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Delete) return deleteCurrent();
    QListWidget::keyPressEvent(event);
}

void NamedSetList::contextMenuEvent(QContextMenuEvent* event) {
    QListWidgetItem* const item =
        event->reason() == QContextMenuEvent::Keyboard ? currentItem() : itemAt(event->pos());
    if (!item) return;
    setCurrentItem(item);
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Select these images"), this, [this, item] { choose(item); });
    menu->addAction(tr("Rename"), this, [this, item] { editItem(item); });
    menu->addAction(tr("Delete"), this, &NamedSetList::deleteCurrent);
    menu->popup(event->globalPos());
}

QSize NamedSetList::sizeHint() const {
    return {160, std::min(count(), kMostSetRows) * kSetRow};
}

} // namespace latent
