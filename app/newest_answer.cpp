// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/newest_answer.h"

#include <QThreadPool>

#include <utility>

namespace latent {

NewestAnswer::NewestAnswer(QThreadPool* pool, int priority, QObject* parent)
    : QObject(parent)
    , m_pool(pool)
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
    m_underWay = true;
    const auto work = [this, generation = m_generation, question = std::exchange(m_waiting, nullptr)] {
        Deliver deliver;
        try {
            deliver = question();
        } catch (const std::exception& error) {
            deliver = [this, sentence = QString::fromUtf8(error.what())] { emit failed(sentence); };
        }
        QMetaObject::invokeMethod(
            this, [this, generation, deliver] { finish(deliver, generation); }, Qt::QueuedConnection);
    };
    m_pool->start(work, m_priority);
}

void NewestAnswer::finish(const Deliver& deliver, int generation) {
    m_underWay = false;
    if (generation == m_generation && deliver) deliver();
    if (m_underWay) return;
    m_waiting ? startNext() : emit idle();
}

} // namespace latent
