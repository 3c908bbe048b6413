// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run.h"

#include <QAbstractListModel>

#include <vector>

namespace latent {

/// The runs of a session for a list, newest first.
class RunListModel : public QAbstractListModel {
    Q_OBJECT
  public:
    using QAbstractListModel::QAbstractListModel;

    /// runs: oldest first. present: id of the run in front.
    void setRuns(const std::vector<ListedRun>& runs, const std::string& present);
    const ListedRun& at(int row) const { return m_runs[static_cast<std::size_t>(row)]; }
    /// The run that a row is compared with: its parent, or the previous run on the same data; null: none.
    const ListedRun* before(int row) const;
    bool isPresent(int row) const { return at(row).info.id == m_present; }
    int rowOf(const std::string& id) const; // −1: none

    int rowCount(const QModelIndex& parent = {}) const override;
    /// DisplayRole: the name; ToolTipRole: everything in words.
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

  signals:
    void renamed(const std::string& id, const QString& name);

  private:
    std::vector<ListedRun> m_runs; // newest first
    std::string m_present;
};

} // namespace latent
