// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/newest_answer.h"

#include "app/post.h"
#include "app/work_thread.h"
#include "core/base/failure.h"

#include <memory>
#include <utility>

namespace latent {

NewestAnswer::NewestAnswer(WorkThread* thread, int priority, QObject* parent)
    : QObject(parent)
    , m_thread(thread)
    , m_priority(priority) {}

void NewestAnswer::ask(Question question) {
    m_waiting = std::move(question);
    if (!m_underWay) startNext();
}

void NewestAnswer::drop() {
    m_waiting = nullptr;
    ++m_generation;
}

void NewestAnswer::startNext() {
    const auto work = [this, generation = m_generation, question = std::exchange(m_waiting, nullptr)] {
        std::shared_ptr<const Deliver> deliver;
        std::string failure = tryTo([&] { deliver = std::make_shared<const Deliver>(question()); });
        post(this, [this, generation, deliver = std::move(deliver), failure = std::move(failure)] {
            finish(deliver.get(), failure, generation);
        });
    };
    m_thread->start(work, m_priority);
    m_underWay = true;
}

// deliver: null where the question failed.
void NewestAnswer::finish(const Deliver* deliver, const std::string& failure, int generation) {
    m_underWay = false;
    if (generation == m_generation) {
        if (deliver == nullptr)
            emit failed(QString::fromStdString(failure));
        else if (*deliver)
            (*deliver)();
    }
    if (m_underWay) return;
    m_waiting ? startNext() : emit idle();
}

} // namespace latent
