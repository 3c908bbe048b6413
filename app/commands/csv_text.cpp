// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/csv_text.h"

#include "app/numbers.h"
#include "core/data/files/clean_text.h"

namespace latent {

void appendField(std::string& line, const std::string& text) {
    if (text.find_first_of(",\"") == std::string::npos) {
        line += text;
        return;
    }
    line += '"';
    for (const char letter : text) line.append(letter == '"' ? 2 : 1, letter);
    line += '"';
}

void appendIdentity(std::string& line, const ImageDataset& dataset, Index image) {
    const auto at = static_cast<std::size_t>(image);
    appendNumber(line, image);
    line += ',';
    if (!dataset.files.empty()) appendField(line, fileNameText(dataset.files[at]));
    line += ',';
    if (!dataset.pages.empty() && dataset.pages[at] > 0) appendNumber(line, dataset.pages[at]);
    line += ',';
    const int label = dataset.label(image);
    if (label >= 0) appendNumber(line, label);
    line += ',';
    if (label >= 0) appendField(line, cleanText(dataset.classNames[static_cast<std::size_t>(label)]));
}

} // namespace latent
