// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

class QImage;

namespace latent {

/// Throws UsageError where the target's ending names a format that is not written ("--out r.pdf"). Ask before
/// drawing.
void checkPictureEnding(const std::string& target);

/// Writes the picture as the target's ending says. An ending that names no format gives a PNG, and that is
/// told; so does "-", standard output. Throws OutputError.
void writePicture(const std::string& target, const QImage& picture);

} // namespace latent
