// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"

#include <QListView>

#include <vector>

class QStandardItemModel;

namespace latent {

/// A class in the list: its displayed name, and its number of images in the open set.
struct ClassRow {
    QString name;
    Index count = 0;
    int colour = 0; // index of the class in the open set; −1: none of its images are open
    bool chosen = true;
};

/// The classes of a set and their sizes. The check box (or Space) includes a class; a double click or F2
/// edits its name.
class ClassList : public QListView {
    Q_OBJECT
  public:
    explicit ClassList(QWidget* parent = nullptr);

    int count() const;
    QString name(int row) const;
    bool isChosen(int row) const;
    /// The checked rows.
    std::vector<int> chosen() const;
    /// The check box of a row, in viewport coordinates.
    QRect checkRect(int row) const;

    QSize sizeHint() const override;

  public slots:
    /// Emits nothing.
    void showClasses(const std::vector<latent::ClassRow>& rows);
    void setAllChosen(bool chosen);

  signals:
    void chosenChanged();
    /// The user gave a class another name, never empty.
    void nameEdited(int row, QString name);

  private:
    QStandardItemModel* m_model;
    bool m_filling = false;
};

} // namespace latent
