// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/journey_recorder.h"

#include "app/path_text.h"
#include "core/base/failure.h"
#include "core/data/files/safe_save.h"
#include "ui/ask/post.h"
#include "ui/state/exploration.h"

#include <utility>

namespace latent {
namespace {

constexpr int kFrameMs = 80;
constexpr int kLastMs = 1'500; // is looked at before the animation begins anew

std::vector<std::int64_t> evenly(const std::vector<std::int64_t>& steps, std::size_t most) {
    if (steps.size() <= most) return steps;
    std::vector<std::int64_t> some;
    for (std::size_t i = 0; i < most; ++i) some.push_back(steps[i * (steps.size() - 1) / (most - 1)]);
    return some;
}

std::shared_ptr<AnimationWriter> writerFor(const std::filesystem::path& path) {
    const QString ending = QString::fromStdString(path.extension().string());
    return ending.compare(QLatin1String(".gif"), Qt::CaseInsensitive) == 0 ? gifWriter() : webpWriter();
}

} // namespace

JourneyRecorder::JourneyRecorder(Exploration* exploration, std::function<QImage()> grab, QObject* parent)
    : QObject(parent)
    , m_exploration(exploration)
    , m_grab(std::move(grab)) {
    connect(exploration, &Exploration::mapFrameChanged, this, &JourneyRecorder::take);
    connect(exploration, &Exploration::momentChanged, this, [this] {
        if (isRecording() && m_exploration->moment() != m_steps[m_at]) giveUp();
    });
}

JourneyRecorder::~JourneyRecorder() {
    if (!isRecording()) m_packing.finish();
}

void JourneyRecorder::skip() {
    if (isRecording() && !m_packingOne) packed({});
}

void JourneyRecorder::record(const std::filesystem::path& path) {
    if (isRecording() || m_exploration->moments().size() < 2) return;
    m_path = path;
    m_before = m_exploration->moment();
    m_writer = writerFor(path);
    m_steps = evenly(m_exploration->moments(), kMostFrames);
    m_at = 0;
    next();
}

void JourneyRecorder::next() {
    emit progressed(static_cast<int>(m_at) + 1, static_cast<int>(m_steps.size()));
    if (m_exploration->moment() == m_steps[m_at]) return take(); // it is shown already
    m_exploration->showMoment(m_steps[m_at]);
}

// Frames of other moments may still be on their way.
void JourneyRecorder::take() {
    if (!isRecording() || m_packingOne) return;
    const MapFramePtr frame = m_exploration->mapFrame();
    const SnapshotPtr snapshot = m_exploration->snapshot();
    if (!frame || !snapshot || snapshot->step != m_steps[m_at] || frame->taken != snapshot->taken) return;
    pack({m_grab(), m_at + 1 == m_steps.size() ? kLastMs : kFrameMs});
}

void JourneyRecorder::pack(const AnimationFrame& frame) {
    m_packingOne = true;
    m_packing.start([this, writer = m_writer, frame] {
        std::string failure = tryTo([&] { writer->add(frame); });
        post(this, [this, writer, failure = std::move(failure)] {
            if (writer == m_writer) packed(failure);
        });
    });
}

void JourneyRecorder::packed(const std::string& failure) {
    m_packingOne = false;
    if (!failure.empty()) {
        emit failed(QString::fromStdString(failure));
        return end();
    }
    ++m_at == m_steps.size() ? finish() : next();
}

void JourneyRecorder::finish() {
    m_packing.start([this, writer = m_writer, path = m_path] {
        std::string failure = tryTo([&] { safeSave(path, writer->finish()); });
        post(this, [this, path, failure = std::move(failure)] {
            failure.empty() ? emit saved(pathFromBytes(path.string()))
                            : emit failed(QString::fromStdString(failure));
        });
    });
    end();
}

void JourneyRecorder::end() {
    m_steps.clear();
    m_exploration->showMoment(m_before);
    giveUp();
}

void JourneyRecorder::giveUp() {
    m_steps.clear();
    m_writer.reset();
    m_packingOne = false;
    emit ended();
}

} // namespace latent
