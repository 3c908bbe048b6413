// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/ask/kept_answers.h"
#include "ui/ask/latest_query.h"

namespace latent {

/// One kind of long question, whose answers are kept: the same question about the same evidence is answered
/// at once. A newer question cancels the one under way. GUI thread.
class LongQuery : public LatestQuery {
    Q_OBJECT
  public:
    /// Both must outlive this. Null: nothing is ever asked.
    LongQuery(Lane* lane, KeptAnswers* kept, QObject* parent = nullptr)
        : LatestQuery(lane, 0, parent)
        , m_kept(kept) {}

    /// take(evidence, answer) gets what answer() makes of the question, as a shared_ptr; before this returns
    /// if it is kept.
    template <class Question, class Take>
    void ask(const Evidence& evidence, const Question& question, Take take) {
        using Answer = decltype(answer(evidence, question, std::declval<const Progress&>()));
        if (!m_kept) return;
        if (const std::shared_ptr<const Answer> kept = m_kept->find<Answer>(evidence, question)) {
            drop();
            return take(evidence, kept);
        }
        LatestQuery::ask(evidence, [this, evidence, question, take](const Progress& progress) -> Deliver {
            auto found = std::make_shared<const Answer>(answer(evidence, question, progress));
            return [this, evidence, question, take, found = std::move(found)] {
                m_kept->keep(evidence, question, found);
                take(evidence, found);
            };
        });
    }

  private:
    KeptAnswers* m_kept;
};

} // namespace latent
