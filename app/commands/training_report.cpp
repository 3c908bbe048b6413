// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/training_report.h"

#include "app/commands/common.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <string>
#include <unistd.h>

namespace latent {
namespace {

constexpr auto kInterval = std::chrono::milliseconds(100);

std::string oneDecimal(double value) {
    std::array<char, 64> text{};
    const auto result =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 1);
    return result.ec == std::errc() ? std::string(text.data(), result.ptr) : "?";
}

std::string epochText(int epoch, int epochs) {
    return "epoch " + std::to_string(epoch) + (epochs > 0 ? " of " + std::to_string(epochs) : "");
}

} // namespace

TrainingReport::TrainingReport()
    : m_terminal(isatty(STDERR_FILENO) == 1) {}

void TrainingReport::step(const TrainingStatus& status, const StepRecord& record) {
    const auto now = std::chrono::steady_clock::now();
    if (!m_terminal || (m_shown && now - m_last < kInterval)) return;
    m_last = now;
    m_shown = true;
    std::string line = epochText(status.epoch + 1, status.epochs);
    line +=
        " · batch " + std::to_string(status.batchInEpoch) + " of " + std::to_string(status.batchesPerEpoch);
    line += " · " + std::to_string(std::llround(status.imagesPerSecond)) + " images/s";
    line += " · loss " + oneDecimal(record.train.total);
    if (status.secondsLeft > 0) line += " · " + std::to_string(std::llround(status.secondsLeft)) + " s left";
    std::fprintf(stderr, "\r%s\033[K", line.c_str());
    std::fflush(stderr);
}

void TrainingReport::epoch(const EpochRecord& record, int epochs, const Objective& objective) {
    clear();
    std::string line = epochText(record.epoch, epochs) + ": train " + oneDecimal(record.train.total);
    if (record.validation) line += ", held out " + oneDecimal(record.validation->total);
    line += ", test " + oneDecimal(record.test.total) + " nats per image, " +
            likelihoodText(objective.likelihood);
    if (objective.hasKl())
        line += " (reconstruction " + oneDecimal(record.test.reconstruction) + ", KL " +
                oneDecimal(record.test.kl) + ")";
    tell(line + ", " + oneDecimal(record.seconds) + " s");
}

void TrainingReport::finish(const TrainingStatus& status, bool interrupted) {
    clear();
    if (interrupted) tell("stopped after step " + std::to_string(status.step));
}

void TrainingReport::clear() {
    if (m_shown) std::fputs("\r\033[K", stderr);
    m_shown = false;
}

} // namespace latent
