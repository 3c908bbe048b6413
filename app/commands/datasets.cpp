// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/datasets.h"

#include "app/commands/common.h"

#include <algorithm>
#include <array>

namespace latent {

void runDatasets() {
    using Row = std::array<std::string, 4>;
    std::vector<Row> rows{{"NAME", "TITLE", "AVAILABLE", "FROM"}};
    for (const CatalogueEntry& entry : catalogue()) {
        rows.push_back({entry.name, entry.title, entry.available ? "yes" : "no", entry.origin});
    }
    Row::value_type text;
    std::array<std::size_t, 3> widths{};
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < widths.size(); ++i) {
            text += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
        }
        text += row.back() + "\n";
    }
    print(text);
}

} // namespace latent
