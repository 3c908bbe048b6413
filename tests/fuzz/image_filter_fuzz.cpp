// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/curate/image_filter.h"
#include "tests/fuzz/fuzz_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using latent::fuzzing::require;
    const latent::ImageFacts facts{[](const latent::ImageField& field, latent::Index image) {
                                       return static_cast<double>(image * (field.dimension + 1)) - 2;
                                   },
                                   [](const latent::ImageField&, latent::Index image) {
                                       return std::string(image % 2 == 0 ? "training" : "Ankle boot");
                                   }};
    try {
        const auto filter = latent::ImageFilter::parse({reinterpret_cast<const char*>(data), size},
                                                       {.latent = 3, .classes = {}});
        require(!filter.fields().empty());
        for (const latent::ImageField& field : filter.fields()) require(field.dimension < 3);
        latent::Index last = -1;
        for (const latent::Index image : filter.matching(8, facts)) {
            require(image > last && image < 8);
            last = image;
        }
    } catch (const latent::Error& error) {
        require(std::string(error.what()).find('\n') == std::string::npos);
    }
    return 0;
}
