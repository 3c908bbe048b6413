// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/spill_file.h"

#include "core/base/error.h"
#include "core/run/checksum.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <sys/stat.h>
#include <system_error>
#include <tuple>
#include <unistd.h>

static_assert(std::endian::native == std::endian::little, "records are written as they lie in memory");

namespace latent {
namespace {

constexpr std::string_view kTitle = "latent moments 1\n";
constexpr std::size_t kVersionAt = 15;
constexpr std::array<char, 8> kRecordMagic{'\x8f', 'm', 'o', 'm', 'e', 'n', 't', '\n'};

struct Head {
    std::array<char, 8> magic = kRecordMagic;
    std::uint32_t kind = 0;
    std::uint32_t frontSum = 0;
    std::uint32_t bodySum = 0;
    std::uint32_t unused = 0;
    std::uint64_t pages = 0;
    std::uint64_t number = 0;
    std::uint64_t frontBytes = 0;
    std::uint64_t bodyBytes = 0;
    std::uint32_t unusedToo = 0;
    std::uint32_t headSum = 0; // of all before it
};
static_assert(sizeof(Head) == 64);

std::string_view bytesOf(const Head& head) {
    return {reinterpret_cast<const char*>(&head), sizeof head};
}
std::uint32_t headSumOf(const Head& head) {
    return extendedCrc(0, bytesOf(head).substr(0, offsetof(Head, headSum)));
}

SpillRecord recordOf(const Head& head, std::uint64_t page) {
    return {.kind = static_cast<SpillRecord::Kind>(head.kind),
            .page = page,
            .pages = head.pages,
            .number = head.number,
            .frontBytes = head.frontBytes,
            .bodyBytes = head.bodyBytes,
            .bodySum = head.bodySum};
}

std::string cause(int error) {
    return std::generic_category().message(error);
}

FileHandle openRegular(const std::filesystem::path& path, int flags) {
    FileHandle file(::open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK, 0666));
    if (!file.isOpen()) throw Error(path.string(), "", "cannot be opened: " + cause(errno));
    struct stat status {};
    if (fstat(file.get(), &status) != 0) throw Error(path.string(), "", cause(errno));
    if (!S_ISREG(status.st_mode)) throw Error(path.string(), "", "it is not a regular file");
    return file;
}

} // namespace

SpillFile::SpillFile(std::string name, FileHandle file)
    : m_name(std::move(name))
    , m_file(std::move(file)) {}

SpillFile SpillFile::create(const std::filesystem::path& path) {
    SpillFile file(path.string(), openRegular(path, O_RDWR | O_CREAT));
    if (ftruncate(file.m_file.get(), 0) != 0) throw Error(file.m_name, "", cause(errno));
    std::string page(kPageBytes, '\0');
    kTitle.copy(page.data(), kTitle.size());
    file.writeAt(0, page);
    return file;
}

SpillFile SpillFile::open(const std::filesystem::path& path, std::vector<Found>& found) {
    const bool writable = faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0;
    const int error = errno;
    const bool readOnly = !writable && (error == EACCES || error == EROFS);
    SpillFile file(path.string(), openRegular(path, readOnly ? O_RDONLY : O_RDWR));
    file.m_readOnly = readOnly ? error : 0;
    std::string title(kTitle.size(), '\0');
    const bool titled = file.readAt(0, title) && title.starts_with(kTitle.substr(0, kVersionAt));
    if (titled && title != kTitle)
        throw Error(file.m_name, "", "its moments were written by a newer version of Latent Explorer");
    file.scan(found);
    if (!titled && found.empty()) throw Error(file.m_name, "", "it holds no moments of a run");
    return file;
}

// Page by page, so that whatever is whole is found behind what is not.
void SpillFile::scan(std::vector<Found>& found) {
    struct stat status {};
    if (fstat(m_file.get(), &status) != 0) throw Error(m_name, "", cause(errno));
    m_pages = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(status.st_size) / kPageBytes);
    std::uint64_t known = 1; // the end of the last whole record
    for (std::uint64_t page = 1; page < m_pages;) {
        Found next;
        if (!readFound(page, next)) {
            ++page;
            continue;
        }
        reclaim(known, page);
        m_next = std::max(m_next, next.record.number + 1);
        page += next.record.pages;
        known = page;
        if (next.record.kind == SpillRecord::Kind::Free) {
            m_free.push_back(next.record);
        } else {
            found.push_back(std::move(next));
        }
    }
    reclaim(known, m_pages);
}

// Pages that belong to no whole record may be used again. A record that was never finished is no damage: its
// head is written last.
void SpillFile::reclaim(std::uint64_t page, std::uint64_t end) {
    if (page == end) return;
    std::array<char, sizeof(Head)> head{};
    const bool whole = readAt(page * kPageBytes, head);
    const bool begun = std::any_of(head.begin(), head.end(), [](char byte) { return byte != 0; });
    if (!whole || begun) ++m_damaged;
    m_free.push_back({.page = page, .pages = end - page});
}

