// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/byte_reader.h"

#include "core/base/error.h"

#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <vector>

namespace latent {
namespace {

constexpr std::size_t kBufferSize = 1 << 17;
// Deflate's maximum expansion: 258 bytes from two bits, plus a little for the block header.
constexpr std::uint64_t kLargestExpansion = 1032;
constexpr int kGzipOnly = 16 + MAX_WBITS;

std::string causeOf(int error) {
    return std::generic_category().message(error);
}

} // namespace

struct ByteReader::State {
    std::string name;
    int file = -1;
    std::uint64_t fileSize = 0;
    std::uint64_t fileRead = 0; // bytes taken from the file into the buffer
    std::uint64_t handedOut = 0;
    std::vector<std::uint8_t> buffer; // no larger than the file
    std::size_t begin = 0;            // start of the unread bytes in the buffer
    std::size_t end = 0;
    bool packed = false;
    bool memberDone = false; // a gzip member has ended, and no other has begun
    z_stream stream{};

    ~State() {
        if (packed) inflateEnd(&stream);
        if (file >= 0) ::close(file);
    }
    std::uint64_t filePosition() const { return fileRead - (end - begin); }
    [[noreturn]] void failAt(std::uint64_t position, const std::string& cause) const {
        throw Error(name, "byte " + std::to_string(position), cause);
    }

    void open(const std::filesystem::path& path);
    bool fillBuffer();
    std::size_t readFile(std::uint8_t* out, std::size_t count);
    std::size_t readPlain(std::uint8_t* out, std::size_t count);
    std::size_t readPacked(std::uint8_t* out, std::size_t count);
};

void ByteReader::State::open(const std::filesystem::path& path) {
    name = path.string();
    // Non-blocking: opening a pipe without a writer would block forever.
    file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) throw Error(name, "", "cannot be read: " + causeOf(errno));
    struct stat status {};
    if (::fstat(file, &status) != 0) throw Error(name, "", "cannot be read: " + causeOf(errno));
    if (S_ISDIR(status.st_mode)) throw Error(name, "", "cannot be read: it is a folder");
    if (!S_ISREG(status.st_mode)) throw Error(name, "", "cannot be read: it is not a regular file");
    fileSize = static_cast<std::uint64_t>(status.st_size);
    buffer.resize(static_cast<std::size_t>(std::clamp<std::uint64_t>(fileSize, 2, kBufferSize)));
    fillBuffer();
    if (end >= 2 && buffer[0] == 0x1f && buffer[1] == 0x8b) {
        if (inflateInit2(&stream, kGzipOnly) != Z_OK) throw std::bad_alloc();
        packed = true;
    }
}

// Reads up to count bytes directly from the file; none at its end.
std::size_t ByteReader::State::readFile(std::uint8_t* out, std::size_t count) {
    ssize_t got = 0;
    do {
        got = ::read(file, out, count);
    } while (got < 0 && errno == EINTR);
    if (got < 0) failAt(fileRead, "cannot be read: " + causeOf(errno));
    fileRead += static_cast<std::uint64_t>(got);
    return static_cast<std::size_t>(got);
}

// Called only with an empty buffer; false at the end of the file.
bool ByteReader::State::fillBuffer() {
    begin = 0;
    end = 0; // also if reading fails
    end = readFile(buffer.data(), buffer.size());
    return end > 0;
}

std::size_t ByteReader::State::readPlain(std::uint8_t* out, std::size_t count) {
    std::size_t done = 0;
    while (done < count) {
        if (begin == end && count - done >= buffer.size()) { // the buffer would gain nothing
            const std::size_t got = readFile(out + done, count - done);
            if (got == 0) break;
            done += got;
            continue;
        }
        if (begin == end && !fillBuffer()) break;
        const std::size_t part = std::min(count - done, end - begin);
        std::memcpy(out + done, buffer.data() + begin, part);
        begin += part;
        done += part;
    }
    return done;
}

std::size_t ByteReader::State::readPacked(std::uint8_t* out, std::size_t count) {
    std::size_t done = 0;
    while (done < count) {
        if (begin == end && !fillBuffer()) {
            if (memberDone) break;
            failAt(fileRead, "the gzip data end early: the file is truncated");
        }
        if (memberDone) { // more bytes after a member: another member
            inflateReset(&stream);
            memberDone = false;
        }
        const std::size_t room = std::min<std::size_t>(count - done, UINT_MAX);
        stream.next_in = buffer.data() + begin;
        stream.avail_in = static_cast<uInt>(end - begin);
        stream.next_out = out + done;
        stream.avail_out = static_cast<uInt>(room);
        const int result = inflate(&stream, Z_NO_FLUSH);
        begin = end - stream.avail_in;
        done += room - stream.avail_out;
        if (result == Z_STREAM_END) {
            memberDone = true;
        } else if (result == Z_MEM_ERROR) {
            throw std::bad_alloc();
        } else if (result != Z_OK && result != Z_BUF_ERROR) {
            const std::string detail = stream.msg != nullptr ? std::string(" (") + stream.msg + ")" : "";
            failAt(filePosition(), "the gzip data are corrupt" + detail);
        }
    }
    return done;
}

ByteReader::ByteReader(const std::filesystem::path& path)
    : m_state(std::make_unique<State>()) {
    m_state->open(path);
}

ByteReader::~ByteReader() = default;
ByteReader::ByteReader(ByteReader&&) noexcept = default;

std::size_t ByteReader::read(std::uint8_t* out, std::size_t count) {
    const std::size_t done =
        m_state->packed ? m_state->readPacked(out, count) : m_state->readPlain(out, count);
    m_state->handedOut += done;
    return done;
}

std::shared_ptr<MappedFile> ByteReader::map(std::size_t room) const {
    if (m_state->packed) return nullptr;
    return std::make_shared<MappedFile>(m_state->file, static_cast<std::size_t>(m_state->fileSize), room,
                                        m_state->name);
}

std::uint64_t ByteReader::largestSize() const {
    return m_state->packed ? m_state->fileSize * kLargestExpansion : m_state->fileSize;
}

std::uint64_t ByteReader::fileSize() const {
    return m_state->fileSize;
}

double ByteReader::fraction() const {
    if (m_state->fileSize == 0) return 1;
    return std::min(1.0,
                    static_cast<double>(m_state->filePosition()) / static_cast<double>(m_state->fileSize));
}

std::uint64_t ByteReader::position() const {
    return m_state->handedOut;
}

bool ByteReader::packed() const {
    return m_state->packed;
}

const std::string& ByteReader::name() const {
    return m_state->name;
}

} // namespace latent
