// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_list_model.h"

#include "ui/runs/run_text.h"
#include "ui/text/number_text.h"

#include <QDateTime>

#include <algorithm>

namespace latent {

void RunListModel::setRuns(const std::vector<ListedRun>& runs, const std::string& present) {
    const bool sameRows =
        std::ranges::equal(runs.rbegin(), runs.rend(), m_runs.begin(), m_runs.end(),
                           [](const ListedRun& a, const ListedRun& b) { return a.info.id == b.info.id; });
    if (!sameRows) beginResetModel();
    m_runs.assign(runs.rbegin(), runs.rend());
    m_present = present;
    if (!sameRows) return endResetModel();
    if (!m_runs.empty()) emit dataChanged(index(0), index(rowCount() - 1));
}

const ListedRun* RunListModel::before(int row) const {
    const RunInfo& run = at(row).info;
    const auto earlier = std::find_if(m_runs.begin() + row + 1, m_runs.end(), [&](const ListedRun& other) {
        return run.parent.empty() ? other.info.data.name == run.data.name : other.info.id == run.parent;
    });
    return earlier == m_runs.end() ? nullptr : &*earlier;
}

int RunListModel::rowOf(const std::string& id) const {
    const auto found = std::ranges::find_if(m_runs, [&](const ListedRun& run) { return run.info.id == id; });
    return found == m_runs.end() ? -1 : static_cast<int>(found - m_runs.begin());
}

int RunListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

QVariant RunListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const ListedRun& run = at(index.row());
    if (role == Qt::DisplayRole || role == Qt::EditRole || role == Qt::AccessibleTextRole)
        return QString::fromStdString(run.info.name);
    if (role != Qt::ToolTipRole) return {};
    const QDateTime created = QDateTime::fromMSecsSinceEpoch(run.info.created);
    QStringList lines{settingsText(run.info), tr("%1 · %2 MB")
                                                  .arg(shownLocale().toString(created, QLocale::ShortFormat),
                                                       inLocale(static_cast<double>(run.bytes) * 1e-6, 1))};
    if (!run.info.note.empty()) lines << QString::fromStdString(run.info.note);
    return lines.join(QLatin1Char('\n'));
}

bool RunListModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const QString name = value.toString().simplified();
    if (!index.isValid() || role != Qt::EditRole || name.isEmpty()) return false;
    emit renamed(at(index.row()).info.id, name);
    return true;
}

Qt::ItemFlags RunListModel::flags(const QModelIndex& index) const {
    return QAbstractListModel::flags(index) | Qt::ItemIsEditable;
}

} // namespace latent
