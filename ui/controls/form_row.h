// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QBoxLayout;
class QWidget;

namespace latent {

inline constexpr int kLabelWidth = 100; // of the label column in the left panels

/// A row of a panel: a label, and a field that fills the rest or stands at the right end. The row's tool tip
/// is the help. Takes ownership of the field; the label follows when the field is enabled or disabled.
enum class FieldPlace { Fill, Right };
QWidget* formRow(const QString& label, QWidget* field, const QString& help, FieldPlace place,
                 QWidget* parent);

/// A column with the margins and spacing of a panel.
QBoxLayout* panelColumn(QWidget* panel);

} // namespace latent
