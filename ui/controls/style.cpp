// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/style.h"

#include <QApplication>
#include <QFile>
#include <QFileInfo>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QHash>
#include <QLabel>
#include <QProxyStyle>
#include <QSettings>
#include <QStandardPaths>
#include <QStyle>

#include <array>
#include <cmath>

// The resources live in a static library: without this call the linker drops them. Must be outside any
// namespace.
static void initialiseResources() {
    Q_INIT_RESOURCE(resources);
}

namespace latent::style {

namespace {

Theme lightTheme() {
    return {false,     "#ffffff", "#f3f4f6", "#e8eaee", "#e1e4e8", "#1b1d21",
            "#5d6675", "#1f6feb", "#ffffff", "#b3261e", "#c9ced6"};
}

Theme darkTheme() {
    return {true,      "#1b1d21", "#24272c", "#2d3138", "#2b2e34", "#e9ebee",
            "#9ba2ae", "#5b9dff", "#10131a", "#ff8f7d", "#4a4f58"};
}

bool isDark(const QColor& colour) {
    return colour.lightness() < 128;
}

/// Desktops without a Qt platform theme set only the GTK preference.
bool gtkPrefersDark() {
    const QString theme = qEnvironmentVariable("GTK_THEME");
    if (!theme.isEmpty()) return theme.endsWith(QLatin1String("dark"), Qt::CaseInsensitive);
    for (const char* version : {"gtk-4.0", "gtk-3.0"}) {
        const QString file = QStandardPaths::locate(QStandardPaths::GenericConfigLocation,
                                                    QLatin1String(version) + QLatin1String("/settings.ini"));
        if (!QFileInfo(file).isFile()) continue; // reading a pipe would block until something is written
        const QSettings settings(file, QSettings::IniFormat);
        if (settings.value("Settings/gtk-application-prefer-dark-theme").toBool()) return true;
        const QString name = settings.value("Settings/gtk-theme-name").toString();
        if (name.endsWith(QLatin1String("-dark"), Qt::CaseInsensitive)) return true;
    }
    return false;
}

bool desktopIsDark(QApplication& application) {
    application.setPalette(QPalette()); // back to the platform's palette
    return isDark(application.palette().color(QPalette::Window)) || gtkPrefersDark();
}

QPalette paletteOf(const Theme& theme) {
    QPalette palette(theme.text, theme.raised, theme.hover, theme.hairline, theme.hairline, theme.text,
                     theme.warning, theme.ground, theme.ground);
    palette.setColor(QPalette::AlternateBase, theme.raised);
    palette.setColor(QPalette::Midlight, theme.hover);
    palette.setColor(QPalette::Mid, theme.hairline);
    palette.setColor(QPalette::Dark, theme.faint);
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.quietText);
    palette.setColor(QPalette::BrightText, theme.warning);
    palette.setColor(QPalette::Highlight, theme.accent);
    palette.setColor(QPalette::HighlightedText, theme.onAccent);
    palette.setColor(QPalette::Link, theme.accent);
    palette.setColor(QPalette::LinkVisited, theme.accent);
    palette.setColor(QPalette::ToolTipBase, theme.ground);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::Shadow, theme.dark ? QColor(0, 0, 0, 120) : QColor(16, 24, 40, 40));
    const QColor disabled = theme.dark ? QColor("#6d7480") : QColor("#9aa1ac");
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::PlaceholderText})
        palette.setColor(QPalette::Disabled, role, disabled);
    palette.setColor(QPalette::Disabled, QPalette::Highlight,
                     theme.dark ? QColor("#3b4a63") : QColor("#b9c9e6"));
    return palette;
}

