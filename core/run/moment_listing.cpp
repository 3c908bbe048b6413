// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/run/moment_store.h"

#include <algorithm>
#include <utility>

// What a moment store finds in a file that an earlier session has written.
namespace latent {
namespace {

/// Of two records that hold a sheet, the one that holds more comes first.
bool holdsMore(const KeptSheet& a, const KeptSheet& b) {
    if (a.front.last != b.front.last) return a.front.last > b.front.last;
    if (a.front.first != b.front.first) return a.front.first < b.front.first;
    return a.record->number > b.record->number;
}

} // namespace

void MomentStore::open() {
    std::error_code failed;
    if (m_path.empty() || !std::filesystem::exists(m_path, failed)) return;
    if (std::filesystem::file_size(m_path, failed) == 0 && !failed) return;
    try {
        std::vector<SpillFile::Found> found;
        m_file = std::make_shared<SpillFile>(SpillFile::open(m_path, found));
        m_damaged = m_file->damaged();
        enlist(found);
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

} // namespace latent
