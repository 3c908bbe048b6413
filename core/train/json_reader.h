// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/matrix.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Private to core/train and core/run.
namespace latent {

/// JsonReader accepts no longer text: the longest is a data set's name, which may be a path.
inline constexpr std::size_t kMaxTextBytes = 4096;

/// Throws Error(file, position, cause) for text that is no JSON object, repeats a key or nests too deeply.
nlohmann::json parseStrictly(std::string_view text, const std::string& file, const std::string& position);

/// Reads the members of one JSON object. Throws Error(file, path of the member, cause) where one is missing,
/// of another type or out of range. The object outlives it.
class JsonReader {
  public:
    JsonReader(const nlohmann::json& object, std::string file, std::string path);

    const nlohmann::json& content() const { return m_object; }
    /// Throws an Error about the object itself.
    [[noreturn]] void fail(const std::string& cause) const { throw Error(m_file, m_path, cause); }
    bool has(const char* key) const { return m_object.contains(key); }
    JsonReader object(const char* key) const { return {member(key), m_file, m_path + "." + key}; }
    template <class T>
    T integer(const char* key, T low, T high) const {
        return integerOf<T>(member(key), key, low, high);
    }
    std::vector<int> integers(const char* key, std::size_t most, int low, int high) const;
    /// Refuses what is too small for a float too: a setting must not become 0.
    float number(const char* key) const;
    /// Any finite number.
    double real(const char* key) const;
    /// Above 0 and below 1.
    double fraction(const char* key) const;
    Vector numbers(const char* key, Index count) const { return numbers(key, count, count); }
    Vector numbers(const char* key, Index least, Index most) const;
    /// Exactly so many, none farther from 0 than `largest`.
    std::vector<double> doubles(const char* key, std::size_t count, double largest) const;
    bool truth(const char* key) const;
    /// One reader for each object of a list.
    std::vector<JsonReader> objects(const char* key, std::size_t most) const;
    std::string text(const char* key, std::size_t most = kMaxTextBytes) const {
        return textOf(member(key), key, most);
    }
    std::vector<std::string> texts(const char* key, std::size_t most,
                                   std::size_t mostBytes = kMaxTextBytes) const;
    /// Parses a text with a function that throws a sentence of its own.
    template <class Parse>
    auto parsed(const char* key, Parse parse) const {
        const std::string value = text(key);
        try {
            return parse(value);
        } catch (const Error& error) {
            failAt(key, error.what());
        }
    }

    [[noreturn]] void failAt(const char* key, const std::string& cause) const;

  private:
    const nlohmann::json& member(const char* key) const;
    /// A list of at most so many values.
    const nlohmann::json& list(const char* key, std::size_t most) const;
    float numberOf(const nlohmann::json& value, const char* key) const;
    std::string textOf(const nlohmann::json& value, const char* key, std::size_t most = kMaxTextBytes) const;

    template <class T>
    T integerOf(const nlohmann::json& value, const char* key, T low, T high) const {
        const auto refuse = [&] {
            failAt(key, "is not a whole number from " + std::to_string(low) + " to " + std::to_string(high));
        };
        if (!value.is_number_integer()) refuse();
        if (value.is_number_unsigned()) {
            const auto number = value.get<std::uint64_t>();
            if (number > static_cast<std::uint64_t>(high) || std::cmp_less(number, low)) refuse();
            return static_cast<T>(number);
        }
        const auto number = value.get<std::int64_t>();
        if (std::cmp_less(number, low) || std::cmp_greater(number, high)) refuse();
        return static_cast<T>(number);
    }

    const nlohmann::json& m_object;
    std::string m_file;
    std::string m_path;
};

} // namespace latent
