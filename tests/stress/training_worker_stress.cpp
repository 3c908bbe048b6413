// SPDX-License-Identifier: GPL-3.0-or-later
// Qt-free, for ThreadSanitizer: a reader that takes mail while commands rain on the training thread.
#include "core/train/training_worker.h"
#include "tests/train/tiny_dataset.h"

#include <array>
#include <atomic>
#include <cstdio>

namespace {

using namespace latent;

struct Seen {
    std::size_t steps = 0;
    std::size_t states = 0;
    double codes = 0; // their sum: they are read
};

/// One worker, and what its reader knows of it.
class Round {
  public:
    Round(std::uint64_t seed, Seen& seen)
        : m_random(seed, Stream::Data)
        , m_seen(seen) {
        m_configuration.architecture = {.shape = m_sets[0]->shape, .hidden = {16}, .latent = 2};
        m_configuration.training = {.batch = 32, .epochs = 0, .learningRate = 1e-3F, .threads = 3};
        prepare();
    }

    void command() {
        switch (m_random.below(12)) {
        case 0:
            return m_worker.pause();
        case 1:
            return m_worker.stepOnce();
        case 2:
            return m_worker.setObjective({.corruption = {}, .latentNoise = true, .beta = m_random.uniform()});
        case 3:
            return m_worker.setLearningRate(1e-3F * m_random.uniform() + 1e-6F);
        case 4:
            return prepare();
        case 5:
            return m_worker.setAttention(m_random.below(2) == 0 ? Attention::Watched : Attention::Unwatched);
        case 6:
            return m_worker.requestState();
        case 7:
            return m_worker.setStateInterval(std::chrono::milliseconds(m_random.below(3)));
        case 8:
            if (m_state) m_run = m_worker.prepare(m_sets[m_set], m_state);
            return;
        default:
            return run();
        }
    }

    void read() {
        if (!m_woken.exchange(false)) return;
        const Mail mail = m_worker.takeMail();
        m_seen.steps += mail.steps.size();
        if (mail.state && mail.run == m_run) {
            ++m_seen.states;
            m_state = mail.state;
        }
        if (mail.snapshot && mail.snapshot->codes)
            m_seen.codes += static_cast<double>(mail.snapshot->codes->sum());
    }

  private:
    void prepare() {
        m_set = m_random.below(2);
        m_state.reset();
        m_run = m_worker.prepare(m_sets[m_set], m_configuration);
    }

    // Sometimes the rain stops, so that the run gets on: each epoch wakes the reader.
    void run() {
        m_worker.run();
        for (auto epochs = m_random.below(8); epochs > 4; --epochs) {
            m_woken.wait(false);
            read();
        }
    }

    const std::array<DatasetPtr, 2> m_sets{test::tinyDataset(96, 16), test::tinyDataset(48, 600)};
    Configuration m_configuration;
    Random m_random;
    Seen& m_seen;
    std::size_t m_set = 0;
    int m_run = 0;
    TrainingStatePtr m_state; // of the present run
    std::atomic<bool> m_woken{false};
    TrainingWorker m_worker{[this] {
        m_woken = true;
        m_woken.notify_one();
    }};
};

} // namespace

int main() {
    Seen seen;
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        Round round(seed, seen);
        for (int command = 0; command < 200; ++command) {
            round.command();
            round.read();
        }
    }
    std::printf("%zu steps and %zu states seen, codes sum to %g\n", seen.steps, seen.states, seen.codes);
    return seen.steps > 0 && seen.states > 0 && seen.codes != 0 ? 0 : 1;
}
