// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/history_bytes.h"

#include "core/run/number_bytes.h"

namespace latent {
namespace {

constexpr std::uint32_t kHistoryVersion = 1;

void append(std::string& bytes, const LossTerms& loss) {
    for (const double nats : {loss.reconstruction, loss.kl, loss.total}) appendBytes(bytes, nats);
}

void append(std::string& bytes, const std::optional<LossTerms>& loss) {
    appendBytes(bytes, static_cast<std::uint8_t>(loss.has_value()));
    if (loss) append(bytes, *loss);
}

void append(std::string& bytes, const LossBucket& bucket) {
    appendBytes(bytes, bucket.firstStep);
    appendBytes(bytes, bucket.lastStep);
    appendBytes(bytes, bucket.firstSeconds);
    appendBytes(bytes, bucket.lastSeconds);
    appendBytes(bytes, bucket.records);
    for (const LossBucket::Summary& summary : bucket.curves)
        for (const double nats : {summary.sum, summary.min, summary.max}) appendBytes(bytes, nats);
}

void append(std::string& bytes, const LossHistory::Series& series) {
    appendBytes(bytes, static_cast<std::uint64_t>(series.capacity));
    appendBytes(bytes, series.width);
    appendBytes(bytes, static_cast<std::uint64_t>(series.buckets.size()));
    for (const LossBucket& bucket : series.buckets) append(bytes, bucket);
}

void append(std::string& bytes, const PosteriorStatistics& posterior) {
    appendBytes(bytes, static_cast<std::uint32_t>(posterior.kl.size()));
    for (const Vector* values : {&posterior.kl, &posterior.sigma, &posterior.mean, &posterior.spread})
        bytes += bytesOf(*values);
}

void append(std::string& bytes, const EpochRecord& record) {
    appendBytes(bytes, std::int64_t{record.epoch});
    appendBytes(bytes, record.step);
    appendBytes(bytes, record.seconds);
    appendBytes(bytes, record.totalSeconds);
    append(bytes, record.train);
    append(bytes, record.test);
    append(bytes, record.validation);
    append(bytes, record.posterior);
    appendBytes(bytes, record.squaredError);
}

LossTerms readLoss(NumberReader& reader) {
    LossTerms loss;
    for (double* nats : {&loss.reconstruction, &loss.kl, &loss.total}) *nats = reader.number<double>();
    return loss;
}

std::optional<LossTerms> readOptionalLoss(NumberReader& reader) {
    if (reader.number<std::uint8_t>() == 0) return std::nullopt;
    return readLoss(reader);
}

LossBucket readBucket(NumberReader& reader) {
    LossBucket bucket;
    bucket.firstStep = reader.number<std::int64_t>();
    bucket.lastStep = reader.number<std::int64_t>();
    bucket.firstSeconds = reader.number<double>();
    bucket.lastSeconds = reader.number<double>();
    bucket.records = reader.number<std::int64_t>();
    for (LossBucket::Summary& summary : bucket.curves)
        for (double* nats : {&summary.sum, &summary.min, &summary.max}) *nats = reader.number<double>();
    return bucket;
}

LossHistory::Series readSeries(NumberReader& reader) {
    LossHistory::Series series(static_cast<std::size_t>(reader.number<std::uint64_t>()));
    series.width = reader.number<std::int64_t>();
    for (auto left = reader.number<std::uint64_t>(); left > 0; --left)
        series.buckets.push_back(readBucket(reader));
    return series;
}

PosteriorStatistics readStatistics(NumberReader& reader) {
    PosteriorStatistics posterior;
    const auto size = reader.number<std::uint32_t>();
    if (size > kMaxLatent) reader.fail("has a posterior of too many dimensions");
    for (Vector* values : {&posterior.kl, &posterior.sigma, &posterior.mean, &posterior.spread}) {
        values->resize(size);
        reader.fill(*values);
    }
    return posterior;
}

EpochRecord readEpoch(NumberReader& reader) {
    EpochRecord record;
    record.epoch = static_cast<int>(reader.number<std::int64_t>());
    record.step = reader.number<std::int64_t>();
    record.seconds = reader.number<double>();
    record.totalSeconds = reader.number<double>();
    record.train = readLoss(reader);
    record.test = readLoss(reader);
    record.validation = readOptionalLoss(reader);
    record.posterior = readStatistics(reader);
    record.squaredError = reader.number<double>();
    return record;
}

LossHistory readLossHistory(NumberReader& reader) {
    LossHistory::Content content;
    content.train = readSeries(reader);
    content.test = readSeries(reader);
    for (auto left = reader.number<std::uint64_t>(); left > 0; --left)
        content.recent.push_back(readLoss(reader));
    content.nextRecent = static_cast<std::size_t>(reader.number<std::uint64_t>());
    content.lastTest = readLoss(reader);
    content.lastValidation = readOptionalLoss(reader);
    try {
        return LossHistory(std::move(content));
    } catch (const Error& error) {
        reader.fail(error.what());
    }
}

} // namespace

std::string historyBytes(const LossHistory& history, const std::vector<EpochRecord>& epochs) {
    const LossHistory::Content& content = history.content();
    std::string bytes;
    appendBytes(bytes, kHistoryVersion);
    append(bytes, content.train);
    append(bytes, content.test);
    appendBytes(bytes, static_cast<std::uint64_t>(content.recent.size()));
    for (const LossTerms& loss : content.recent) append(bytes, loss);
    appendBytes(bytes, static_cast<std::uint64_t>(content.nextRecent));
    append(bytes, content.lastTest);
    append(bytes, content.lastValidation);
    appendBytes(bytes, static_cast<std::uint64_t>(epochs.size()));
    for (const EpochRecord& record : epochs) append(bytes, record);
    return bytes;
}

RunHistory readHistory(std::string_view bytes, const std::string& file, const std::string& position) {
    NumberReader reader(bytes, file, position);
    if (reader.number<std::uint32_t>() > kHistoryVersion)
        reader.fail("was saved by a newer version of Latent Explorer");
    RunHistory history;
    history.history = readLossHistory(reader);
    for (auto left = reader.number<std::uint64_t>(); left > 0; --left)
        history.epochs.push_back(readEpoch(reader));
    reader.requireEnd();
    return history;
}

} // namespace latent
