// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/moment_index.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

namespace latent {

/// The moments of a run, in memory and in a file: reads what is asked for, keeps what was used last, and
/// writes what it is told to. What is damaged is forgotten as it is found.
///
/// One thread at a time calls what is not const. Others may call the rest meanwhile: they never wait while
/// the disk is read or written.
class MomentStore {
  public:
    using SheetPtr = std::shared_ptr<const CodeSheet>;
    using WeightsPtr = std::shared_ptr<const FlatVector<float>>;

    /// file: empty for none.
    MomentStore(std::filesystem::path file, std::size_t memoryBytes);
    /// Lists what is in the file. If it must not be written, nothing is.
    void open();

    /// Calls read(index), which stays as it is meanwhile.
    template <class Read>
    auto reading(Read read) const {
        const std::scoped_lock lock(m_mutex);
        return read(m_index);
    }
    /// From memory or from the file; null: gone, or lost just now.
    SheetPtr sheet(std::uint64_t number) const;
    WeightsPtr weights(std::int64_t step) const;
    std::size_t bytesInMemory() const;
    std::string problem() const;

    /// For the thread that changes it.
    const MomentIndex& index() const { return m_index; }
    template <class Change>
    void change(Change change) {
        const std::scoped_lock lock(m_mutex);
        change(m_index);
        evict();
    }
    /// Whether there is a file that takes what is written, as far as is known.
    bool writes() const { return !m_path.empty() && m_writes; }
    /// Writes a sheet that is dirty. If that fails it stays in memory, and problem() says why.
    void saveSheet(std::uint64_t number);
    /// Adds weights behind all others: to the file, or if that fails and there is room to memory. Whether
    /// they are kept.
    bool addWeights(const MomentInfoPtr& info, const FlatVector<float>& weights);
    /// Two neighbours become one.
    void replacePair(std::size_t first, KeptSheet merged);
    /// Forgets the moments of the last sheet that come after a step.
    void cutLastSheet(std::int64_t step);
    void removeMoment(const MomentIndex::Place& place);
    void removeSheet(std::size_t place);
    void removeWeights(std::size_t place);
    /// Forgets what was found to be lost.
    void removeLost();
    /// Tries again to write what could not be written.
    void saveAll();

  private:
    /// What `find` finds, from memory, or read without the lock by what `prepare` makes under it.
    template <class Find, class Prepare>
    auto resident(Find find, Prepare prepare) const;
    void enlist(const std::vector<SpillFile::Found>& found);
    void enlistSheets(std::vector<KeptSheet> sheets);
    void sortWeights();
    std::optional<SpillRecord> writeWeights(const MomentInfoPtr& info, const FlatVector<float>& weights);
    SpillFile& file();
    template <class Write>
    bool tryToWrite(Write write);
    void release(const std::optional<SpillRecord>& record);
    void evict() const;
    std::size_t residentBytes() const;

    std::filesystem::path m_path;
    std::size_t m_memoryBytes;
    bool m_writes = true;
    bool m_mayWrite = true; // false: the file is not ours

    mutable std::mutex m_mutex;  // guards what follows, never while the disk is used
    mutable MomentIndex m_index; // reading marks what is used, what is in memory, and what is lost
    mutable std::uint64_t m_uses = 0;
    mutable int m_damaged = 0; // records
    std::string m_failure;     // to write
    std::shared_ptr<SpillFile> m_file;
};

} // namespace latent
