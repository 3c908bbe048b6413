// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/datasets.h"

#include "app/commands/common.h"
#include "app/commands/text_table.h"

namespace latent {

void runDatasets() {
    TextTable table{{"NAME", "TITLE", "AVAILABLE", "FROM"}};
    for (const CatalogueEntry& entry : catalogue())
        table.push_back({entry.name, entry.title, entry.available ? "yes" : "no", entry.origin});
    print(textOf(table));
}

} // namespace latent
