// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/moment_bytes.h"

#include "core/run/number_bytes.h"

#include <array>
#include <cmath>
#include <cstring>

namespace latent {
namespace {

/// Past the end everything is 0, and whole() is false: unlike NumberReader, it does not throw where a front
/// is damaged, which is no failure.
class Reader {
  public:
    explicit Reader(std::string_view bytes)
        : m_bytes(bytes) {}

    template <class T>
    T get() {
        static_assert(std::is_arithmetic_v<T> && !std::is_same_v<T, bool>);
        T value{};
        copy(&value, sizeof value);
        return value;
    }
    bool flag() { return limited(1) == 1; }
    /// A byte that is no larger than this.
    int limited(int most) {
        const int value = get<std::uint8_t>();
        m_whole = m_whole && value <= most;
        return value;
    }
    float finite() {
        const auto value = get<float>();
        m_whole = m_whole && std::isfinite(value);
        return value;
    }
    Vector vector(Index size) {
        Vector values = Vector::Zero(size);
        copy(values.data(), static_cast<std::size_t>(size) * sizeof(float));
        m_whole = m_whole && values.allFinite();
        return values;
    }
    void require(bool holds) { m_whole = m_whole && holds; }
    bool whole() const { return m_whole; }
    bool atEnd() const { return m_whole && m_bytes.empty(); }

  private:
    void copy(void* to, std::size_t size) {
        m_whole = m_whole && size <= m_bytes.size();
        if (!m_whole || size == 0) return; // an empty vector has no data()
        std::memcpy(to, m_bytes.data(), size);
        m_bytes.remove_prefix(size);
    }

    std::string_view m_bytes;
    bool m_whole = true;
};

void append(std::string& bytes, const Objective& objective) {
    appendBytes(bytes, static_cast<std::uint8_t>(objective.corruption.kind));
    appendBytes(bytes, objective.corruption.amount);
    appendBytes(bytes, static_cast<std::uint8_t>(objective.latentNoise));
    appendBytes(bytes, objective.beta);
    appendBytes(bytes, objective.freeBits);
    appendBytes(bytes, static_cast<std::uint8_t>(objective.likelihood.kind));
    appendBytes(bytes, objective.likelihood.threshold);
    appendBytes(bytes, objective.likelihood.deviation);
}

Objective objectiveFrom(Reader& reader) {
    Objective objective;
    objective.corruption.kind =
        static_cast<Corruption::Kind>(reader.limited(static_cast<int>(Corruption::Kind::Gaussian)));
    objective.corruption.amount = reader.finite();
    objective.latentNoise = reader.flag();
    objective.beta = reader.finite();
    objective.freeBits = reader.finite();
    objective.likelihood.kind = static_cast<Likelihood::Kind>(
        reader.limited(static_cast<int>(Likelihood::Kind::ContinuousBernoulli)));
    objective.likelihood.threshold = reader.finite();
    objective.likelihood.deviation = reader.finite();
    return objective;
}

constexpr std::array kStatistics{&PosteriorStatistics::kl, &PosteriorStatistics::sigma,
                                 &PosteriorStatistics::mean, &PosteriorStatistics::spread};

void append(std::string& bytes, const MomentInfo& info) {
    appendBytes(bytes, info.step);
    appendBytes(bytes, info.epoch);
    appendBytes(bytes, info.seconds);
    append(bytes, info.objective);
    appendBytes(bytes, static_cast<std::uint8_t>(info.posterior.kl.size()));
    for (const auto statistic : kStatistics) bytes += bytesOf(info.posterior.*statistic);
}

MomentInfoPtr infoFrom(Reader& reader) {
    auto info = std::make_shared<MomentInfo>();
    info->step = reader.get<std::int64_t>();
    info->epoch = reader.get<double>();
    info->seconds = reader.get<double>();
    info->objective = objectiveFrom(reader);
    const Index latent = reader.limited(kMaxLatent);
    for (const auto statistic : kStatistics) info->posterior.*statistic = reader.vector(latent);
    reader.require(info->step >= 0 && std::isfinite(info->epoch) && std::isfinite(info->seconds));
    return info;
}

} // namespace

std::string bytesOf(const SheetFront& front) {
    std::string bytes;
    appendBytes(bytes, front.first);
    appendBytes(bytes, front.last);
    appendBytes(bytes, static_cast<std::uint8_t>(front.whole));
    appendBytes(bytes, static_cast<std::uint8_t>(front.cut));
    appendBytes(bytes, static_cast<std::uint8_t>(front.latent));
    appendBytes(bytes, static_cast<std::uint64_t>(front.images));
    appendBytes(bytes, static_cast<std::uint8_t>(front.moments.size()));
    for (const SheetMoment& moment : front.moments) {
        appendBytes(bytes, static_cast<std::uint8_t>(moment.place));
        append(bytes, *moment.info);
    }
    return bytes;
}

std::optional<SheetFront> sheetFrontOf(std::string_view bytes) {
    constexpr std::uint64_t kMostImages = std::uint64_t{1} << 32;
    Reader reader(bytes);
    SheetFront front;
    front.first = reader.get<std::uint64_t>();
    front.last = reader.get<std::uint64_t>();
    front.whole = reader.flag();
    front.cut = reader.flag();
    front.latent = reader.limited(kMaxLatent);
    const auto images = reader.get<std::uint64_t>();
    const int count = reader.limited(CodeSheet::kMostMoments);
    reader.require(front.first > 0 && front.first <= front.last && front.latent > 0 && images > 0 &&
                   images < kMostImages && count > 0);
    front.images = static_cast<Index>(images);
    for (int i = 0; i < count && reader.whole(); ++i) {
        const int place = reader.limited(CodeSheet::kMostMoments - 1);
        MomentInfoPtr info = infoFrom(reader);
        if (i > 0) {
            const SheetMoment& last = front.moments.back();
            reader.require(place > last.place && info->step > last.info->step);
        }
        front.moments.push_back({std::move(info), place});
    }
    if (!reader.atEnd()) return std::nullopt;
    return front;
}

std::uint64_t mostFrontBytes(Index latent) {
    SheetFront front{.latent = latent};
    const std::size_t none = bytesOf(front).size();
    auto info = std::make_shared<MomentInfo>();
    for (const auto statistic : kStatistics) info->posterior.*statistic = Vector::Zero(latent);
    front.moments.push_back({std::move(info), 0});
    return none + CodeSheet::kMostMoments * (bytesOf(front).size() - none);
}

std::uint64_t sheetBodyBytes(Index latent, Index images) {
    const auto width = static_cast<std::uint64_t>(latent);
    return 2 * width * sizeof(float) +
           static_cast<std::uint64_t>(images) * (width * sizeof(std::uint16_t) + 1);
}

std::string bytesOf(const WeightsFront& front) {
    std::string bytes;
    appendBytes(bytes, front.count);
    append(bytes, *front.info);
    return bytes;
}

std::optional<WeightsFront> weightsFrontOf(std::string_view bytes) {
    Reader reader(bytes);
    WeightsFront front;
    front.count = reader.get<std::uint64_t>();
    front.info = infoFrom(reader);
    if (!reader.atEnd() || front.count == 0) return std::nullopt;
    return front;
}

} // namespace latent
