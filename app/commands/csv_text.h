// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <string>

// Rows of the CSV files that commands write.
namespace latent {

/// The columns that appendIdentity() fills.
inline constexpr const char* kIdentityColumns = "image,file,page,label,class";

/// A field of text, in quotation marks where it would end before its end (RFC 4180).
void appendField(std::string& line, const std::string& text);

/// The image's number, file, page, label and class; what it lacks is empty.
void appendIdentity(std::string& line, const ImageDataset& dataset, Index image);

} // namespace latent
