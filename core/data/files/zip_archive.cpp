// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/zip_archive.h"

#include "core/base/error.h"
#include "core/data/files/clean_text.h"

#include <algorithm>
#include <set>
#include <utility>
#include <zip.h>

namespace latent {
namespace {

constexpr zip_int64_t kMostMembers = 1000;
constexpr std::uint64_t kLargestRatio = 1100;

bool leadsOutside(const std::string& name) {
    if (name.empty() || name.front() == '/' || name.find('\\') != std::string::npos) return true;
    const std::string within = "/" + name + "/";
    return within.find("/../") != std::string::npos;
}

std::shared_ptr<zip> openArchive(const std::string& name) {
    int code = 0;
    zip_t* const archive = zip_open(name.c_str(), ZIP_RDONLY, &code);
    if (archive == nullptr) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        const std::string cause = zip_error_strerror(&error);
        zip_error_fini(&error);
        throw Error(name, "", "the zip archive cannot be read: " + cause);
    }
    return {archive, [](zip_t* opened) { zip_discard(opened); }};
}

ZipMember checkedMember(const std::string& archiveName, std::uint64_t archiveSize, zip_t* archive,
                        std::uint64_t index) {
    zip_stat_t status;
    if (zip_stat_index(archive, index, 0, &status) != 0) {
        throw Error(archiveName, "member " + std::to_string(index),
                    std::string("cannot be read: ") + zip_strerror(archive));
    }
    constexpr std::uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
                                      ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    const auto fail = [&](const std::string& cause) {
        throw Error(archiveName, "member " + std::to_string(index), cause);
    };
    if ((status.valid & kNeeded) != kNeeded) fail("its size is missing");
    ZipMember member{status.name, status.size, index};
    const std::string name = quotedText(member.name);
    if (leadsOutside(member.name)) fail("the name " + name + " leads outside the archive");
    if (status.encryption_method != ZIP_EM_NONE) fail(name + " is encrypted");
    if (status.comp_method != ZIP_CM_STORE && status.comp_method != ZIP_CM_DEFLATE) {
        fail(name + " is compressed with method " + std::to_string(status.comp_method) +
             "; only deflate is supported");
    }
    if (status.comp_size > archiveSize) fail(name + " has a stated size larger than the archive");
    if (status.size / kLargestRatio > status.comp_size || (status.comp_size == 0 && status.size > 0)) {
        fail(name + " would unpack to " + std::to_string(status.size) + " bytes from " +
             std::to_string(status.comp_size) + ", which is implausible");
    }
    return member;
}

class MemberSource final : public ByteSource {
  public:
    MemberSource(std::shared_ptr<zip> archive, const ZipMember& member, std::string name)
        : m_archive(std::move(archive))
        , m_name(std::move(name))
        , m_size(member.size)
        , m_file(zip_fopen_index(m_archive.get(), member.index, 0), &zip_fclose) {
        if (!m_file) throw Error(m_name, "", std::string("cannot be read: ") + zip_strerror(m_archive.get()));
    }

    std::size_t read(std::uint8_t* out, std::size_t count) override {
        std::size_t done = 0;
        while (done < count) {
            const zip_int64_t got = zip_fread(m_file.get(), out + done, count - done);
            if (got < 0) fail();
            if (got == 0 && m_position == m_size) break;
            done += static_cast<std::size_t>(got);
            m_position += static_cast<std::uint64_t>(got);
            // libzip would notice only at the end, perhaps after gigabytes.
            if (got == 0 || m_position > m_size) {
                failAt(m_position,
                       "the archive is damaged: " + std::to_string(m_size) + " bytes are declared");
            }
        }
        return done;
    }
    std::uint64_t largestSize() const override { return m_size; }
    double fraction() const override {
        if (m_size == 0) return 1;
        return std::min(1.0, static_cast<double>(m_position) / static_cast<double>(m_size));
    }
    std::uint64_t position() const override { return m_position; }
    bool packed() const override { return false; } // its positions are those of the member
    const std::string& name() const override { return m_name; }

  private:
    [[noreturn]] void fail() const {
        zip_error_t* const error = zip_file_get_error(m_file.get());
        const bool sum = zip_error_code_zip(error) == ZIP_ER_CRC;
        failAt(m_position, sum ? "its checksum is wrong: the archive is damaged"
                               : std::string("the archive is damaged: ") + zip_error_strerror(error));
    }

    std::shared_ptr<zip> m_archive;
    std::string m_name;
    std::uint64_t m_size;
    std::uint64_t m_position = 0;
    std::unique_ptr<zip_file_t, decltype(&zip_fclose)> m_file;
};

} // namespace

ZipArchive::ZipArchive(const std::filesystem::path& path)
    : m_name(path.string())
    , m_archive(openArchive(m_name)) {
    const zip_int64_t count = zip_get_num_entries(m_archive.get(), 0);
    if (count > kMostMembers) {
        throw Error(m_name, "", "the archive has " + std::to_string(count) + " members, more than 1,000");
    }
    std::error_code failed;
    const std::uint64_t size = std::filesystem::file_size(path, failed);
    std::set<std::string> names;
    for (zip_int64_t index = 0; index < count; ++index) {
        m_members.push_back(checkedMember(m_name, size, m_archive.get(), static_cast<std::uint64_t>(index)));
        const std::string& name = m_members.back().name;
        if (names.insert(name).second) continue;
        throw Error(m_name, "member " + std::to_string(index),
                    "the name " + quotedText(name) + " appears twice");
    }
}

std::unique_ptr<ByteSource> ZipArchive::open(const ZipMember& member) const {
    return std::make_unique<MemberSource>(m_archive, member, m_name + "/" + cleanText(member.name));
}

bool holdsMember(const std::filesystem::path& archive, std::string_view ending) {
    const std::unique_ptr<zip_t, decltype(&zip_discard)> opened(
        zip_open(archive.c_str(), ZIP_RDONLY, nullptr), &zip_discard);
    if (!opened) return false;
    const zip_int64_t count = zip_get_num_entries(opened.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        const char* const name = zip_get_name(opened.get(), static_cast<zip_uint64_t>(i), 0);
        if (name != nullptr && std::string_view(name).ends_with(ending)) return true;
    }
    return false;
}

} // namespace latent
