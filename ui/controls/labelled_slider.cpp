// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/labelled_slider.h"

#include "ui/controls/form_row.h"
#include "ui/controls/style.h"
#include "ui/text/number_text.h"

#include <QHBoxLayout>
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSlider>
#include <QStyle>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace latent {

namespace {

constexpr int kPositions = 1000; // of a slider that is not restricted to whole numbers
constexpr int kFieldWidth = 58;

} // namespace

LabelledSlider::LabelledSlider(const QString& label, Scale scale, double low, double high, QWidget* parent)
    : QWidget(parent)
    , m_scale(scale)
    , m_low(low)
    , m_high(high)
    , m_value(low)
    , m_default(low)
    , m_label(new QLabel(label, this))
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_field(new QLineEdit(this)) {
    layOut();
    setUpSlider();
    connect(m_slider, &QSlider::actionTriggered, this, &LabelledSlider::stepByPerson);
    connect(m_slider, &QSlider::valueChanged, this, &LabelledSlider::moveByPerson);
    connect(m_field, &QLineEdit::textEdited, this, &LabelledSlider::checkTyping);
    connect(m_field, &QLineEdit::editingFinished, this, &LabelledSlider::finishTyping);
    for (QObject* part :
         {static_cast<QObject*>(m_label), static_cast<QObject*>(m_slider), static_cast<QObject*>(m_field)})
        part->installEventFilter(this);
    setValue(low);
}

// A field that has the focus when its window is destroyed emits editingFinished to a half-destroyed
// LabelledSlider.
LabelledSlider::~LabelledSlider() {
    m_field->disconnect(this);
}

void LabelledSlider::layOut() {
    m_label->setFixedWidth(kLabelWidth);
    m_label->setBuddy(m_slider);
    m_slider->setFocusPolicy(Qt::StrongFocus);
    m_slider->setAccessibleName(m_label->text());
    m_field->setAccessibleName(m_label->text());
    m_field->setProperty("plain", true);
    m_field->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_field->setFixedWidth(kFieldWidth);
    m_field->setTextMargins(0, 0, -3, 0); // aligns the number with the fields of other rows
    m_field->setFont(style::tabular(m_field->font()));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_label);
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_field);
    setFixedHeight(style::kRowHeight);
    setFocusProxy(m_slider);
}

void LabelledSlider::setUpSlider() {
    const QSignalBlocker silence(m_slider);
    if (m_scale == Scale::PowersOfTwo) {
        m_slider->setRange(static_cast<int>(std::ceil(std::log2(m_low))),
                           static_cast<int>(std::floor(std::log2(m_high))));
        m_slider->setPageStep(1);
    } else if (m_scale == Scale::Linear && m_decimals == 0 && m_significant == 0) {
        m_slider->setRange(static_cast<int>(m_low), static_cast<int>(m_high));
        m_slider->setPageStep(std::max(1, static_cast<int>(m_high - m_low) / 10));
    } else {
        m_slider->setRange(0, kPositions);
        m_slider->setSingleStep(kPositions / 100);
        m_slider->setPageStep(kPositions / 10);
    }
}

void LabelledSlider::setValue(double value) {
    m_value = std::clamp(rounded(value), m_low, m_high);
    const QSignalBlocker silence(m_slider);
    m_slider->setValue(positionOf(m_value));
    // Text being typed stays; the number returns when typing ends.
    if (!(m_field->hasFocus() && m_field->isModified())) revert();
}

void LabelledSlider::setDefaultValue(double value) {
    m_default = value;
    setValue(value);
}

void LabelledSlider::setDecimals(int decimals) {
    m_decimals = decimals;
    m_significant = 0;
    setUpSlider();
    setValue(m_value);
}

void LabelledSlider::setSignificantDigits(int digits) {
    m_significant = digits;
    setUpSlider();
    setValue(m_value);
}

void LabelledSlider::setSuffix(const QString& suffix) {
    m_suffix = suffix;
    setValue(m_value);
}

void LabelledSlider::setRange(double low, double high) {
    m_low = low;
    m_high = high;
    setUpSlider();
    setValue(m_value);
}

void LabelledSlider::setHighestText(const QString& text) {
    m_highestText = text;
    setValue(m_value);
}

void LabelledSlider::setLabelText(const QString& text) {
    m_label->setText(text);
    m_slider->setAccessibleName(text);
    m_field->setAccessibleName(text);
}

void LabelledSlider::setHelp(const QString& help) {
    m_help = help;
    setToolTip(help);
    if (!m_field->property("invalid").toBool()) m_field->setToolTip(help);
}

void LabelledSlider::changeByPerson(double value) {
    const double before = m_value;
    m_field->setModified(false);
    setValue(value);
    if (m_value != before) emit valueChanged(m_value);
}

void LabelledSlider::moveByPerson(int position) {
    if (position == positionOf(m_value)) return; // the position of a value that is already set
    changeByPerson(valueAt(position));
}

void LabelledSlider::stepByPerson(int action) {
    const bool up = action == QAbstractSlider::SliderSingleStepAdd;
    if (!up && action != QAbstractSlider::SliderSingleStepSub) return;
    const int position = std::clamp(positionOf(m_value) + (up ? 1 : -1) * m_slider->singleStep(),
                                    m_slider->minimum(), m_slider->maximum());
    double value = rounded(valueAt(position));
    // A key must change the number even if a position is less than a digit wide.
    const double least = m_significant > 0 ? 0 : std::pow(10, -m_decimals);
    if (m_scale != Scale::PowersOfTwo && least > 0 && std::abs(value - m_value) < least)
        value = m_value + (up ? least : -least);
    value = std::clamp(value, m_low, m_high);
    m_slider->setSliderPosition(positionOf(value));
    changeByPerson(value);
}

