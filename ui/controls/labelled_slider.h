// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <optional>

class QLabel;
class QLineEdit;
class QSlider;

namespace latent {

/// A row: label, slider, number. The number can be typed; if it is out of range, the range is shown in place,
/// and Escape restores the old number. A double click on the label restores the default.
class LabelledSlider : public QWidget {
    Q_OBJECT
  public:
    /// How positions map to values. Square: fine near a low end of 0. PowersOfTwo: stops at powers only,
    /// while any number in range may be typed.
    enum class Scale { Linear, Square, Logarithmic, PowersOfTwo };

    LabelledSlider(const QString& label, Scale scale, double low, double high, QWidget* parent = nullptr);
    ~LabelledSlider() override;

    double value() const { return m_value; }
    /// Shows a value, clamped to the range. Emits nothing.
    void setValue(double value);
    void setDefaultValue(double value);
    /// Digits after the point; the value is rounded to the digits shown.
    void setDecimals(int decimals);
    /// Rounds to significant digits instead, for values over several powers of ten.
    void setSignificantDigits(int digits);
    /// A unit after the number (" %").
    void setSuffix(const QString& suffix);
    void setRange(double low, double high);
    /// Text in place of the highest value, which then has a special meaning ("∞").
    void setHighestText(const QString& text);
    void setLabelText(const QString& text);
    /// One sentence, shown on the whole row.
    void setHelp(const QString& help);

    QSlider* slider() const { return m_slider; }
    QLineEdit* field() const { return m_field; }

  signals:
    /// The user changed the value. Not emitted by setValue().
    void valueChanged(double value);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void layOut();
    void setUpSlider();
    void changeByPerson(double value);
    void stepByPerson(int action);
    void moveByPerson(int position);
    void finishTyping();
    void checkTyping(const QString& text);
    void showProblem(const QString& problem);
    void revert();

    int positionOf(double value) const;
    double valueAt(int position) const;
    double rounded(double value) const;
    QString textOf(double value) const;
    std::optional<double> parsed(const QString& text) const;
    QString rangeText() const;

    Scale m_scale;
    double m_low;
    double m_high;
    double m_value;
    double m_default;
    int m_decimals = 0;
    int m_significant = 0; // 0: m_decimals applies
    QString m_suffix;
    QString m_highestText;
    QString m_help;
    QLabel* m_label;
    QSlider* m_slider;
    QLineEdit* m_field;
};

} // namespace latent
