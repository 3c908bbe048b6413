// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace latent {

class RunListModel;

/// A run as two lines: colour, name and small loss curve, epochs and test loss; below, what it was trained on
/// and how it differs from the one before.
class RunDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    RunDelegate(const RunListModel* runs, QObject* parent);

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

  private:
    const RunListModel* m_runs;
};

} // namespace latent
