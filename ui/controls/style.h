// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QPalette>
#include <QString>

class QApplication;
class QLabel;
class QWidget;

/// The whole look: colours, spacing, fonts and the style sheet. Widgets read the theme from their palette and
/// repaint on QEvent::PaletteChange; nothing else stores colours.
namespace latent::style {

enum class Appearance { Desktop, Light, Dark };

inline constexpr int kUnit = 4;   // spacing comes in multiples of this
inline constexpr int kEdge = 14;  // margin at panel edges
inline constexpr int kRadius = 7; // corners of controls and cards
inline constexpr int kRowHeight = 26;
inline constexpr int kProgressSteps = 1000; // of a progress bar: a step is too small to be seen

/// Named colours of the current theme, read from a palette made by apply().
struct Theme {
    bool dark = false;
    QColor ground;    // window and plots            (Window, Base)
    QColor raised;    // buttons, fields, tracks     (Button, AlternateBase)
    QColor hover;     // a raised control under the mouse (Midlight)
    QColor hairline;  // lines between panels        (Mid)
    QColor text;      // (WindowText, Text, ButtonText)
    QColor quietText; // second grey of text         (PlaceholderText)
    QColor accent;    // (Highlight)
    QColor onAccent;  // text on the accent          (HighlightedText)
    QColor warning;   // text of messages that need attention
    QColor faint;     // points that are not selected: just told from the ground    (Dark)
};
Theme themeOf(const QPalette& palette);

/// Sets palette, font (the desktop's at 13 px) and style sheet. May be called again at any time.
void apply(QApplication& application, Appearance appearance);

/// The colour of a class: ten colours safe for the colour-blind, then hues by golden angle.
QColor classColour(int label);
/// The same font with figures of equal width, for numbers that change.
QFont tabular(QFont font);
/// A section heading in small capitals ("DATA"), in quiet text.
QLabel* sectionHead(const QString& text, QWidget* parent);
/// A label in quiet text, for explanations and units. Wraps.
QLabel* quietLabel(const QString& text, QWidget* parent);
/// For one sentence about a failure, shown in place; hidden until then. Paths in it do not widen its panel,
/// and the text can be copied.
QLabel* failureLabel(QWidget* parent);
/// Sizes and weights of the text hierarchy.
QFont small(QFont font);  // 11 px
QFont strong(QFont font); // semibold

/// An icon from :/icons/NAME.svg in a colour ("currentColor" in the file), for any device pixel ratio.
QIcon icon(const QString& name, const QColor& colour);

} // namespace latent::style
