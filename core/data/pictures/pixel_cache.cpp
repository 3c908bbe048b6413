// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/pixel_cache.h"

#include "core/data/files/byte_reader.h"
#include "core/data/files/memory.h"
#include "core/data/files/safe_save.h"
#include "core/data/pictures/packed_dataset.h"

#include <QCryptographicHash>
#include <QStandardPaths>

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>
#include <zlib.h>

namespace latent {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

constexpr std::string_view kMagic = "latent pixels 2\n";
constexpr std::size_t kSumBytes = 4;
constexpr const char* kEnding = ".pixels";

std::uint32_t checksum(std::string_view bytes) {
    return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

std::string sumText(std::string_view bytes) {
    std::uint32_t sum = checksum(bytes);
    std::string text;
    for (std::size_t i = 0; i < kSumBytes; ++i, sum >>= 8) text += static_cast<char>(sum & 0xff);
    return text;
}

} // namespace

std::string defaultCacheFolder() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::CacheLocation);
    return folder.isEmpty() ? std::string() : (folder + QStringLiteral("/pictures")).toStdString();
}

std::string cacheKey(const fs::path& folder, const FolderScan& scan, const OpenOptions& options) {
    std::error_code failed;
    const fs::path whole = fs::weakly_canonical(folder, failed);
    DatasetWriter text;
    text.add((failed ? folder : whole).string());
    for (const int choice :
         {options.side, static_cast<int>(options.fit), static_cast<int>(options.colour),
          int{options.ground[0]}, int{options.ground[1]}, int{options.ground[2]}, int{options.labels}}) {
        text.add(static_cast<std::uint64_t>(choice));
    }
    text.add(static_cast<std::uint64_t>(options.readAtMost)); // a file may hold more images
    for (const SkippedFile& file : scan.skipped) text.add(file.name);
    for (const PictureFile& file : scan.files) {
        text.add(file.name);
        text.add(file.size);
        text.add(static_cast<std::uint64_t>(file.modifiedNs));
        text.add(static_cast<std::uint64_t>(file.changedNs));
    }
    const std::string& bytes = text.bytes();
    const QByteArray view = QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()));
    return QCryptographicHash::hash(view, QCryptographicHash::Sha256).toHex().toStdString();
}

PixelCache::PixelCache(std::string folder, const std::string& key, std::uint64_t mostBytes)
    : m_file(folder.empty() ? fs::path() : fs::path(std::move(folder)) / (key + kEnding))
    , m_key(key)
    , m_mostBytes(mostBytes) {}

std::optional<ImageDataset> PixelCache::load(const Progress& progress) const {
    std::error_code failed;
    if (m_file.empty() || !fs::is_regular_file(m_file, failed)) return std::nullopt;
    try {
        ByteReader reader(m_file);
        const std::size_t head = kMagic.size() + m_key.size() + kSumBytes;
        const std::uint64_t size = reader.fileSize();
        if (reader.packed() || size < head) return std::nullopt;
        requireMemory(size, reader.name(), "");
        const auto bytes = std::make_shared_for_overwrite<std::uint8_t[]>(static_cast<std::size_t>(size));
        reader.readExactly(bytes.get(), size, size, progress);
        const std::string_view whole(reinterpret_cast<const char*>(bytes.get()),
                                     static_cast<std::size_t>(size));
        const std::string_view content = whole.substr(head);
        if (!whole.starts_with(std::string(kMagic) + m_key)) return std::nullopt;
        if (whole.substr(head - kSumBytes, kSumBytes) != sumText(content)) return std::nullopt;
        std::optional<ImageDataset> dataset = unpackDataset(content, bytes);
        fs::last_write_time(m_file, fs::file_time_type::clock::now(), failed); // marks it as recently used
        if (dataset) progress.at(1);
        return dataset;
    } catch (const Error&) {
        return std::nullopt;
    } catch (const std::bad_alloc&) {
        return std::nullopt;
    }
}

void PixelCache::save(const ImageDataset& dataset) const {
    if (m_file.empty() || dataset.pixels.bytes.size() > m_mostBytes / 2) return;
    if (dataset.pixels.bytes.size() > availableMemory() / 4) return;
    try {
        fs::create_directories(m_file.parent_path());
        DatasetWriter content;
        content.add(dataset);
        const std::string sum = sumText(content.bytes());
        safeSave(m_file, std::string(kMagic) + m_key + sum + content.bytes());
        makeRoom();
    } catch (const std::exception&) { // it will be decoded again
    }
}

void PixelCache::makeRoom() const {
    struct Kept {
        fs::file_time_type used;
        std::uint64_t size;
        fs::path path;
    };
    std::vector<Kept> sets;
    std::uint64_t all = 0;
    std::error_code failed;
    for (const fs::directory_entry& entry : fs::directory_iterator(m_file.parent_path(), failed)) {
        if (entry.path().extension() != kEnding) continue;
        const std::uint64_t size = entry.file_size(failed);
        if (failed) continue;
        sets.push_back({entry.last_write_time(failed), size, entry.path()});
        all += size;
    }
    std::sort(sets.begin(), sets.end(), [](const Kept& a, const Kept& b) { return a.used < b.used; });
    for (const Kept& oldest : sets) {
        if (all <= m_mostBytes) return;
        if (fs::remove(oldest.path, failed)) all -= oldest.size;
    }
}

} // namespace latent
