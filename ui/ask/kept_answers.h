// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/evidence.h"

#include <any>
#include <cstddef>
#include <deque>
#include <memory>

namespace latent {

/// The last answers to long questions, found by question and evidence. They keep neither models nor images in
/// memory. GUI thread.
class KeptAnswers {
  public:
    static constexpr std::size_t kMost = 16;

    /// Null if it is not kept. Answer: what answer() makes of the question.
    template <class Answer, class Question>
    std::shared_ptr<const Answer> find(const Evidence& evidence, const Question& question) const {
        for (const Kept& kept : m_kept) {
            const auto* asked = std::any_cast<Question>(&kept.question);
            if (asked != nullptr && *asked == question && kept.source.is(evidence))
                return std::static_pointer_cast<const Answer>(kept.answer);
        }
        return nullptr;
    }

    template <class Answer, class Question>
    void keep(const Evidence& evidence, const Question& question, std::shared_ptr<const Answer> answer) {
        if (m_kept.size() == kMost) m_kept.pop_front();
        m_kept.push_back({Source(evidence), question, std::move(answer)});
    }

  private:
    /// What makes evidence known again. A step of a run is the same model each time that it is restored;
    /// without a run only the very same snapshot is.
    class Source {
      public:
        explicit Source(const Evidence& evidence);
        bool is(const Evidence& evidence) const;

      private:
        std::weak_ptr<const Snapshot> m_snapshot;
        std::weak_ptr<const ImageDataset> m_dataset;
        std::string m_run;
        std::int64_t m_step;
        Objective m_objective; // may change between two steps
    };
    struct Kept {
        Source source;
        std::any question;
        std::shared_ptr<const void> answer;
    };
    std::deque<Kept> m_kept; // the oldest first
};

} // namespace latent
