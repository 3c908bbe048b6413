// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

// Numbers as bytes, little-endian. Private to core/run.
namespace latent {

static_assert(std::endian::native == std::endian::little, "files are little-endian");

template <class T>
requires std::is_arithmetic_v<T>
void appendBytes(std::string& bytes, T number) {
    bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// The memory of a vector or matrix of numbers.
template <class Numbers>
std::string_view bytesOf(const Numbers& numbers) {
    return {reinterpret_cast<const char*>(numbers.data()),
            static_cast<std::size_t>(numbers.size()) * sizeof(*numbers.data())};
}

/// The same, to be filled.
template <class Numbers>
std::span<char> memoryOf(Numbers& numbers) {
    return {reinterpret_cast<char*>(numbers.data()),
            static_cast<std::size_t>(numbers.size()) * sizeof(*numbers.data())};
}

/// Takes numbers from bytes, front to back. Throws Error(file, position) where they end early.
class NumberReader {
  public:
    NumberReader(std::string_view bytes, std::string file, std::string position)
        : m_bytes(bytes)
        , m_file(std::move(file))
        , m_position(std::move(position)) {}

    std::size_t left() const { return m_bytes.size(); }
    std::string_view take(std::size_t count) {
        if (count > m_bytes.size()) fail("ends too early");
        const std::string_view taken = m_bytes.substr(0, count);
        m_bytes.remove_prefix(count);
        return taken;
    }
    template <class T>
    requires std::is_arithmetic_v<T> T number() {
        T number{};
        std::memcpy(&number, take(sizeof number).data(), sizeof number);
        return number;
    }
    /// Fills all of a vector or matrix.
    template <class Numbers>
    void fill(Numbers& numbers) {
        const std::string_view bytes = take(bytesOf(numbers).size());
        if (!bytes.empty()) std::memcpy(numbers.data(), bytes.data(), bytes.size());
    }
    void requireEnd() const {
        if (m_bytes.size() == 1) fail("has 1 byte too many");
        if (!m_bytes.empty()) fail("has " + std::to_string(m_bytes.size()) + " bytes too many");
    }
    [[noreturn]] void fail(const std::string& cause) const { throw Error(m_file, m_position, cause); }

  private:
    std::string_view m_bytes;
    std::string m_file;
    std::string m_position;
};

} // namespace latent
