// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/mailbox.h"
#include "core/train/trainer.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace latent {

/// How closely somebody follows a run.
enum class Attention {
    Watched,   // snapshots are fresh enough for points that glide from one to the next
    Unwatched, // snapshots are rarer, and rarer still the longer the run takes
};

/// Owns the training thread and the trainer on it. Every call returns at once; what happens comes by mail.
/// Commands are answered within one step. The destructor stops and joins within one step.
class TrainingWorker {
  public:
    /// `wake` is called on the training thread when mail lies ready (see Mailbox). Throws std::system_error
    /// if the thread cannot be started.
    explicit TrainingWorker(std::function<void()> wake);
    ~TrainingWorker();
    TrainingWorker(const TrainingWorker&) = delete;
    TrainingWorker& operator=(const TrainingWorker&) = delete;

    /// A new trainer, paused at step 0, from fresh weights or from `start`. Replaces the present one.
    /// Returns the number that its mail bears: mail of an earlier run may still lie ready.
    int prepare(DatasetPtr dataset, const Configuration& configuration,
                std::shared_ptr<const Model> start = {});
    /// A trainer that goes on from `state`, paused.
    int prepare(DatasetPtr dataset, TrainingStatePtr state);
    void run();
    void pause();
    /// One batch, then paused.
    void stepOnce();
    void setObjective(const Objective& objective);
    void setLearningRate(float learningRate);
    void setEpochs(int epochs);
    /// Asks for the training state of the present run, taken between two steps. Without a run none comes.
    void requestState();
    /// A state is posted every so often while the run trains, and whenever it pauses, ends or fails, or a
    /// setting changes while it rests, but not before its first step; 0: none.
    void setStateInterval(std::chrono::milliseconds interval) {
        m_stateInterval.store(interval, std::memory_order_relaxed);
    }
    /// Unwatched until somebody says otherwise.
    void setAttention(Attention attention) { m_attention.store(attention, std::memory_order_relaxed); }

    Mail takeMail() { return m_mailbox.take(); }

  private:
    enum class Order { Pause, Run, Step };
    struct Preparation {
        DatasetPtr dataset;
        Configuration configuration;
        std::shared_ptr<const Model> start;
        TrainingStatePtr state; // null: a new run
        int run = 0;
    };
    struct Commands {
        std::optional<Preparation> preparation;
        std::optional<Order> order;
        std::optional<Objective> objective;
        std::optional<float> learningRate;
        std::optional<int> epochs;
        bool state = false; // is asked for

        bool any() const { return preparation || order || objective || learningRate || epochs || state; }
    };

    int prepare(Preparation preparation);
    template <class Change>
    void command(Change change, bool interrupts);
    Commands waitForCommands(const std::stop_token& stop, bool idle);
    void work(const std::stop_token& stop);
    std::string attempt(const std::stop_token& stop);
    void change(const Commands& commands);
    void obey(Commands commands);
    void follow(Order order);
    void prepareTrainer(Preparation preparation);
    void doNext();
    void advance();
    void finishEpoch();
    void encodeAll();
    void fail(std::string sentence);
    TrainingStatus status() const;
    void postStatus();
    void postSnapshot();
    void postState(bool requested);
    void postStateAtRest();
    std::stop_token interruption();
    std::chrono::microseconds snapshotInterval() const;

    Mailbox m_mailbox;
    std::atomic<std::chrono::milliseconds> m_stateInterval{std::chrono::milliseconds{0}};
    std::atomic<Attention> m_attention{Attention::Unwatched};

    std::mutex m_mutex; // guards the next three
    int m_runs = 0;
    Commands m_commands;
    std::stop_source m_interrupt; // asks the long work under way to give way to a command
    std::condition_variable_any m_commanded;

    // The training thread's own.
    std::optional<Trainer> m_trainer;
    Order m_order = Order::Pause;
    bool m_codesKnown = false;  // every image was encoded at least once
    bool m_encodingDue = false; // the codes are older than the weights
    bool m_encoding = false;
    std::string m_failure;
    std::chrono::steady_clock::time_point m_lastSnapshot;
    std::chrono::steady_clock::time_point m_lastState;
    std::chrono::microseconds m_leastInterval{0}; // between snapshots, so that their copies stay cheap

    std::jthread m_thread; // last: ends before anything above
};

} // namespace latent
