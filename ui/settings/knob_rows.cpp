// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/knob_rows.h"

#include <QCoreApplication>

#include <algorithm>
#include <cassert>

namespace latent {

namespace {

double numberOf(const Knob& knob, const Configuration& configuration) {
    return std::visit(
        [&](const auto& any) -> double {
            if constexpr (requires { any.range.low; }) return static_cast<double>(any.get(configuration));
            assert(false);
            return 0;
        },
        knob.value);
}

QString helpOf(const Knob& knob, bool started) {
    const QString help = QCoreApplication::translate("latent::Knob", knob.panel.help);
    return helpInRun(QString::fromStdString(knob.withRange(help.toStdString())), knob.live, started);
}

} // namespace

QString helpInRun(const QString& help, bool live, bool started) {
    const auto say = [&](const char* sentence) {
        return help + QLatin1Char(' ') + QCoreApplication::translate("latent::Knob", sentence);
    };
    if (live) return say("Changes a run live.");
    return started ? say("Reset the run to change this.") : help;
}

LabelledSlider* knobSlider(const Knob& knob, const QString& label, LabelledSlider::Scale scale,
                           QWidget* parent) {
    auto* slider = new LabelledSlider(label, scale, knob.panel.low, knob.panel.high, parent);
    if (knob.panel.significantDigits > 0)
        slider->setSignificantDigits(knob.panel.significantDigits);
    else
        slider->setDecimals(knob.panel.decimals);
    slider->setDefaultValue(numberOf(knob, {}));
    return slider;
}

void setNumber(const Knob& knob, double value, Configuration& configuration) {
    std::visit(
        [&](const auto& any) {
            if constexpr (requires { any.range.low; })
                any.set(configuration, static_cast<decltype(any.range.low)>(value));
            else
                assert(false);
        },
        knob.value);
}

void showNumber(const Knob& knob, const Configuration& configuration, LabelledSlider* slider) {
    const double value = numberOf(knob, configuration);
    slider->setRange(std::min(knob.panel.low, value), std::max(knob.panel.high, value));
    slider->setValue(value);
}

void KnobRows::setRunning(bool started) {
    for (const Entry& row : m_rows) {
        row.widget->setEnabled(!started || row.knob->live);
        row.setHelp(helpOf(*row.knob, started));
    }
}

} // namespace latent
