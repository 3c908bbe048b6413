// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/moment_store.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <utility>

namespace latent {
namespace {

template <class T>
std::string_view viewOf(const T* values, std::size_t count) {
    return {reinterpret_cast<const char*>(values), count * sizeof(T)};
}
template <class Values>
std::span<char> spanOf(Values& values) {
    return {reinterpret_cast<char*>(values.data()), values.size() * sizeof(*values.data())};
}

std::array<std::string_view, 4> piecesOf(const CodeSheet::Content& content) {
    const auto latentSize = static_cast<std::size_t>(content.latent);
    return {viewOf(content.scale.offset.data(), latentSize), viewOf(content.scale.step.data(), latentSize),
            viewOf(content.values.data(), content.values.size()),
            viewOf(content.stamps.data(), content.stamps.size())};
}

MomentStore::SheetPtr readSheet(const SpillFile& file, const SpillRecord& record, const SheetFront& front) {
    CodeSheet::Content content;
    content.latent = front.latent;
    content.scale = {Vector(front.latent), Vector(front.latent)};
    content.values.resize(static_cast<std::size_t>(front.latent * front.images));
    content.stamps.resize(static_cast<std::size_t>(front.images));
    const std::array<std::span<char>, 4> body{
        {{reinterpret_cast<char*>(content.scale.offset.data()), sizeof(float) * front.latent},
         {reinterpret_cast<char*>(content.scale.step.data()), sizeof(float) * front.latent},
         spanOf(content.values),
         spanOf(content.stamps)}};
    if (!file.read(record, body)) return nullptr;
    const bool usable = content.scale.offset.allFinite() && content.scale.step.allFinite();
    return usable ? std::make_shared<const CodeSheet>(std::move(content)) : nullptr;
}

MomentStore::WeightsPtr readWeights(const SpillFile& file, const SpillRecord& record, std::uint64_t count) {
    auto weights = std::make_shared<FlatVector<float>>(static_cast<std::size_t>(count));
    const std::array<std::span<char>, 1> body{spanOf(*weights)};
    if (!file.read(record, body)) return nullptr;
    return weights;
}

/// Of two records that hold a sheet, the one that holds more comes first.
bool holdsMore(const KeptSheet& a, const KeptSheet& b) {
    if (a.front.last != b.front.last) return a.front.last > b.front.last;
    if (a.front.first != b.front.first) return a.front.first < b.front.first;
    return a.record->number > b.record->number;
}

} // namespace

MomentStore::MomentStore(std::filesystem::path file, std::size_t memoryBytes)
    : m_path(std::move(file))
    , m_memoryBytes(memoryBytes) {}

void MomentStore::open() {
    std::error_code failed;
    if (m_path.empty() || !std::filesystem::exists(m_path, failed)) return;
    if (std::filesystem::file_size(m_path, failed) == 0 && !failed) return;
    try {
        std::vector<SpillFile::Found> found;
        m_file = std::make_shared<SpillFile>(SpillFile::open(m_path, found));
        m_damaged = m_file->damaged();
        enlist(found);
        m_diskBytes = m_file->bytes();
    } catch (const Error& error) {
        m_failure = error.what();
        m_mayWrite = m_writes = false;
    }
}

void MomentStore::enlist(const std::vector<SpillFile::Found>& found) {
    std::vector<KeptSheet> sheets;
    for (const auto& [record, text] : found) {
        bool usable = false;
        if (record.kind == SpillRecord::Kind::Sheet) {
            std::optional<SheetFront> front = sheetFrontOf(text);
            usable = front && sheetBodyBytes(front->latent, front->images) == record.bodyBytes;
            if (usable) sheets.push_back({.front = std::move(*front), .record = record, .dirty = false});
        } else {
            const std::optional<WeightsFront> front = weightsFrontOf(text);
            usable = front && record.bodyBytes % sizeof(float) == 0 &&
                     record.bodyBytes / sizeof(float) == front->count;
            if (usable)
                m_index.weights.push_back({.info = front->info, .count = front->count, .record = record});
        }
        if (usable) continue;
        ++m_damaged;
        m_file->release(record);
    }
    enlistSheets(std::move(sheets));
    sortWeights();
}

// Of a sheet that was written again, or merged into another, before its old record could be released, only
// the fuller one counts. Steps that do not ascend are not of one run.
void MomentStore::enlistSheets(std::vector<KeptSheet> sheets) {
    std::sort(sheets.begin(), sheets.end(), holdsMore); // the last first
    for (KeptSheet& sheet : sheets) {
        if (!m_index.sheets.empty()) {
            const SheetFront& next = m_index.sheets.back().front;
            const bool follows = sheet.front.last < next.first &&
                                 sheet.front.moments.back().info->step < next.moments.front().info->step;
            if (!follows) {
                m_file->release(*sheet.record);
                continue;
            }
        }
        m_index.sheets.push_back(std::move(sheet));
    }
    std::reverse(m_index.sheets.begin(), m_index.sheets.end());
}

// The newer of two at one step stays.
void MomentStore::sortWeights() {
    std::vector<KeptWeights>& weights = m_index.weights;
    std::sort(weights.begin(), weights.end(), [](const KeptWeights& a, const KeptWeights& b) {
        return std::pair(a.info->step, a.record->number) < std::pair(b.info->step, b.record->number);
    });
    for (std::size_t i = 1; i < weights.size();) {
        if (weights[i - 1].info->step < weights[i].info->step) {
            ++i;
            continue;
        }
        m_file->release(*weights[i - 1].record);
        weights.erase(weights.begin() + static_cast<std::ptrdiff_t>(i - 1));
    }
}

MomentStore::SheetPtr MomentStore::sheet(std::uint64_t number) const {
    SpillRecord record;
    SheetFront front;
    std::shared_ptr<const SpillFile> file;
    {
        const std::scoped_lock lock(m_mutex);
        KeptSheet* const kept = m_index.sheetNumbered(number);
        if (kept == nullptr) return nullptr;
        kept->used = ++m_uses;
        if (kept->resident) return kept->resident;
        record = *kept->record;
        front = {.latent = kept->front.latent, .images = kept->front.images};
        file = m_file;
    }
    SheetPtr sheet = readSheet(*file, record, front);
    const std::scoped_lock lock(m_mutex);
    KeptSheet* const kept = m_index.sheetNumbered(number);
    if (kept == nullptr || !kept->record || kept->record->number != record.number) return nullptr; // it moved
    if (!sheet) {
        kept->lost = true;
        ++m_damaged;
    } else if (!kept->resident) {
        kept->resident = sheet;
        evict();
    }
    return sheet;
}

MomentStore::WeightsPtr MomentStore::weights(std::int64_t step) const {
    SpillRecord record;
    std::uint64_t count = 0;
    std::shared_ptr<const SpillFile> file;
    {
        const std::scoped_lock lock(m_mutex);
        KeptWeights* const kept = m_index.weightsAt(step);
        if (kept == nullptr) return nullptr;
        kept->used = ++m_uses;
        if (kept->resident) return kept->resident;
        record = *kept->record;
        count = kept->count;
        file = m_file;
    }
    WeightsPtr weights = readWeights(*file, record, count);
    const std::scoped_lock lock(m_mutex);
    KeptWeights* const kept = m_index.weightsAt(step);
    if (kept == nullptr || !kept->record || kept->record->number != record.number) return nullptr;
    if (!weights) {
        kept->lost = true;
        ++m_damaged;
    } else if (!kept->resident) {
        kept->resident = weights;
        evict();
    }
    return weights;
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

std::uint64_t MomentStore::bytesOnDisk() const {
    const std::scoped_lock lock(m_mutex);
    return m_diskBytes;
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
    if (m_file) m_diskBytes = m_file->bytes();
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
            record = disk.write(SpillRecord::Kind::Sheet, front, piecesOf(content),
                                mostFrontBytes(content.latent));
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
    const std::array<std::string_view, 1> body{viewOf(weights.data(), weights.size())};
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

void MomentStore::clear() {
    change([](MomentIndex& index) { index = {}; });
    if (!m_file || !m_mayWrite) return;
    {
        const std::scoped_lock lock(m_mutex);
        m_file.reset();
    }
    m_writes = true;
    tryToWrite([](SpillFile&) {});
}

} // namespace latent
