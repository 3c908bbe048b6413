// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/opening_json.h"

#include "core/base/error.h"
#include "core/data/opening_words.h"

#include <algorithm>

namespace latent {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

template <class Value, class Written>
void writeUnlessUsual(ordered_json& object, const char* key, const Value& value, const Value& usual,
                      Written written) {
    if (value != usual) object[key] = written;
}

void readText(const json& object, const char* key, std::string& value) {
    const auto found = object.find(key);
    if (found != object.end() && found->is_string()) value = found->get<std::string>();
}

template <class Value, class Parse>
void readWord(const json& object, const char* key, Value& value, Parse parse) {
    std::string word;
    readText(object, key, word);
    if (word.empty()) return;
    try {
        value = parse(word);
    } catch (const Error&) { // of another version of the program
    }
}

void readSide(const json& object, const char* key, int& value) {
    const auto found = object.find(key);
    if (found != object.end() && found->is_number_integer())
        value = static_cast<int>(std::clamp<std::int64_t>(found->get<std::int64_t>(), 0, kMaxAskedSide));
}

} // namespace

ordered_json openingJson(const OpenOptions& options) {
    const OpenOptions usual;
    ordered_json object = ordered_json::object();
    if (options.transpose) object["transpose"] = *options.transpose;
    const auto write = [&](const char* key, const auto& value, const auto& usualValue) {
        writeUnlessUsual(object, key, value, usualValue, value);
    };
    const auto writeWord = [&](const char* key, const auto& value, const auto& usualValue) {
        writeUnlessUsual(object, key, value, usualValue, wordFor(value));
    };
    write("imagesKey", options.imagesKey, usual.imagesKey);
    write("labelsKey", options.labelsKey, usual.labelsKey);
    write("labels", options.labels, usual.labels);
    write("labelColumn", options.labelColumn, usual.labelColumn);
    write("width", options.width, usual.width);
    write("height", options.height, usual.height);
    write("side", options.side, usual.side);
    writeWord("fit", options.fit, usual.fit);
    writeWord("colour", options.colour, usual.colour);
    writeWord("ground", options.ground, usual.ground);
    return object;
}

OpenOptions openingFromJson(const json& object) {
    OpenOptions options;
    if (!object.is_object()) return options;
    const auto truth = [&](const char* key) { return object.contains(key) && object[key].is_boolean(); };
    if (truth("transpose")) options.transpose = object["transpose"].get<bool>();
    if (truth("labels")) options.labels = object["labels"].get<bool>();
    readText(object, "imagesKey", options.imagesKey);
    readText(object, "labelsKey", options.labelsKey);
    readText(object, "labelColumn", options.labelColumn);
    readSide(object, "width", options.width);
    readSide(object, "height", options.height);
    readSide(object, "side", options.side);
    readWord(object, "fit", options.fit, parseFit);
    readWord(object, "colour", options.colour, parseColour);
    readWord(object, "ground", options.ground, parseGround);
    return options;
}

} // namespace latent
