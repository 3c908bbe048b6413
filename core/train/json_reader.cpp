// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/json_reader.h"

#include <cmath>
#include <limits>
#include <set>

namespace latent {
namespace {

using nlohmann::json;

constexpr int kMaxDepth = 8;

} // namespace

json parseStrictly(std::string_view text, const std::string& file, const std::string& position) {
    // The library keeps the last of two equal keys and accepts a byte order mark: neither is a sound file.
    std::vector<std::set<std::string>> keys;
    const json::parser_callback_t watch = [&](int depth, json::parse_event_t event, json& parsed) {
        if (depth > kMaxDepth) throw Error(file, position, "nests too deeply");
        if (event == json::parse_event_t::object_start) keys.emplace_back();
        if (event == json::parse_event_t::object_end) keys.pop_back();
        if (event == json::parse_event_t::key && !keys.back().insert(parsed.get<std::string>()).second) {
            throw Error(file, position, "has the same key twice");
        }
        return true;
    };
    if (text.empty() || text.front() != '{') throw Error(file, position, "does not start as a JSON object");
    try {
        return json::parse(text, watch);
    } catch (const json::exception&) {
        throw Error(file, position, "is not valid JSON");
    }
}

JsonReader::JsonReader(const json& object, std::string file, std::string path)
    : m_object(object)
    , m_file(std::move(file))
    , m_path(std::move(path)) {
    if (!object.is_object()) throw Error(m_file, m_path, "is not a JSON object");
}

void JsonReader::failAt(const char* key, const std::string& cause) const {
    throw Error(m_file, m_path + "." + key, cause);
}

const json& JsonReader::member(const char* key) const {
    const auto found = m_object.find(key);
    if (found == m_object.end()) failAt(key, "is missing");
    return *found;
}

const json& JsonReader::list(const char* key, std::size_t most) const {
    const json& values = member(key);
    if (!values.is_array() || values.size() > most)
        failAt(key, "is not a list of at most " + std::to_string(most));
    return values;
}

std::vector<int> JsonReader::integers(const char* key, std::size_t most, int low, int high) const {
    std::vector<int> values;
    for (const json& value : list(key, most)) values.push_back(integerOf<int>(value, key, low, high));
    return values;
}

float JsonReader::number(const char* key) const {
    const json& value = member(key);
    const float number = numberOf(value, key);
    if (number == 0 && value.get<double>() != 0) failAt(key, "is too small");
    return number;
}

// The parser refuses numbers beyond the range of doubles.
double JsonReader::real(const char* key) const {
    const json& value = member(key);
    if (!value.is_number()) failAt(key, "is not a number");
    return value.get<double>();
}

double JsonReader::fraction(const char* key) const {
    const double share = real(key);
    if (!(share > 0 && share < 1)) failAt(key, "is not above 0 and below 1");
    return share;
}

Vector JsonReader::numbers(const char* key, Index least, Index most) const {
    const json& values = member(key);
    const auto count = static_cast<Index>(values.size());
    if (!values.is_array() || count < least || count > most)
        failAt(key, "is not a list of " +
                        (least == most ? std::to_string(most) : "at most " + std::to_string(most)) +
                        " numbers");
    Vector numbers(count);
    for (Index i = 0; i < count; ++i) numbers[i] = numberOf(values[static_cast<std::size_t>(i)], key);
    return numbers;
}

std::vector<double> JsonReader::doubles(const char* key, std::size_t count, double largest) const {
    const json& values = member(key);
    if (!values.is_array() || values.size() != count)
        failAt(key, "is not a list of " + std::to_string(count) + " numbers");
    std::vector<double> numbers;
    for (const json& value : values) {
        if (!value.is_number()) failAt(key, "is not a number");
        numbers.push_back(value.get<double>());
        if (!(std::abs(numbers.back()) <= largest)) failAt(key, "is too large");
    }
    return numbers;
}

bool JsonReader::truth(const char* key) const {
    const json& value = member(key);
    if (!value.is_boolean()) failAt(key, "is neither true nor false");
    return value.get<bool>();
}

std::vector<JsonReader> JsonReader::objects(const char* key, std::size_t most) const {
    std::vector<JsonReader> readers;
    for (const json& value : list(key, most))
        readers.emplace_back(value, m_file, m_path + "." + key + "[" + std::to_string(readers.size()) + "]");
    return readers;
}

std::vector<std::string> JsonReader::texts(const char* key, std::size_t most, std::size_t mostBytes) const {
    std::vector<std::string> texts;
    for (const json& value : list(key, most)) texts.push_back(textOf(value, key, mostBytes));
    return texts;
}

std::string JsonReader::textOf(const json& value, const char* key, std::size_t most) const {
    if (!value.is_string()) failAt(key, "is not text");
    const auto& text = value.get_ref<const std::string&>();
    if (text.size() > most) failAt(key, "is too long");
    return text;
}

float JsonReader::numberOf(const json& value, const char* key) const {
    if (!value.is_number()) failAt(key, "is not a number");
    const auto number = value.get<double>();
    if (!(std::abs(number) <= double{std::numeric_limits<float>::max()})) failAt(key, "is too large");
    return static_cast<float>(number);
}

} // namespace latent
