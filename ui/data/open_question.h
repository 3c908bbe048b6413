// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/questions.h"

#include <QDialog>

#include <functional>

class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace latent {

/// Asks what the data leave open: which array, which size, which column, how many images. Modeless: the open
/// set stays usable meanwhile. One question at a time.
class OpenQuestionDialog : public QDialog {
    Q_OBJECT
  public:
    explicit OpenQuestionDialog(QWidget* parent = nullptr);

    /// `options` are those of the opening that raised the question; the answer is added to them.
    void ask(const QString& nameOrPath, const latent::OpenOptions& options,
             const latent::OpenQuestion& question);

  signals:
    void answered(const QString& nameOrPath, const latent::OpenOptions& options);

  private:
    void setUp(const ArraysUnclear& question);
    void setUp(const SizeUnclear& question);
    void setUp(const LabelColumnUnclear& question);
    void setUp(const TooLarge& question);
    QComboBox* addChoice(const QString& label, const QString& help);
    void offerLabels(const std::vector<FoundArray>& arrays);
    void answer();

    QLabel* m_text;
    QWidget* m_body = nullptr; // of the current question
    QVBoxLayout* m_column;     // of the dialog
    QPushButton* m_open;
    QComboBox* m_images = nullptr; // of m_body, if the question offers arrays
    QComboBox* m_labels = nullptr;
    QString m_source;
    OpenOptions m_options;
    std::function<void(OpenOptions&)> m_answer;
};

} // namespace latent
