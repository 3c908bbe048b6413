// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;

namespace latent {

/// Rows of a name and its numbers, aligned in columns with figures of equal width.
class NumberTable : public QWidget {
    Q_OBJECT
  public:
    /// One column of numbers per heading; without headings, a single column.
    explicit NumberTable(QWidget* parent, const QStringList& heads = {});

    int rowCount() const { return static_cast<int>(m_rows.size()); }
    /// Returns the row's index. help is the tool tip of the whole row.
    int addRow(const QString& name, const QString& help);
    void setName(int row, const QString& name);
    /// Aligned to the last columns; an empty list gives a dash.
    void setNumbers(int row, const QStringList& numbers);
    void setRowVisible(int row, bool visible);
    void clear();

    QString name(int row) const;
    QString numbers(int row) const; // joined by spaces

  private:
    struct Row {
        QLabel* name;
        std::vector<QLabel*> numbers;
    };
    const Row& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    QLabel* addLabel(const QString& text, int line, int column);

    QGridLayout* m_grid;
    int m_columns;
    int m_nextLine = 0;
    std::vector<Row> m_rows;
};

/// "−16.4", with a minus as wide as a plus.
QString figure(double value, int decimals);
/// "243.31 ± 0.85"
QString withError(double value, double standardError, int decimals);

} // namespace latent
