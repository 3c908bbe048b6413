// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/section_file.h"

#include "core/base/error.h"
#include "core/data/files/file_handle.h"
#include "core/data/files/memory.h"
#include "core/data/files/safe_save.h"
#include "core/run/checksum.h"
#include "core/run/number_bytes.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>

namespace latent {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kSectionMagic = "\x89LTS\r\n\x1a\n"sv;
constexpr std::uint32_t kSectionVersion = 1;
constexpr std::uint64_t kHeadBytes = 16;
constexpr std::uint64_t kHeaderBytes = 28; // of a section, without its name
constexpr std::uint32_t kMaxNameBytes = 1024;
constexpr std::uint64_t kScanned = 1 << 20;      // bytes looked through at a time
constexpr std::uint64_t kSmallSection = 1 << 20; // is read without asking how much memory is free

std::string headBytes() {
    std::string bytes(kSectionFileMagic);
    appendBytes(bytes, kSectionVersion);
    appendBytes(bytes, extendedCrc(0, bytes));
    return bytes;
}

std::string headerBytes(const Section& section) {
    std::uint64_t size = section.bytes.size();
    std::uint32_t crc = extendedCrc(0, section.bytes);
    for (const std::string_view piece : section.borrowed) {
        size += piece.size();
        crc = extendedCrc(crc, piece);
    }
    std::string bytes(kSectionMagic);
    appendBytes(bytes, static_cast<std::uint32_t>(section.name.size()));
    appendBytes(bytes, crc);
    appendBytes(bytes, size);
    appendBytes(bytes, extendedCrc(extendedCrc(0, bytes), section.name));
    return bytes + section.name;
}

Section contentsOf(const std::vector<Section>& sections) {
    Section contents{kContentsSection, {}};
    for (const Section& section : sections) {
        appendBytes(contents.bytes, static_cast<std::uint32_t>(section.name.size()));
        contents.bytes += section.name;
    }
    return contents;
}

/// A file as it is written, in pieces. Large ones stay where they are: a copy might not fit into the memory.
struct FilePieces {
    explicit FilePieces(const std::vector<Section>& sections);

    Section contents;
    std::vector<std::string> headers; // of the file, of its contents and of each section
    std::vector<std::string_view> all;
};

FilePieces::FilePieces(const std::vector<Section>& sections)
    : contents(contentsOf(sections))
    , headers{headBytes(), headerBytes(contents)} {
    for (const Section& section : sections) headers.push_back(headerBytes(section));
    all = {headers[0], headers[1], contents.bytes};
    for (std::size_t i = 0; i < sections.size(); ++i) {
        all.push_back(headers[i + 2]);
        all.push_back(sections[i].bytes);
        all.insert(all.end(), sections[i].borrowed.begin(), sections[i].borrowed.end());
    }
}

std::string causeOf(int error) {
    return std::generic_category().message(error);
}

} // namespace

void saveSections(const std::filesystem::path& path, const std::vector<Section>& sections) {
    safeSave(path, FilePieces(sections).all);
}

/// A regular file.
class SectionFile::Source {
  public:
    explicit Source(const std::filesystem::path& path)
        : name(path.string())
        , m_file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) { // a pipe would never open
        if (!m_file.isOpen()) throw Error(name, "", "cannot be read: " + causeOf(errno));
        struct stat status {};
        if (::fstat(m_file.get(), &status) != 0) throw Error(name, "", "cannot be read: " + causeOf(errno));
        if (S_ISDIR(status.st_mode)) throw Error(name, "", "cannot be read: it is a folder");
        if (!S_ISREG(status.st_mode)) throw Error(name, "", "cannot be read: it is not a regular file");
        size = static_cast<std::uint64_t>(status.st_size);
    }

    /// Fewer than `count` only at the end of the file.
    std::string read(std::uint64_t position, std::uint64_t count) const {
        count = position < size ? std::min(count, size - position) : 0;
        std::string bytes(static_cast<std::size_t>(count), '\0');
        for (std::size_t done = 0; done < bytes.size();) {
            const ssize_t more = ::pread(m_file.get(), bytes.data() + done, bytes.size() - done,
                                         static_cast<off_t>(position + done));
            if (more < 0 && errno == EINTR) continue;
            if (more < 0) throw Error(name, "byte " + std::to_string(position + done), causeOf(errno));
            if (more == 0) throw Error(name, "byte " + std::to_string(position + done), "the file was cut");
            done += static_cast<std::size_t>(more);
        }
        return bytes;
    }

    std::string name;
    std::uint64_t size = 0;

  private:
    FileHandle m_file;
};

SectionFile::SectionFile(const std::filesystem::path& path)
    : m_source(std::make_unique<Source>(path)) {
    readHead();
}

SectionFile::~SectionFile() = default;
SectionFile::SectionFile(SectionFile&&) noexcept = default;

