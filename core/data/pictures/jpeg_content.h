// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace latent {

/// What the markers of a JPEG tell (ITU T.81, B).
struct JpegContent {
    bool endMark = false; // it has the mark that ends the picture
    bool cut = false;     // a header is cut
    /// Every coefficient of every component was begun to be sent in full, and there are no restart marks in
    /// the data, behind which it might go on.
    bool everyScan = false;
};

JpegContent examineJpeg(std::string_view bytes);

} // namespace latent
