// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/metrics_file.h"

#include "app/commands/common.h"
#include "app/metrics_json.h"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace latent {
namespace {

int epochOf(const std::string& line, const std::string& file, int number) {
    const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
    if (json.is_object() && json.contains("epoch") && json["epoch"].is_number_integer())
        return json["epoch"].get<int>();
    throw Error(file, "line " + std::to_string(number),
                "is not a line of metrics; --metrics needs another file");
}

// What a run wrote after the state from which it goes on is written again.
std::string firstEpochs(const std::string& file, int epochs) {
    std::ifstream stream(file);
    std::string kept;
    std::string line;
    for (int number = 1; std::getline(stream, line); ++number) {
        if (stream.eof()) break; // cut off in the middle
        if (epochOf(line, file, number) <= epochs) kept += line + "\n";
    }
    return kept;
}

} // namespace

MetricsFile::MetricsFile(const std::string& target, int keepEpochs)
    : m_target(target) {
    if (target.empty() || target == "-") return;
    std::error_code ignored;
    const bool goesOn = keepEpochs > 0 && std::filesystem::is_regular_file(target, ignored);
    if (goesOn) save(target, firstEpochs(target, keepEpochs));
    m_file.open(target, goesOn ? std::ios::app : std::ios::trunc);
    check();
}

void MetricsFile::add(const EpochRecord& record, const Objective& objective) {
    if (m_target.empty()) return;
    const std::string line = metricsLine(record, objective) + "\n";
    if (m_target == "-") return print(line);
    m_file << line << std::flush;
    check();
}

void MetricsFile::check() const {
    if (!m_file) throw OutputError(m_target + ": cannot be written: " + std::strerror(errno));
}

} // namespace latent
