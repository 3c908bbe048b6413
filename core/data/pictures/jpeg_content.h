// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace latent {

/// What the markers of a JPEG show (ITU T.81, B).
struct JpegContent {
    bool endMark = false; // it has an end marker
    bool cut = false;     // a header is truncated
    /// Transmission of every coefficient of every component has begun, and the data contain no restart
    /// markers, after which more could follow.
    bool everyScan = false;
};

JpegContent examineJpeg(std::string_view bytes);

} // namespace latent
