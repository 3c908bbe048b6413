// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/evaluate.h"

#include "app/commands/common.h"
#include "app/commands/session_model.h"
#include "app/metrics_json.h"
#include "core/base/cores.h"
#include "core/explore/diagnostics/diagnose.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <unistd.h>

namespace latent {
namespace {

/// How far it is, on standard error: on a terminal a line that is written over, else now and then a line.
class ProgressLine {
  public:
    ~ProgressLine() {
        if (m_terminal && m_percent >= 0) std::fputs("\r\033[K", stderr);
    }
    void show(double fraction) {
        const int percent = static_cast<int>(std::floor(100 * fraction));
        const auto now = std::chrono::steady_clock::now();
        if (percent <= m_percent || now - m_last < (m_terminal ? kOften : kSeldom)) return;
        m_percent = percent;
        m_last = now;
        if (!m_terminal) return tell("evaluating: " + std::to_string(percent) + " %");
        std::fprintf(stderr, "\revaluating: %d %%\033[K", percent);
        std::fflush(stderr);
    }

  private:
    static constexpr std::chrono::milliseconds kOften{100};
    static constexpr std::chrono::milliseconds kSeldom{10'000};
    bool m_terminal = isatty(STDERR_FILENO) == 1;
    int m_percent = -1;
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
};

DiagnosticsQuestion questionOf(const EvaluateCommand& command, std::uint64_t seed) {
    return {.samples = command.samples,
            .boundImages = command.images,
            .klParts = command.full,
            .aggregate = command.full,
            .accuracy = command.full,
            .memorisation = command.full,
            .informationGap = command.full,
            .seed = seed};
}

} // namespace

void runEvaluate(const EvaluateCommand& command) {
    const ModelFile file = openModel(command.model);
    const DatasetPtr dataset =
        openDataFor(file, command.model.path, command.data, command.opening, Images::AsTrained);
    if (command.samples > 0 && !file.model.objective.latentNoise)
        tell(command.model.path + " has no latent noise, so there is no bound on log p(x)");
    ThreadTeam team(coreCount());
    const std::uint64_t seed = file.configuration.training.seed;
    const Evaluation evaluation = evaluate(file.model, *dataset, dataset->test, seed, team);
    ProgressLine line;
    const DiagnosticsReport report = diagnose(file.model, *dataset, questionOf(command, seed), team,
                                              {[&](double fraction) { line.show(fraction); }, {}});
    print(evaluationLine(command.model.path, dataset->name, file.model.objective, evaluation, report) + "\n");
}

} // namespace latent
