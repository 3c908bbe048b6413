// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/knobs.h"
#include "ui/controls/labelled_slider.h"

#include <QString>

#include <functional>
#include <vector>

namespace latent {

/// The help of a row, and what a run means for it.
QString helpInRun(const QString& help, bool live, bool started);

/// A slider over the usual values of a knob that is a number, with its digits and default.
LabelledSlider* knobSlider(const Knob& knob, const QString& label, LabelledSlider::Scale scale,
                           QWidget* parent);
void setNumber(const Knob& knob, double value, Configuration& configuration);
/// The slider's range grows where the value is not a usual one.
void showNumber(const Knob& knob, const Configuration& configuration, LabelledSlider* slider);

/// Rows of a panel that show a knob: locks those that no run can take live, and says so in their help.
class KnobRows {
  public:
    /// Does not own the row, which outlives this object's use.
    template <class Row>
    void add(const char* key, Row* row) {
        m_rows.push_back({&knobNamed(key), row, [row](const QString& help) {
                              if constexpr (requires { row->setHelp(help); })
                                  row->setHelp(help);
                              else
                                  row->setToolTip(help);
                          }});
    }
    void setRunning(bool started);

  private:
    struct Entry {
        const Knob* knob;
        QWidget* widget;
        std::function<void(const QString& help)> setHelp;
    };
    std::vector<Entry> m_rows;
};

} // namespace latent