bool SpillFile::readFound(std::uint64_t page, Found& found) const {
    Head head;
    if (!readAt(page * kPageBytes, {reinterpret_cast<char*>(&head), sizeof head})) return false;
    if (head.magic != kRecordMagic || head.headSum != headSumOf(head)) return false;
    const std::uint64_t room = m_pages - page;
    if (head.pages == 0 || head.pages > room ||
        head.kind > static_cast<std::uint32_t>(SpillRecord::Kind::Weights))
        return false;
    const std::uint64_t most = head.pages * kPageBytes - sizeof head;
    if (head.frontBytes > most || head.bodyBytes > most - head.frontBytes) return false;
    if (head.number == std::numeric_limits<std::uint64_t>::max()) return false;
    found.record = recordOf(head, page);
    found.front.resize(static_cast<std::size_t>(head.frontBytes));
    return readAt(page * kPageBytes + sizeof head, found.front) &&
           extendedCrc(0, found.front) == head.frontSum;
}

std::uint64_t SpillFile::bytesFor(std::uint64_t frontBytes, std::uint64_t bodyBytes) {
    return (sizeof(Head) + frontBytes + bodyBytes + kPageBytes - 1) / kPageBytes * kPageBytes;
}

// The smallest free place that is large enough, or one at the end.
SpillRecord SpillFile::placeFor(std::uint64_t pages) {
    auto best = m_free.end();
    for (auto place = m_free.begin(); place != m_free.end(); ++place) {
        if (place->pages >= pages && (best == m_free.end() || place->pages < best->pages)) best = place;
    }
    if (best == m_free.end()) return {.page = m_pages, .pages = pages};
    const SpillRecord place = *best;
    m_free.erase(best);
    return place;
}

SpillRecord SpillFile::write(SpillRecord::Kind kind, std::string_view front,
                             std::span<const std::string_view> body, std::uint64_t mostFront) {
    assert(front.size() <= mostFront);
    Head head;
    head.kind = static_cast<std::uint32_t>(kind);
    head.number = m_next++;
    head.frontBytes = front.size();
    head.frontSum = extendedCrc(0, front);
    for (const std::string_view piece : body) {
        head.bodySum = extendedCrc(head.bodySum, piece);
        head.bodyBytes += piece.size();
    }
    const SpillRecord place = placeFor(bytesFor(mostFront, head.bodyBytes) / kPageBytes);
    head.pages = place.pages;
    head.headSum = headSumOf(head);
    try {
        fill(place, front, body);
        // Until the head is there, so is whatever was said of this place before.
        writeAt(place.page * kPageBytes, bytesOf(head));
    } catch (...) {
        if (place.page < m_pages) {
            m_free.push_back(place);
        } else {
            std::ignore = ftruncate(m_file.get(), static_cast<off_t>(bytes()));
        }
        throw;
    }
    m_pages = std::max(m_pages, place.page + place.pages);
    return recordOf(head, place.page);
}

void SpillFile::fill(const SpillRecord& place, std::string_view front,
                     std::span<const std::string_view> body) {
    std::uint64_t offset = place.page * kPageBytes + sizeof(Head);
    writeAt(offset, front);
    offset += front.size();
    for (const std::string_view piece : body) {
        writeAt(offset, piece);
        offset += piece.size();
    }
    if (place.page < m_pages) return;
    const auto end = static_cast<off_t>((place.page + place.pages) * kPageBytes);
    if (ftruncate(m_file.get(), end) != 0) throw Error(m_name, "", "cannot be written: " + cause(errno));
}

void SpillFile::release(const SpillRecord& record) {
    Head head;
    head.number = m_next++;
    head.pages = record.pages;
    head.headSum = headSumOf(head);
    try {
        writeAt(record.page * kPageBytes, bytesOf(head));
    } catch (const Error&) {
    }
    m_free.push_back({.page = record.page, .pages = record.pages, .number = head.number});
}

bool SpillFile::read(const SpillRecord& record, std::span<const std::span<char>> body) const {
    const auto stillThere = [&] {
        Head head;
        return readAt(record.page * kPageBytes, {reinterpret_cast<char*>(&head), sizeof head}) &&
               head.magic == kRecordMagic && head.number == record.number;
    };
    if (!stillThere()) return false;
    std::uint64_t offset = record.page * kPageBytes + sizeof(Head) + record.frontBytes;
    std::uint64_t left = record.bodyBytes;
    std::uint32_t sum = 0;
    for (const std::span<char> piece : body) {
        if (piece.size() > left || !readAt(offset, piece)) return false;
        sum = extendedCrc(sum, {piece.data(), piece.size()});
        offset += piece.size();
        left -= piece.size();
    }
    return left == 0 && sum == record.bodySum;
}

void SpillFile::writeAt(std::uint64_t offset, std::string_view bytes) {
    if (m_readOnly != 0) throw Error(m_name, "", "cannot be written: " + cause(m_readOnly));
    while (!bytes.empty()) {
        const ssize_t count = pwrite(m_file.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw Error(m_name, "", "cannot be written: " + cause(errno));
        bytes.remove_prefix(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
}

bool SpillFile::readAt(std::uint64_t offset, std::span<char> bytes) const {
    while (!bytes.empty()) {
        const ssize_t count = pread(m_file.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
    return true;
}

} // namespace latent
