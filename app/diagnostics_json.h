// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/diagnostics/diagnostics_report.h"

#include <nlohmann/json.hpp>

namespace latent {

/// A report for scripts. Losses in nats per image; dimensions from 1, as the window names them. Parts that
/// the report lacks are left out.
nlohmann::ordered_json diagnosticsJson(const DiagnosticsReport& report);

} // namespace latent
