// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/open_options.h"

#include <QWidget>

class QLineEdit;
class QSpinBox;

namespace latent {

class ChoiceBox;

/// How the open set is to be split and cut down, and how its pictures are to be read.
class OpeningForm : public QWidget {
    Q_OBJECT
  public:
    explicit OpeningForm(QWidget* parent = nullptr);

    /// What was last shown, with what the person changed since. The chosen classes are not the form's
    /// business.
    OpenOptions options() const;
    bool isValid() const;

  public slots:
    /// pictures: the set is a folder of pictures; labelled: it can be balanced; table: its labels stand in a
    /// column that can be chosen. Emits nothing.
    void showOptions(const latent::OpenOptions& options, bool pictures, bool labelled, bool table = false);

  signals:
    void edited();

  private:
    void addSplit();
    void addSubset();
    void addLabels();
    void addPictures();
    void refresh();
    void add(const QString& label, QWidget* field, const QString& help, QWidget* parent);

    OpenOptions m_shown;
    bool m_filling = false;
    ChoiceBox* m_split;
    QSpinBox* m_percent;
    ChoiceBox* m_subset;
    QSpinBox* m_count;
    QSpinBox* m_seed;
    ChoiceBox* m_labels;
    QWidget* m_columns; // the row of m_labelColumn
    QLineEdit* m_labelColumn;
    QWidget* m_pictures;
    QSpinBox* m_side;
    ChoiceBox* m_fit;
    ChoiceBox* m_colour;
    QLineEdit* m_ground;
};

} // namespace latent
