// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/open_options.h"

#include <QJsonObject>
#include <QStringList>

#include <filesystem>
#include <map>
#include <string>

namespace latent {

/// What is remembered of data sets from one start to the next: the files that were opened last, how those
/// were read, and what the person calls the classes. GUI thread.
class DataMemory {
  public:
    using Names = std::map<std::string, std::string>; // what the files call a class, what the person calls it

    /// Empty: nothing is kept.
    explicit DataMemory(std::filesystem::path file);

    /// Files and folders, the newest first; those that are gone are dropped.
    QStringList recent() const;
    /// options: see openingJson() for what is kept of them.
    void addRecent(const QString& path, const OpenOptions& options);
    /// As the file or folder was read last, if it is a recent one.
    OpenOptions opening(const QString& path) const;
    Names names(const std::string& origin) const;
    void setNames(const std::string& origin, const Names& names);

  private:
    void load();
    void save() const;

    std::filesystem::path m_file;
    QStringList m_recent;
    std::map<QString, QJsonObject> m_openings; // [recent paths], where they are not as usual
    std::map<std::string, Names> m_names;      // [origins]
};

} // namespace latent
