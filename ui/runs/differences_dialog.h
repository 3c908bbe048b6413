// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"
#include "core/train/loss_history.h"

#include <QColor>
#include <QDialog>

#include <optional>
#include <vector>

class QLabel;
class QTableWidget;

namespace latent {

/// A run as it is compared with others.
struct ComparedRun {
    QString name;
    QColor colour;
    Configuration configuration;
    std::int64_t steps = 0;
    std::optional<LossTerms> test; // nats an image
};

/// A table of the runs that stand side by side: a column a run; how far each is, and only those settings that
/// differ.
class DifferencesDialog : public QDialog {
    Q_OBJECT
  public:
    explicit DifferencesDialog(QWidget* parent = nullptr);

    void showRuns(const std::vector<ComparedRun>& runs);
    QTableWidget* table() const { return m_table; }

  private:
    void setHeaders(const std::vector<ComparedRun>& runs);
    void addRow(const QString& title, const QStringList& values);

    QTableWidget* m_table;
    QLabel* m_alike;
};

} // namespace latent
