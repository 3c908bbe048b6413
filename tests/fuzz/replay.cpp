// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target without libFuzzer: over the files of the folders that are named, and over what becomes
// of each when it is cut short or a byte of it is turned.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t kMostChanges = 400; // of a file

std::vector<std::uint8_t> contentOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

int replay(std::vector<std::uint8_t> bytes) {
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    const std::size_t step = bytes.size() / kMostChanges + 1;
    int inputs = 1;
    for (std::size_t i = 0; i < bytes.size(); i += step, inputs += 2) {
        LLVMFuzzerTestOneInput(bytes.data(), i);
        bytes[i] = static_cast<std::uint8_t>(~bytes[i]);
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
        bytes[i] = static_cast<std::uint8_t>(~bytes[i]);
    }
    return inputs;
}

} // namespace

int main(int count, char** arguments) {
    int files = 0;
    int inputs = 0;
    for (int i = 1; i < count; ++i) {
        for (const auto& entry : std::filesystem::directory_iterator(arguments[i])) {
            inputs += replay(contentOf(entry.path()));
            ++files;
        }
    }
    std::printf("%d inputs made from %d files\n", inputs, files);
    return files > 0 ? 0 : 1;
}
