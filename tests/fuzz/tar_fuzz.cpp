// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/unpack_archive.h"
#include "tests/fuzz/fuzz_file.h"

#include <filesystem>
#include <system_error>

namespace {

namespace fs = std::filesystem;

/// Where the members go, for as long as the program runs.
struct Folder {
    fs::path path = fs::temp_directory_path() / ("latent-tar-" + std::to_string(getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Folder folder;
    const latent::fuzzing::MemoryFile file(data, size);
    try {
        latent::unpackMembers(file.path(), {"set/a.bin", "set/b.bin"}, folder.path, {});
    } catch (const latent::Error& error) {
        latent::fuzzing::require(std::string(error.what()).find('\n') == std::string::npos);
    }
    for (const auto& entry : fs::directory_iterator(folder.path)) {
        const fs::path name = entry.path().filename();
        latent::fuzzing::require(name == "a.bin" || name == "b.bin"); // no other, and none elsewhere
    }
    return 0;
}
