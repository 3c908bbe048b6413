// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QAbstractButton;
class QButtonGroup;

namespace latent {

/// Buttons in rows of a few columns, exactly one of them chosen. A single tab stop; arrow keys choose.
class ChoiceGrid : public QWidget {
    Q_OBJECT
  public:
    ChoiceGrid(const QStringList& labels, int columns, QWidget* parent = nullptr);

    int current() const;
    /// Emits nothing.
    void setCurrent(int choice);
    QAbstractButton* button(int choice) const;

  signals:
    /// The user chose.
    void chosen(int choice);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void chooseByPerson(int choice);
    int m_columns;
    int m_count;
    QButtonGroup* m_group;
};

} // namespace latent
