// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <string>
#include <vector>

class QLabel;
class QLineEdit;

namespace latent {

/// A row: label, and sizes as in "512, 256". Invalid text is explained below, and reverted when the field
/// loses the focus or on Escape.
class SizesField : public QWidget {
    Q_OBJECT
  public:
    /// Throws Error with one sentence.
    using Parse = std::vector<int> (*)(const std::string& text);

    SizesField(const QString& label, Parse parse, QWidget* parent = nullptr);

    const std::vector<int>& sizes() const { return m_sizes; }
    /// Emits nothing.
    void setSizes(const std::vector<int>& sizes);
    void setHelp(const QString& help);

  signals:
    /// The user changed them.
    void edited(const std::vector<int>& sizes);

  private:
    void check(const QString& text);
    void finish();

    Parse m_parse;
    std::vector<int> m_sizes;
    QLineEdit* m_field;
    QWidget* m_row;
    QLabel* m_problem;
};

} // namespace latent