void LabelledSlider::checkTyping(const QString& text) {
    showProblem(parsed(text) ? QString() : rangeText());
}

void LabelledSlider::finishTyping() {
    if (!m_field->isModified()) return;
    const std::optional<double> value = parsed(m_field->text());
    if (value) {
        changeByPerson(*value);
        revert(); // shows the number in its usual form
    } else if (!m_field->hasFocus()) {
        revert();
    }
}

void LabelledSlider::showProblem(const QString& problem) {
    const bool invalid = !problem.isEmpty();
    if (m_field->property("invalid").toBool() != invalid) {
        m_field->setProperty("invalid", invalid);
        m_field->style()->unpolish(m_field);
        m_field->style()->polish(m_field);
    }
    m_field->setToolTip(invalid ? problem : m_help);
    if (invalid)
        QToolTip::showText(m_field->mapToGlobal(QPoint(0, m_field->height())), problem, m_field);
    else
        QToolTip::hideText();
}

void LabelledSlider::revert() {
    m_field->setText(textOf(m_value));
    m_field->setModified(false);
    if (m_field->property("invalid").toBool()) showProblem({});
}

bool LabelledSlider::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::Wheel:
        // Scrolling a panel must not change what passes under the mouse.
        if (watched == m_slider && !m_slider->hasFocus()) {
            event->ignore();
            return true;
        }
        break;
    case QEvent::MouseButtonDblClick:
        if (watched == m_label && isEnabled()) {
            changeByPerson(m_default);
            return true;
        }
        break;
    case QEvent::KeyPress:
        if (watched == m_field && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape &&
            m_field->isModified()) {
            revert();
            m_field->selectAll();
            return true;
        }
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

int LabelledSlider::positionOf(double value) const {
    const double share = (value - m_low) / (m_high - m_low);
    switch (m_scale) {
    case Scale::PowersOfTwo:
        return static_cast<int>(std::lround(std::log2(value)));
    case Scale::Logarithmic:
        return static_cast<int>(std::lround(kPositions * std::log(value / m_low) / std::log(m_high / m_low)));
    case Scale::Square:
        return static_cast<int>(std::lround(kPositions * std::sqrt(std::max(share, 0.0))));
    case Scale::Linear:
        break;
    }
    if (m_decimals == 0 && m_significant == 0) return static_cast<int>(std::lround(value));
    return static_cast<int>(std::lround(kPositions * share));
}

double LabelledSlider::valueAt(int position) const {
    const double share = static_cast<double>(position) / kPositions;
    switch (m_scale) {
    case Scale::PowersOfTwo:
        return std::ldexp(1.0, position);
    case Scale::Logarithmic:
        return m_low * std::pow(m_high / m_low, share);
    case Scale::Square:
        return m_low + (m_high - m_low) * share * share;
    case Scale::Linear:
        break;
    }
    if (m_decimals == 0 && m_significant == 0) return position;
    return m_low + (m_high - m_low) * share;
}

double LabelledSlider::rounded(double value) const {
    int decimals = m_decimals;
    if (m_significant > 0) {
        if (value <= 0) return value;
        decimals = m_significant - 1 - static_cast<int>(std::floor(std::log10(value)));
    }
    // Through text, so that 0.008 becomes the double that "0.008" parses to.
    return decimals >= 0 ? QString::number(value, 'f', decimals).toDouble() : std::round(value);
}

QString LabelledSlider::textOf(double value) const {
    if (!m_highestText.isEmpty() && value >= m_high) return m_highestText;
    if (m_significant == 0) return inLocale(value, m_decimals) + m_suffix;
    const int decimals = value > 0 ? m_significant - 1 - static_cast<int>(std::floor(std::log10(value))) : 0;
    int shown = std::max(decimals, 0); // without trailing zeros
    while (shown > 0 && inLocale(value, shown).endsWith(shownLocale().zeroDigit())) --shown;
    return inLocale(value, shown) + m_suffix;
}

std::optional<double> LabelledSlider::parsed(const QString& text) const {
    QString number = text.trimmed();
    if (!m_highestText.isEmpty() && number == m_highestText) return m_high;
    if (!m_suffix.isEmpty() && number.endsWith(m_suffix.trimmed())) number.chop(m_suffix.trimmed().size());
    const bool fractions = m_decimals > 0 || m_significant > 0;
    if (!fractions && !numberFrom(number)) number.remove(',');
    const std::optional<double> typed = numberFrom(number);
    const double value = typed.value_or(0);
    const double high = m_highestText.isEmpty() ? m_high : m_high - 1;
    const bool whole = fractions || value == std::floor(value);
    if (!typed || !whole || value < m_low || value > high) return std::nullopt;
    return value;
}

QString LabelledSlider::rangeText() const {
    const bool whole = m_decimals == 0 && m_significant == 0;
    if (!m_highestText.isEmpty())
        return tr("A whole number from %1 to %2, or %3.")
            .arg(textOf(m_low), textOf(m_high - 1), m_highestText);
    return (whole ? tr("A whole number from %1 to %2.") : tr("A number from %1 to %2."))
        .arg(textOf(m_low), textOf(m_high));
}

} // namespace latent
