// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/mapped_file.h"

#include "core/base/error.h"

#include <cerrno>
#include <sys/mman.h>
#include <system_error>

namespace latent {

MappedFile::MappedFile(int file, std::size_t size, std::size_t room, const std::string& name)
    : m_size(size + room) {
    const auto fail = [&] {
        throw Error(name, "", "cannot be mapped: " + std::generic_category().message(errno));
    };
    constexpr int kAccess = PROT_READ | PROT_WRITE;
    void* const whole = ::mmap(nullptr, m_size, kAccess, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (whole == MAP_FAILED) fail();
    m_begin = static_cast<std::uint8_t*>(whole);
    // The rest of the file's last page is private memory too: the extra memory starts there.
    if (::mmap(whole, size, kAccess, MAP_PRIVATE | MAP_NORESERVE | MAP_FIXED, file, 0) == MAP_FAILED) {
        const int cause = errno;
        ::munmap(whole, m_size);
        errno = cause;
        fail();
    }
    m_lost.emplace(whole, size);
}

MappedFile::~MappedFile() {
    m_lost.reset(); // before the address can be reused
    ::munmap(m_begin, m_size);
}

void MappedFile::makeReadOnly() {
    ::mprotect(m_begin, m_size, PROT_READ);
}

} // namespace latent
