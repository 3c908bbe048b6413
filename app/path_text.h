// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>
#include <string_view>

// Paths are bytes, and not all of them are UTF-8: a disk written long ago has its own encoding. As a QString,
// each byte that belongs to no character stands as a lone low surrogate (U+DC80 … U+DCFF), as in Python (PEP
// 383); on the way back to the system it is that byte again.
namespace latent {

QString pathFromBytes(std::string_view bytes);
std::string pathToBytes(const QString& path);

} // namespace latent
