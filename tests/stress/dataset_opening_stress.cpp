// SPDX-License-Identifier: GPL-3.0-or-later
// For ThreadSanitizer: a folder is opened, by two threads of its own, while another thread cancels it at
// some moment or other.
#include "core/data/sets/catalogue.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <unistd.h>

namespace {

void writeImages(const std::filesystem::path& path, unsigned char thousands) {
    const int count = thousands * 1024;
    const char header[16] = {0, 0, 8, 3, 0, 0, static_cast<char>(thousands * 4), 0, 0, 0, 0, 28, 0, 0, 0, 28};
    std::ofstream file(path, std::ios::binary);
    file.write(header, sizeof header);
    file << std::string(static_cast<std::size_t>(count) * 28 * 28, 'x');
}

} // namespace

int main() {
    using namespace latent;
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("latent-stress-" + std::to_string(getpid()));
    std::filesystem::create_directory(folder);
    writeImages(folder / "train-images-idx3-ubyte", 6);
    writeImages(folder / "t10k-images-idx3-ubyte", 4);
    int opened = 0;
    int cancelled = 0;
    for (int round = 0; round < 60; ++round) {
        std::stop_source stop;
        Progress progress;
        progress.stop = stop.get_token();
        std::jthread impatient([&stop, round] {
            std::this_thread::sleep_for(std::chrono::microseconds(round * 100));
            stop.request_stop();
        });
        try {
            const DatasetPtr dataset = openDataset(folder.string(), {}, progress);
            if (dataset->image(0)[0] != 'x' || dataset->image(dataset->size() - 1)[783] != 'x') return 1;
            ++opened;
        } catch (const Cancelled&) {
            ++cancelled;
        }
    }
    std::filesystem::remove_all(folder);
    std::printf("%d opened, %d cancelled\n", opened, cancelled);
    return opened + cancelled == 60 ? 0 : 1;
}
