// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/looking_history.h"

#include <QUndoCommand>
#include <QUndoStack>

#include <algorithm>
#include <utility>

namespace latent {
namespace {

constexpr int kLookingCommand = 1;
constexpr int kRestored = -1; // the gesture of steps of an earlier session

/// A Looking of another latent space, for the present one: what belongs to its dimensions stays as it is.
Looking fitted(Looking looking, const Looking& present) {
    if (looking.point.size() == present.point.size()) return looking;
    looking.point = present.point;
    looking.axes = present.axes;
    looking.axesChosen = present.axesChosen;
    looking.window = present.window;
    looking.walk = present.walk;
    return looking;
}

class LookingCommand : public QUndoCommand {
  public:
    LookingCommand(SharedLooking* looking, LookingStep step, int gesture)
        : m_looking(looking)
        , m_step(std::move(step))
        , m_gesture(gesture) {
        name();
    }

    const LookingStep& step() const { return m_step; }
    int id() const override { return kLookingCommand; }
    void undo() override { show(m_step.before); }
    void redo() override { // not when it is pushed: then it is what is looked at
        if (std::exchange(m_pushed, true)) show(m_step.after);
    }

    bool mergeWith(const QUndoCommand* next) override {
        const auto* const later = static_cast<const LookingCommand*>(next);
        if (later->m_gesture != m_gesture || m_gesture == kRestored) return false;
        m_step.after = later->m_step.after;
        setObsolete(m_step.before == m_step.after);
        name();
        return true;
    }

  private:
    void show(const Looking& looking) {
        m_looking->set(fitted(looking, m_looking->value()), SharedLooking::By::Program);
    }
    void name() {
        const auto& [before, after] = m_step;
        const auto tr = [](const char* text) { return LookingHistory::tr(text); };
        if (after.selected != before.selected)
            setText(tr("selection"));
        else if (after.moment != before.moment)
            setText(tr("moment"));
        else if (after.axes != before.axes)
            setText(tr("axes"));
        else if (after.hiddenClasses != before.hiddenClasses)
            setText(tr("hidden classes"));
        else if (after.chosen != before.chosen)
            setText(tr("selected images"));
        else if (after.hiddenImages != before.hiddenImages)
            setText(tr("hidden images"));
        else if (after.setA != before.setA || after.setB != before.setB)
            setText(tr("A and B"));
        else if (after.named != before.named)
            setText(tr("named selections"));
        else if (after.colour != before.colour || after.split != before.split)
            setText(tr("colours and images of the map"));
        else if (after.sheet != before.sheet)
            setText(tr("sheet"));
        else if (after.walk != before.walk)
            setText(tr("walk"));
        else if (after.show != before.show || after.ground != before.ground ||
                 after.ellipses != before.ellipses)
            setText(tr("what the map draws"));
        else if (after.point.size() != before.point.size() || after.point != before.point)
            setText(tr("point"));
        else
            setText(tr("map window"));
    }

    SharedLooking* m_looking;
    LookingStep m_step;
    int m_gesture;
    bool m_pushed = false;
};

const LookingCommand* lookingCommand(const QUndoStack* stack, int index) {
    const QUndoCommand* const command = stack->command(index);
    return command->id() == kLookingCommand ? static_cast<const LookingCommand*>(command) : nullptr;
}

} // namespace

LookingHistory::LookingHistory(SharedLooking* looking, QUndoStack* stack, QObject* parent)
    : QObject(parent)
    , m_looking(looking)
    , m_stack(stack) {
    m_stack->setUndoLimit(kMostSteps);
    connect(looking, &SharedLooking::changed, this, &LookingHistory::record);
}

void LookingHistory::record(const Looking& before, SharedLooking::By by) {
    if (by == SharedLooking::By::Program) return;
    m_stack->push(new LookingCommand(m_looking, {before, m_looking->value()}, m_gestures.number()));
}

std::vector<LookingStep> LookingHistory::steps() const {
    std::vector<LookingStep> steps;
    for (int i = 0; i < m_stack->count(); ++i)
        if (const LookingCommand* const command = lookingCommand(m_stack, i))
            steps.push_back(command->step());
    return steps;
}

int LookingHistory::done() const {
    int done = 0;
    for (int i = 0; i < m_stack->index(); ++i) done += lookingCommand(m_stack, i) != nullptr;
    return done;
}

// What is undone shows what was before it, so that the Looking is put back at the end.
void LookingHistory::restore(const std::vector<LookingStep>& steps, int done) {
    const Looking present = m_looking->value();
    m_stack->clear();
    for (const LookingStep& step : steps) m_stack->push(new LookingCommand(m_looking, step, kRestored));
    m_stack->setIndex(std::clamp(done, 0, m_stack->count()));
    m_looking->set(present, SharedLooking::By::Program);
}

} // namespace latent
