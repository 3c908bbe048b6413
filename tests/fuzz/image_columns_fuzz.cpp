// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tables/image_columns.h"
#include "tests/fuzz/fuzz_file.h"

#include <cmath>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using latent::fuzzing::require;
    latent::ImageDataset dataset;
    dataset.shape = {.width = 1, .height = 1};
    dataset.pixels = latent::PixelStore::own(std::vector<std::uint8_t>(3));
    if (size % 2 == 0) dataset.files = {"a.png", "b/c.png", "c.png"}; // else by number alone
    const latent::fuzzing::MemoryFile file(data, size);
    try {
        const latent::ImageColumns table = latent::readImageColumns(file.path(), dataset);
        require(table.matched >= 1 && table.matched <= 3);
        require(static_cast<std::uint64_t>(table.matched) <= table.rows);
        for (const latent::ImageColumn& column : table.columns) {
            require(column.numbers.size() + column.words.size() == 3); // one of the two
            for (const float number : column.numbers) require(!std::isinf(number));
            for (const int word : column.words)
                require(word >= -1 && word < static_cast<int>(column.categories.size()));
        }
    } catch (const latent::Error& error) {
        require(std::string(error.what()).find('\n') == std::string::npos);
    }
    return 0;
}
