// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace latent {

/// A file as its publisher hands it out.
struct PublishedFile {
    std::string name;
    std::uint64_t bytes = 0; // 0: not stated
    std::string sha256 = {}; // in hex; empty: not stated
    std::string md5 = {};    // asked only where there is no SHA-256
    /// Of an archive (.zip or .tar.gz): the members that are taken out, as they are called in it. They lie in
    /// the set's folder by the last part of their names; the archive itself is not kept.
    std::vector<std::string> members = {};

    bool hasChecksum() const { return !sha256.empty() || !md5.empty(); }
};

/// The four IDX files of a set.
struct IdxNames {
    std::string trainImages;
    std::string trainLabels;
    std::string testImages;
    std::string testLabels;
    bool transposed = false; // EMNIST's columns lie as rows
    int firstLabel = 0;      // of the first class
};

/// A well-known set of images that can be fetched.
struct PublishedSet {
    std::string name;        // "fashion-mnist": what --data takes
    std::string title;       // "Fashion-MNIST"
    std::string description; // one sentence
    std::string licence;
    std::string homepage;
    std::string folder;                       // below the folder of all sets; EMNIST's two share one
    std::uint64_t aboutBytes = 0;             // of what is fetched
    std::vector<std::string> mirrors;         // addresses that a file's name is put behind, tried in turn
    std::vector<PublishedFile> files;         // fetched in turn
    std::optional<IdxNames> idx;              // else what is opened:
    std::string opened;                       // a file in the folder; empty: the folder itself
    std::vector<std::string> classNames = {}; // empty: as the files have it

    /// Whether a checksum guards each file.
    bool hasChecksums() const;
    /// The names of all files that lie in the folder once the set is there.
    std::vector<std::string> contents() const;
};

/// All that are known. Addresses, sizes, checksums and licences as the publishers and those who mirror the
/// files state them; what nobody states is left out.
const std::vector<PublishedSet>& publishedSets();

/// Null: no such name.
const PublishedSet* publishedSet(const std::string& name);

} // namespace latent
