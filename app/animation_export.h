// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/progress.h"

#include <QImage>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace latent {

/// A picture of an animation and how long it is shown.
struct AnimationFrame {
    QImage image;
    int milliseconds = 0;
};

/// Packs frames one by one, so that no more than two of them need be held. An animation repeats for ever. All
/// functions throw Error, which names no file.
class AnimationWriter {
  public:
    virtual ~AnimationWriter() = default;
    /// All frames have the first one's size.
    virtual void add(const AnimationFrame& frame) = 0;
    /// The file. At least one frame has been added; nothing comes after.
    virtual std::string finish() = 0;
};

/// Lossless: what is decoded is what was drawn.
std::unique_ptr<AnimationWriter> webpWriter();
/// 256 colours a frame, the frame's own ones if they are fewer, else by median cut (Heckbert 1982). Shown for
/// hundredths of a second, two at least, since programs show what is shorter more slowly.
std::unique_ptr<AnimationWriter> gifWriter();

/// Draws the frames and saves them as WebP or GIF, by the path's ending. Throws Error, or Cancelled with
/// nothing saved. Long work: not for the GUI thread, as far as frame() allows.
void saveAnimation(const std::filesystem::path& path, int frames,
                   const std::function<AnimationFrame(int)>& frame, const Progress& progress);

} // namespace latent
