// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The container of .latent files. Numbers are little-endian.
//   head:    8 bytes of magic, version, CRC-32 of both
//   section: 8 bytes of magic, length of the name, CRC-32 of the content, size of the content, CRC-32 of all
//            of these and the name; the name; the content
// The first section lists the names and sizes of the others, so that what is missing has a name. Each section
// can be found by its magic, so that damage loses no more than what it hits.
namespace latent {

/// How a file begins. As in PNG, the first byte is no text, and line ends show whether something converted
/// them.
inline constexpr std::string_view kSectionFileMagic{"\x89LTN\r\n\x1a\n", 8};

/// The list of the other sections.
inline constexpr const char* kContentsSection = "contents";

/// A section that is to be written: bytes of its own, then bytes that others keep until then.
struct Section {
    std::string name;
    std::string bytes;
    std::vector<std::string_view> borrowed = {};
};

/// Where a section's content lies.
struct SectionEntry {
    std::string name;
    std::uint64_t begin = 0; // in the file
    std::uint64_t size = 0;
    std::uint32_t crc = 0;
};

/// Through safeSave. Names are unique. Throws Error.
void saveSections(const std::filesystem::path& path, const std::vector<Section>& sections);

/// A file whose sections are read one by one. One thread at a time.
class SectionFile {
  public:
    /// Finds the sections and reads none. Throws Error where there is no such file, it is something else, or
    /// a newer version of the program has written it.
    explicit SectionFile(const std::filesystem::path& path);
    ~SectionFile();
    SectionFile(SectionFile&&) noexcept;

    const std::string& name() const;
    /// All sections that can be found, in the order of the file, the list of contents included. Their content
    /// may be damaged.
    const std::vector<SectionEntry>& sections() const { return m_sections; }
    const SectionEntry* find(std::string_view section) const;
    /// The names of sections that were written and cannot be found.
    const std::vector<std::string>& lost() const { return m_lost; }
    /// One sentence for each part of the container that is damaged, without the file's name. Damage inside a
    /// section is found by read().
    const std::vector<std::string>& damage() const { return m_damage; }
    /// The content. Throws Error, also where its checksum is wrong.
    std::string read(const SectionEntry& section) const;

  private:
    class Source;
    void readHead();
    void walk(std::uint64_t begin);
    std::optional<SectionEntry> headerAt(std::uint64_t position) const;
    std::optional<std::uint64_t> nextHeader(std::uint64_t from) const;
    void take(SectionEntry section);
    void readContents();

    std::unique_ptr<Source> m_source;
    std::vector<SectionEntry> m_sections;
    std::map<std::string, std::size_t, std::less<>> m_places; // of each name in m_sections
    std::vector<std::string> m_lost;
    std::vector<std::string> m_damage;
};

} // namespace latent
