// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/data_memory.h"
#include "ui/data/data_page.h"

namespace latent {

/// The open set as its files have it, and under the names that the person gave its classes. GUI thread.
class OpenedData {
  public:
    explicit OpenedData(DataMemory* memory)
        : m_memory(memory) {}

    /// A set that was just read. Returns it under the person's names.
    DatasetPtr take(const DatasetPtr& asRead, const OpenOptions& options, bool pictures);
    /// The present set under these names, [classes of the files], which are remembered.
    DatasetPtr rename(const std::vector<std::string>& names);
    const Opening& opening() const { return m_opening; }
    const DatasetPtr& dataset() const { return m_dataset; }

  private:
    void nameDataset();

    DataMemory* m_memory;
    std::string m_origin;
    DatasetPtr m_dataset; // as the person calls its classes
    Opening m_opening;
};

} // namespace latent
