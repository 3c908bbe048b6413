// SPDX-License-Identifier: GPL-3.0-or-later
// Qt-free, for ThreadSanitizer: a reader that takes mail while commands rain on the training thread.
#include "core/train/training_worker.h"
#include "tests/train/tiny_dataset.h"

#include <atomic>
#include <cstdio>

int main() {
    using namespace latent;
    const DatasetPtr first = test::tinyDataset(96, 16);
    const DatasetPtr second = test::tinyDataset(48, 600);
    Configuration configuration;
    configuration.architecture = {.shape = first->shape, .hidden = {16}, .latent = 2};
    configuration.training = {.batch = 32, .epochs = 0, .learningRate = 1e-3F, .threads = 3};
    std::size_t steps = 0;
    double total = 0;
    for (int round = 0; round < 30; ++round) {
        std::atomic<bool> woken{false};
        TrainingWorker worker([&] { woken = true; });
        Random random(static_cast<std::uint64_t>(round), Stream::Data);
        worker.prepare(first, configuration);
        for (int command = 0; command < 200; ++command) {
            switch (random.below(9)) {
            case 0:
                worker.pause();
                break;
            case 1:
                worker.stepOnce();
                break;
            case 2:
                worker.setObjective({.corruption = {}, .latentNoise = true, .beta = random.uniform()});
                break;
            case 3:
                worker.setLearningRate(1e-3F * random.uniform() + 1e-6F);
                break;
            case 4:
                worker.prepare(random.below(2) == 0 ? first : second, configuration);
                break;
            case 5:
                worker.setAttention(random.below(2) == 0 ? Attention::Watched : Attention::Unwatched);
                break;
            default:
                worker.run();
                break;
            }
            if (!woken.exchange(false)) continue;
            const Mail mail = worker.takeMail();
            steps += mail.steps.size();
            if (mail.snapshot && mail.snapshot->codes)
                total += static_cast<double>(mail.snapshot->codes->sum());
        }
    }
    std::printf("%zu steps seen, sum %g\n", steps, total);
    return 0;
}
