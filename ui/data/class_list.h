// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"

#include <QListView>

#include <vector>

class QStandardItemModel;

namespace latent {

/// A class in the list: its name for people, and how many images of the open set it has.
struct ClassRow {
    QString name;
    Index count = 0;
    int colour = 0; // which of the classes of the open set it is; −1: none of its images are open
    bool chosen = true;
};

/// The classes of a set with their sizes. A check box chooses a class (Space), a double click or F2 edits its
/// name.
class ClassList : public QListView {
    Q_OBJECT
  public:
    explicit ClassList(QWidget* parent = nullptr);

    int count() const;
    QString name(int row) const;
    bool isChosen(int row) const;
    /// The rows that are chosen.
    std::vector<int> chosen() const;
    /// Where the check box of a row is, in the viewport.
    QRect checkRect(int row) const;

    QSize sizeHint() const override;

  public slots:
    /// Emits nothing.
    void showClasses(const std::vector<latent::ClassRow>& rows);
    void setAllChosen(bool chosen);

  signals:
    void chosenChanged();
    /// The person gave a class another name, which is not empty.
    void nameEdited(int row, QString name);

  private:
    QStandardItemModel* m_model;
    bool m_filling = false;
};

} // namespace latent