/// Sets what a style sheet cannot express.
class BaseStyle : public QProxyStyle {
  public:
    BaseStyle()
        : QProxyStyle("Fusion") {}
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override {
        // A click on a slider's track jumps there at once.
        if (hint == SH_Slider_AbsoluteSetButtons) return Qt::LeftButton;
        if (hint == SH_ToolTip_WakeUpDelay) return 500;
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
};

QString styleSheetOf(const Theme& theme) {
    QFile file(":/style.qss");
    if (!file.open(QIODevice::ReadOnly)) return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const QPalette palette = paletteOf(theme);
    const std::pair<const char*, QString> values[] = {
        {"@ground", theme.ground.name()},
        {"@raised", theme.raised.name()},
        {"@hover", theme.hover.name()},
        {"@hairline", theme.hairline.name()},
        {"@quiet", theme.quietText.name()},
        {"@text", theme.text.name()},
        {"@accentHover", (theme.dark ? theme.accent.lighter(108) : theme.accent.darker(108)).name()},
        {"@accent", theme.accent.name()},
        {"@onAccent", theme.onAccent.name()},
        {"@warning", theme.warning.name()},
        {"@disabledAccent", palette.color(QPalette::Disabled, QPalette::Highlight).name()},
        {"@disabled", palette.color(QPalette::Disabled, QPalette::Text).name()},
        {"@thumb", theme.dark ? QString("#4a4f58") : QString("#c6cad1")},
        {"@variant", theme.dark ? QString("dark") : QString("light")},
        {"@radius", QString::number(kRadius) + "px"},
    };
    for (const auto& [name, value] : values) sheet.replace(QLatin1String(name), value);
    return sheet;
}

/// The desktop's font. If no desktop names one, a screen font instead of the generic sans-serif.
QFont textFont() {
    QFont font = QApplication::font();
    static constexpr std::array kGeneric{"", "Sans", "Sans Serif", "Sans-serif", "Helvetica", "DejaVu Sans"};
    const bool generic = std::any_of(kGeneric.begin(), kGeneric.end(), [&](const char* name) {
        return font.family().compare(QLatin1String(name), Qt::CaseInsensitive) == 0;
    });
    if (generic && QFontDatabase::hasFamily("Inter")) font.setFamily("Inter");
    font.setPixelSize(13);
    return font;
}

bool hasEqualFigures(const QFont& font) {
    const QFontMetricsF metrics(font);
    const qreal width = metrics.horizontalAdvance('0');
    for (char figure = '1'; figure <= '9'; ++figure)
        if (std::abs(metrics.horizontalAdvance(figure) - width) > 0.01) return false;
    return true;
}

// Qt 6.4 cannot request a font's "tnum" figures, so use a similar font that has them by default, if
// installed.
QString familyWithEqualFigures(const QFont& font) {
    if (hasEqualFigures(font)) return font.family();
    for (const char* family : {"Liberation Sans", "Arimo", "Noto Sans", "Open Sans", "Arial"}) {
        if (!QFontDatabase::hasFamily(family)) continue;
        QFont candidate = font;
        candidate.setFamily(family);
        if (hasEqualFigures(candidate)) return family;
    }
    return font.family();
}

} // namespace

Theme themeOf(const QPalette& palette) {
    Theme theme;
    theme.ground = palette.color(QPalette::Active, QPalette::Window);
    theme.dark = isDark(theme.ground);
    theme.raised = palette.color(QPalette::Active, QPalette::Button);
    theme.hover = palette.color(QPalette::Active, QPalette::Midlight);
    theme.hairline = palette.color(QPalette::Active, QPalette::Mid);
    theme.text = palette.color(QPalette::Active, QPalette::WindowText);
    theme.quietText = palette.color(QPalette::Active, QPalette::PlaceholderText);
    theme.accent = palette.color(QPalette::Active, QPalette::Highlight);
    theme.onAccent = palette.color(QPalette::Active, QPalette::HighlightedText);
    theme.warning = palette.color(QPalette::Active, QPalette::BrightText);
    theme.faint = palette.color(QPalette::Active, QPalette::Dark);
    return theme;
}

void apply(QApplication& application, Appearance appearance) {
    initialiseResources();
    // The sheet wraps the style: both are set once, later calls only change values.
    if (application.styleSheet().isEmpty()) application.setStyle(new BaseStyle);
    application.setFont(textFont());
    const bool dark =
        appearance == Appearance::Dark || (appearance == Appearance::Desktop && desktopIsDark(application));
    const Theme theme = dark ? darkTheme() : lightTheme();
    application.setPalette(paletteOf(theme));
    const QString sheet = styleSheetOf(theme);
    if (application.styleSheet() != sheet) application.setStyleSheet(sheet); // repolishes every widget
}

QColor classColour(int label) {
    static constexpr std::array<QRgb, 10> kSafe{0x4477AA, 0x66CCEE, 0x228833, 0xCCBB44, 0xEE6677,
                                                0xAA3377, 0xBBBBBB, 0xEE8866, 0x44BB99, 0xDDCC77};
    if (label >= 0 && label < static_cast<int>(kSafe.size()))
        return QColor(kSafe[static_cast<std::size_t>(label)]);
    if (label < 0) return QColor(0x8A919E);
    constexpr double kGoldenAngle = 137.50776405003785;
    const int hue = static_cast<int>(std::fmod(label * kGoldenAngle, 360.0));
    return QColor::fromHsl(hue, 150, label % 2 == 0 ? 130 : 155);
}

QFont tabular(QFont font) {
    // Querying the font database took a third of the time to create the window. GUI thread only, like all
    // fonts.
    static QHash<QString, QString> known;
    QString& family = known[font.family()];
    if (family.isEmpty()) family = familyWithEqualFigures(font);
    font.setFamily(family);
    return font;
}

QFont small(QFont font) {
    font.setPixelSize(11);
    return font;
}

QFont strong(QFont font) {
    font.setWeight(QFont::DemiBold);
    return font;
}

QLabel* sectionHead(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text.toUpper(), parent);
    QFont font = strong(small(label->font()));
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.7);
    label->setFont(font);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QLabel* quietLabel(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QLabel* failureLabel(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::BrightText);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    label->hide();
    return label;
}

} // namespace latent::style
