// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"
#include "app/numbers.h"
#include "app/path_text.h"

#include <QCommandLineParser>

#include <optional>
#include <string>

namespace latent {

inline constexpr const char* kVersionLine = "latent-explorer " LATENT_VERSION "\n";

/// One subcommand's options: QCommandLineParser, with every mistake a UsageError of one line.
class Options {
  public:
    Options(const QString& name, const QString& description)
        : m_name(name) {
        m_parser.setApplicationDescription(description);
        m_parser.addOption({{"h", "help"}, "Show this text."});
        m_parser.addOption({{"v", "version"}, "Show the version."});
    }

    void value(const QString& name, const QString& description, const QString& placeholder,
               const QString& preset = {}) {
        const QString suffix = preset.isEmpty() ? QString() : QString(" [%1]").arg(preset);
        m_parser.addOption({name, description + suffix, placeholder});
    }
    void flag(const QString& name, const QString& description) { m_parser.addOption({name, description}); }
    void positional(const QString& name, const QString& description) {
        m_parser.addPositionalArgument(name, description);
        m_positionals.append(name);
    }

    /// Returns the text to print where help or the version is asked for.
    std::optional<PrintText> parse(const QStringList& arguments) {
        QStringList own = arguments;
        own.removeAt(1); // the subcommand's name
        const bool understood = m_parser.parse(own);
        if (m_parser.isSet("help")) return PrintText{help().toStdString()};
        if (m_parser.isSet("version")) return PrintText{kVersionLine};
        if (!understood) fail(m_parser.errorText());
        const QStringList words = m_parser.positionalArguments();
        if (words.size() < m_positionals.size()) fail(m_positionals[words.size()] + " is missing");
        if (words.size() > m_positionals.size())
            fail(QString("'%1' is one word too many").arg(words[m_positionals.size()]));
        for (const QString& option : m_parser.optionNames()) {
            if (m_parser.values(option).size() > 1 && option != "z" && option != "via")
                fail(QString("--%1 is given twice").arg(option));
        }
        return std::nullopt;
    }

    bool has(const QString& name) const { return m_parser.isSet(name); }
    /// The names of the options that are given.
    QStringList given() const { return m_parser.optionNames(); }
    /// As bytes: they may name a file, see pathToBytes().
    std::string word(int i) const { return pathToBytes(m_parser.positionalArguments().at(i)); }
    std::string text(const QString& name) const { return pathToBytes(m_parser.value(name)); }
    QStringList texts(const QString& name) const { return m_parser.values(name); }

    std::string required(const QString& name) const {
        if (text(name).empty()) fail(QString("--%1 is missing").arg(name));
        return text(name);
    }

    template <class T>
    T number(const QString& name, T preset, T low, T high) const {
        if (!has(name)) return preset;
        const std::optional<T> value = parseNumber<T>(text(name));
        if (!value || *value < low || *value > high) {
            fail(QString("--%1: '%2' is no whole number from %3 to %4")
                     .arg(name, m_parser.value(name))
                     .arg(low)
                     .arg(high));
        }
        return *value;
    }
    float real(const QString& name, float preset) const {
        if (!has(name)) return preset;
        const std::optional<float> value = parseNumber<float>(text(name));
        if (value) return *value;
        const bool isNumber =
            parseNumber<double>(text(name)).has_value(); // yet too large or small for a float
        fail(QString(isNumber ? "--%1: %2 is out of range" : "--%1: '%2' is no number")
                 .arg(name, m_parser.value(name)));
    }
    /// Parses a text with a function of the core that throws a sentence of its own.
    template <class T, class Parse>
    T parsed(const QString& name, T preset, Parse read) const {
        if (!has(name)) return preset;
        try {
            return read(text(name));
        } catch (const Error& error) {
            fail(QString("--%1: %2").arg(name, QString::fromUtf8(error.what())));
        }
    }

    [[noreturn]] void fail(const QString& cause) const {
        QString line = cause.simplified();
        if (line.endsWith('.')) line.chop(1);
        throw UsageError(m_name.toStdString() + ": " + line.toStdString());
    }

  private:
    /// Qt's text, but for its first line, which knows no subcommands.
    QString help() const {
        const QString usage =
            QString("Usage: latent-explorer %1 [options] %2").arg(m_name, m_positionals.join(' '));
        return usage.trimmed() + "\n" + m_parser.helpText().section('\n', 1);
    }

    QString m_name;
    QCommandLineParser m_parser;
    QStringList m_positionals;
};

} // namespace latent
