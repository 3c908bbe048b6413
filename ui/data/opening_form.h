// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/open_options.h"

#include <QWidget>

class QLineEdit;
class QSpinBox;

namespace latent {

class ChoiceBox;

/// How to split and reduce the open set, and how to read its pictures.
class OpeningForm : public QWidget {
    Q_OBJECT
  public:
    explicit OpeningForm(QWidget* parent = nullptr);

    /// The options last shown, with the user's changes. The form does not handle the chosen classes.
    OpenOptions options() const;
    bool isValid() const;

  public slots:
    /// pictures: the set is a folder of pictures; labelled: it can be balanced; table: its label column can
    /// be chosen. Emits nothing.
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
