// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace latent {

/// A file as published.
struct PublishedFile {
    std::string name;
    std::uint64_t bytes = 0; // 0: unknown
    std::string sha256 = {}; // in hex; empty: unknown
    std::string md5 = {};    // checked only without a SHA-256
    /// For an archive (.zip or .tar.gz): the members to extract, by their names in it. They are stored in the
    /// set's folder under the last part of their names; the archive itself is not kept.
    std::vector<std::string> members = {};

    bool hasChecksum() const { return !sha256.empty() || !md5.empty(); }
};

/// The four IDX files of a set.
struct IdxNames {
    std::string trainImages;
    std::string trainLabels;
    std::string testImages;
    std::string testLabels;
    bool transposed = false; // EMNIST stores columns as rows
    int firstLabel = 0;      // number of the first class
};

/// A well-known set of images that can be downloaded.
struct PublishedSet {
    std::string name;        // the --data argument: "fashion-mnist"
    std::string title;       // "Fashion-MNIST"
    std::string description; // one sentence
    std::string licence;
    std::string homepage;
    std::string folder;                       // below the folder of all sets; EMNIST's two sets share one
    std::uint64_t aboutBytes = 0;             // size of the download
    std::vector<std::string> mirrors;         // addresses to which the file name is appended, tried in turn
    std::vector<PublishedFile> files;         // downloaded in turn
    std::optional<IdxNames> idx;              // if unset, `opened` is opened:
    std::string opened;                       // a file in the folder; empty: the folder itself
    std::vector<std::string> classNames = {}; // empty: as in the files

    /// Whether every file has a checksum.
    bool hasChecksums() const;
    /// The names of all files in the folder of a complete set.
    std::vector<std::string> contents() const;
};

/// All published sets. Addresses, sizes, checksums and licences are those stated by the publishers and the
/// mirrors; what nobody states is left out.
const std::vector<PublishedSet>& publishedSets();

/// Null: unknown name.
const PublishedSet* publishedSet(const std::string& name);

} // namespace latent
