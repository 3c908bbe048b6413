// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/moment_store.h"

#include "core/base/error.h"
#include "core/run/moment_records.h"
#include "core/run/number_bytes.h"

#include <array>
#include <utility>

namespace latent {
MomentStore::MomentStore(std::filesystem::path file, std::size_t memoryBytes)
    : m_path(std::move(file))
    , m_memoryBytes(memoryBytes) {}

template <class Find, class Prepare>
auto MomentStore::resident(Find find, Prepare prepare) const {
    std::unique_lock lock(m_mutex);
    auto* kept = find();
    decltype(kept->resident) found;
    if (kept == nullptr) return found;
    kept->used = ++m_uses;
    if (kept->resident) return kept->resident;
    const SpillRecord record = *kept->record;
    const std::shared_ptr<const SpillFile> file = m_file;
    const auto read = prepare(*kept);
    lock.unlock();
    auto fresh = read(*file, record);
    lock.lock();
    kept = find();
    if (kept == nullptr || !kept->record || kept->record->number != record.number) return found; // it moved
    found = std::move(fresh);
    if (!found) {
        kept->lost = true;
        ++m_damaged;
    } else if (!kept->resident) {
        kept->resident = found;
        evict();
    }
    return found;
}

MomentStore::SheetPtr MomentStore::sheet(std::uint64_t number) const {
    return resident([&] { return m_index.sheetNumbered(number); },
                    [](const KeptSheet& kept) {
                        return [latent = kept.front.latent, images = kept.front.images](
                                   const SpillFile& file, const SpillRecord& record) {
                            return readSheet(file, record, latent, images);
                        };
                    });
}

MomentStore::WeightsPtr MomentStore::weights(std::int64_t step) const {
    return resident([&] { return m_index.weightsAt(step); },
                    [](const KeptWeights& kept) {
                        return [count = kept.count](const SpillFile& file, const SpillRecord& record) {
                            return readWeights(file, record, count);
                        };
                    });
}

std::size_t MomentStore::residentBytes() const {
    std::size_t bytes = 0;
    for (const KeptSheet& sheet : m_index.sheets) bytes += sheet.resident ? sheet.bytes() : 0;
    for (const KeptWeights& kept : m_index.weights) bytes += kept.resident ? kept.bytes() : 0;
    return bytes;
}

// What was used longest ago goes first.
void MomentStore::evict() const {
    for (std::size_t bytes = residentBytes(); bytes > m_memoryBytes;) {
        KeptSheet* sheet = nullptr;
        KeptWeights* weights = nullptr;
        for (KeptSheet& each : m_index.sheets) {
            if (each.evictable() && (sheet == nullptr || each.used < sheet->used)) sheet = &each;
        }
        for (KeptWeights& each : m_index.weights) {
            if (each.evictable() && (weights == nullptr || each.used < weights->used)) weights = &each;
        }
        if (weights != nullptr && (sheet == nullptr || weights->used < sheet->used)) {
            weights->resident.reset();
            bytes -= weights->bytes();
        } else if (sheet != nullptr) {
            sheet->resident.reset();
            bytes -= sheet->bytes();
        } else {
            return;
        }
    }
}

std::size_t MomentStore::bytesInMemory() const {
    const std::scoped_lock lock(m_mutex);
    return residentBytes();
}

std::string MomentStore::problem() const {
    const std::scoped_lock lock(m_mutex);
    if (!m_failure.empty() || m_damaged == 0) return m_failure;
    return m_path.string() + ": " +
           (m_damaged == 1
                ? "a record is damaged; the moments in it are lost"
                : std::to_string(m_damaged) + " records are damaged; the moments in them are lost");
}

SpillFile& MomentStore::file() {
    if (!m_file) {
        auto made = std::make_shared<SpillFile>(SpillFile::create(m_path));
        const std::scoped_lock lock(m_mutex);
        m_file = std::move(made);
    }
    return *m_file;
}

template <class Write>
bool MomentStore::tryToWrite(Write write) {
    if (!writes()) return false;
    std::string failure;
    try {
        write(file());
    } catch (const Error& error) {
        failure = error.what();
    }
    m_writes = failure.empty();
    const std::scoped_lock lock(m_mutex);
    m_failure = std::move(failure);
    return m_writes;
}

void MomentStore::release(const std::optional<SpillRecord>& record) {
    if (record && m_mayWrite) m_file->release(*record);
}

void MomentStore::saveSheet(std::uint64_t number) {
    std::string front;
    SheetPtr resident;
    reading([&](MomentIndex& index) {
        const KeptSheet* const kept = index.sheetNumbered(number);
        if (kept == nullptr || !kept->dirty) return;
        front = bytesOf(kept->front);
        resident = kept->resident;
    });
    if (!resident) return;
    std::optional<SpillRecord> record;
    const bool written = tryToWrite([&](SpillFile& disk) {
        resident->reading([&](const CodeSheet::Content& content) {
            record =
                disk.write(SpillRecord::Kind::Sheet, front, bodyOf(content), mostFrontBytes(content.latent));
        });
    });
    if (!written) return;
    change([&](MomentIndex& index) {
        KeptSheet& sheet = *index.sheetNumbered(number);
        std::swap(sheet.record, record);
        sheet.dirty = false;
    });
    release(record);
}

std::optional<SpillRecord> MomentStore::writeWeights(const MomentInfoPtr& info,
                                                     const FlatVector<float>& weights) {
    const std::string front = bytesOf(WeightsFront{info, weights.size()});
    const std::array<std::string_view, 1> body{bytesOf(weights)};
    std::optional<SpillRecord> record;
    tryToWrite(
        [&](SpillFile& disk) { record = disk.write(SpillRecord::Kind::Weights, front, body, front.size()); });
    return record;
}

bool MomentStore::addWeights(const MomentInfoPtr& info, const FlatVector<float>& weights) {
    KeptWeights kept{.info = info, .count = weights.size(), .record = writeWeights(info, weights)};
    if (!kept.record) {
        if (bytesInMemory() + kept.bytes() > m_memoryBytes) return false;
        kept.resident = std::make_shared<const FlatVector<float>>(weights);
    }
    change([&](MomentIndex& index) { index.weights.push_back(std::move(kept)); });
    return true;
}

void MomentStore::replacePair(std::size_t first, KeptSheet merged) {
    const std::uint64_t number = merged.front.last;
    const auto place = static_cast<std::ptrdiff_t>(first);
    const std::optional<SpillRecord> earlier = m_index.sheets[first].record;
    const std::optional<SpillRecord> later = m_index.sheets[first + 1].record;
    change([&](MomentIndex& index) {
        index.sheets[first] = std::move(merged);
        index.sheets.erase(index.sheets.begin() + place + 1);
    });
    saveSheet(number); // before what it replaces is released
    release(earlier);
    release(later);
    saveSheet(number); // where only now there is room for it
}

void MomentStore::cutLastSheet(std::int64_t step) {
    const auto isLater = [&](const SheetMoment& moment) { return moment.info->step > step; };
    const KeptSheet& last = m_index.sheets.back();
    const std::uint64_t number = last.front.last;
    if (isLater(last.front.moments.front())) return removeSheet(m_index.sheets.size() - 1);
    const SheetPtr resident = sheet(number);
    if (!resident) return removeLost();
    change([&](MomentIndex& index) {
        KeptSheet& kept = index.sheets.back();
        std::erase_if(kept.front.moments, isLater);
        kept.resident = resident;
        kept.front.cut = true;
        kept.dirty = true;
        kept.open = false;
    });
    saveSheet(number);
}

// The record keeps the moment until it is written again for another reason.
void MomentStore::removeMoment(const MomentIndex::Place& place) {
    if (m_index.sheets[place.sheet].front.moments.size() == 1) return removeSheet(place.sheet);
    change([&](MomentIndex& index) {
        std::vector<SheetMoment>& moments = index.sheets[place.sheet].front.moments;
        moments.erase(moments.begin() + static_cast<std::ptrdiff_t>(place.moment));
    });
}

void MomentStore::removeSheet(std::size_t place) {
    const std::optional<SpillRecord> record = m_index.sheets[place].record;
    change([&](MomentIndex& index) {
        index.sheets.erase(index.sheets.begin() + static_cast<std::ptrdiff_t>(place));
    });
    release(record);
}

void MomentStore::removeWeights(std::size_t place) {
    const std::optional<SpillRecord> record = m_index.weights[place].record;
    change([&](MomentIndex& index) {
        index.weights.erase(index.weights.begin() + static_cast<std::ptrdiff_t>(place));
    });
    release(record);
}

void MomentStore::removeLost() {
    std::vector<bool> sheets, weights;
    reading([&](const MomentIndex& index) {
        for (const KeptSheet& sheet : index.sheets) sheets.push_back(sheet.lost);
        for (const KeptWeights& kept : index.weights) weights.push_back(kept.lost);
    });
    for (std::size_t i = sheets.size(); i-- > 0;)
        if (sheets[i]) removeSheet(i);
    for (std::size_t i = weights.size(); i-- > 0;)
        if (weights[i]) removeWeights(i);
}

void MomentStore::saveAll() {
    m_writes = m_mayWrite;
    std::vector<std::uint64_t> numbers;
    for (const KeptSheet& sheet : m_index.sheets) numbers.push_back(sheet.front.last);
    for (const std::uint64_t number : numbers) saveSheet(number);
    for (std::size_t i = 0; i < m_index.weights.size() && m_writes; ++i) {
        const KeptWeights kept = reading([&](const MomentIndex& index) { return index.weights[i]; });
        if (kept.record) continue;
        const std::optional<SpillRecord> record = writeWeights(kept.info, *kept.resident);
        change([&](MomentIndex& index) { index.weights[i].record = record; });
    }
}

} // namespace latent
