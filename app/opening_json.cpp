// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/opening_json.h"

#include "core/base/error.h"
#include "core/data/opening_words.h"

#include <algorithm>

namespace latent {
namespace {

// Members that are as usual are not written.
template <class Value, class Written>
void write(QJsonObject& object, const char* key, const Value& value, const Value& usual, Written written) {
    if (value != usual) object[key] = written;
}

template <class Value, class Parse>
void read(const QJsonObject& object, const char* key, Value& value, Parse parse) {
    const QJsonValue found = object[key];
    if (!found.isString()) return;
    try {
        value = parse(found.toString().toStdString());
    } catch (const Error&) { // of another version of the program
    }
}

void read(const QJsonObject& object, const char* key, int& value) {
    value = std::clamp(object[key].toInt(value), 0, kMaxAskedSide);
}

} // namespace

QJsonObject openingToJson(const OpenOptions& options) {
    const OpenOptions usual;
    const auto text = [](const std::string& word) { return QString::fromStdString(word); };
    QJsonObject object;
    if (options.transpose) object["transpose"] = *options.transpose;
    write(object, "imagesKey", options.imagesKey, usual.imagesKey, text(options.imagesKey));
    write(object, "labelsKey", options.labelsKey, usual.labelsKey, text(options.labelsKey));
    write(object, "labels", options.labels, usual.labels, options.labels);
    write(object, "labelColumn", options.labelColumn, usual.labelColumn, text(options.labelColumn));
    write(object, "width", options.width, usual.width, options.width);
    write(object, "height", options.height, usual.height, options.height);
    write(object, "side", options.side, usual.side, options.side);
    write(object, "fit", options.fit, usual.fit, text(wordFor(options.fit)));
    write(object, "colour", options.colour, usual.colour, text(wordFor(options.colour)));
    write(object, "ground", options.ground, usual.ground, text(wordFor(options.ground)));
    return object;
}

OpenOptions openingFromJson(const QJsonObject& object) {
    OpenOptions options;
    if (object["transpose"].isBool()) options.transpose = object["transpose"].toBool();
    options.imagesKey = object["imagesKey"].toString().toStdString();
    options.labelsKey = object["labelsKey"].toString().toStdString();
    options.labels = object["labels"].toBool(true);
    options.labelColumn = object["labelColumn"].toString().toStdString();
    read(object, "width", options.width);
    read(object, "height", options.height);
    read(object, "side", options.side);
    read(object, "fit", options.fit, parseFit);
    read(object, "colour", options.colour, parseColour);
    read(object, "ground", options.ground, parseGround);
    return options;
}

} // namespace latent