const std::string& SectionFile::name() const {
    return m_source->name;
}

const SectionEntry* SectionFile::find(std::string_view section) const {
    const auto found = m_places.find(section);
    return found == m_places.end() ? nullptr : &m_sections[found->second];
}

void SectionFile::readHead() {
    const std::string head = m_source->read(0, kHeadBytes);
    NumberReader reader(head, name(), "head");
    bool whole = head.size() == kHeadBytes && reader.take(kSectionFileMagic.size()) == kSectionFileMagic;
    if (whole) {
        const auto version = reader.number<std::uint32_t>();
        whole = reader.number<std::uint32_t>() == extendedCrc(0, std::string_view(head).substr(0, 12));
        if (whole && version > kSectionVersion) {
            throw Error(name(), "",
                        "was saved by a newer version of Latent Explorer (its format is " +
                            std::to_string(version) + ", this program reads up to " +
                            std::to_string(kSectionVersion) + ")");
        }
    }
    walk(whole ? kHeadBytes : 0);
    if (!whole) {
        if (m_sections.empty()) throw Error(name(), "", "is not a Latent Explorer session");
        m_damage.push_back("its first bytes are damaged");
    }
    readContents();
}

// From header to header. Where one is not followed by another, something between them is damaged: the next
// one is then looked for from the end of the header on, since content may also be missing.
void SectionFile::walk(std::uint64_t begin) {
    std::uint64_t position = begin;
    while (position < m_source->size) {
        std::optional<SectionEntry> section = headerAt(position);
        if (!section) {
            const std::optional<std::uint64_t> next = nextHeader(position + 1);
            if (!next) return;
            position = *next;
            continue;
        }
        const std::uint64_t end = section->begin + section->size;
        const bool fits = section->size <= m_source->size - section->begin;
        const bool followed = fits && (end == m_source->size || headerAt(end));
        const std::optional<std::uint64_t> next = followed ? std::optional(end) : nextHeader(section->begin);
        if (fits) take(std::move(*section));
        if (!next) return;
        position = *next;
    }
}

// Of two sections of one name the first counts.
void SectionFile::take(SectionEntry section) {
    if (m_places.try_emplace(section.name, m_sections.size()).second)
        m_sections.push_back(std::move(section));
}

std::optional<SectionEntry> SectionFile::headerAt(std::uint64_t position) const {
    const std::string fixed = m_source->read(position, kHeaderBytes);
    if (fixed.size() < kHeaderBytes || !fixed.starts_with(kSectionMagic)) return std::nullopt;
    NumberReader reader(std::string_view(fixed).substr(kSectionMagic.size()), name(), "section");
    const auto nameBytes = reader.number<std::uint32_t>();
    if (nameBytes > kMaxNameBytes) return std::nullopt;
    SectionEntry section;
    section.crc = reader.number<std::uint32_t>();
    section.size = reader.number<std::uint64_t>();
    section.name = m_source->read(position + kHeaderBytes, nameBytes);
    section.begin = position + kHeaderBytes + nameBytes;
    const std::string_view checked = std::string_view(fixed).substr(0, kHeaderBytes - sizeof(std::uint32_t));
    if (reader.number<std::uint32_t>() != extendedCrc(extendedCrc(0, checked), section.name))
        return std::nullopt;
    return section;
}

std::optional<std::uint64_t> SectionFile::nextHeader(std::uint64_t from) const {
    for (std::uint64_t begin = from; begin < m_source->size; begin += kScanned) {
        const std::string bytes = m_source->read(begin, kScanned + kSectionMagic.size() - 1);
        for (std::size_t at = bytes.find(kSectionMagic); at != std::string::npos;
             at = bytes.find(kSectionMagic, at + 1)) {
            if (headerAt(begin + at)) return begin + at;
        }
    }
    return std::nullopt;
}

void SectionFile::readContents() {
    const SectionEntry* const contents = find(kContentsSection);
    try {
        if (contents == nullptr) throw Error(name(), "", "the list of its sections is lost");
        const std::string bytes = read(*contents);
        NumberReader reader(bytes, name(), "the list of its sections");
        while (reader.left() > 0) {
            const std::string_view section = reader.take(reader.number<std::uint32_t>());
            if (!m_places.contains(section)) m_lost.emplace_back(section);
        }
    } catch (const Error&) {
        m_damage.push_back("the list of what it holds is damaged, so that more may be lost than is named");
    }
}

std::string SectionFile::read(const SectionEntry& section) const {
    if (section.size > kSmallSection && section.size > availableMemory() / 2)
        throw Error(name(), section.name, "is larger than half of the memory that is free");
    std::string bytes = m_source->read(section.begin, section.size);
    if (bytes.size() != section.size || extendedCrc(0, bytes) != section.crc)
        throw Error(name(), section.name, "is damaged: its checksum does not match");
    return bytes;
}

} // namespace latent
