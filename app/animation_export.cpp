// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/animation_export.h"

#include "core/base/error.h"
#include "core/data/files/safe_save.h"

namespace latent {
namespace {

std::unique_ptr<AnimationWriter> writerFor(const std::filesystem::path& path) {
    const std::string ending = path.extension().string();
    if (ending == ".webp") return webpWriter();
    if (ending == ".gif") return gifWriter();
    throw Error(path.string(), "", "the name must end in .webp or .gif");
}

} // namespace

void saveAnimation(const std::filesystem::path& path, int frames,
                   const std::function<AnimationFrame(int)>& frame, const Progress& progress) {
    const std::unique_ptr<AnimationWriter> writer = writerFor(path);
    requireSavable(path); // before the work
    if (frames < 1) throw Error(path.string(), "", "there is no frame to save");
    std::string bytes;
    try {
        for (int i = 0; i < frames; ++i) {
            progress.at(static_cast<double>(i) / frames);
            writer->add(frame(i));
        }
        bytes = writer->finish();
    } catch (const Error& error) {
        throw Error(path.string(), "", error.what());
    }
    progress.at(1);
    safeSave(path, bytes);
}

} // namespace latent
