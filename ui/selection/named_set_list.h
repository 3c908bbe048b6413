// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/looking.h"

#include <QListWidget>

#include <vector>

namespace latent {

/// Selections that have names: a click selects their images, F2 or a double click renames one, Del deletes
/// it.
class NamedSetList : public QListWidget {
    Q_OBJECT
  public:
    explicit NamedSetList(QWidget* parent);

    void showSets(const std::vector<NamedSet>& sets);
    /// Lets the person type another name for this one.
    void editName(const std::string& name);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, 0}; }

  signals:
    void setChosen(const latent::NamedSet& set);
    void renamed(const std::string& name, const std::string& to);
    void deleted(const std::string& name);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    const NamedSet* setOf(const QListWidgetItem* item) const;
    void takeEdit(const QListWidgetItem* item);
    void choose(const QListWidgetItem* item);
    void deleteCurrent();

    std::vector<NamedSet> m_sets; // by row
    bool m_filling = false;
};

} // namespace latent
