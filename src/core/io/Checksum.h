// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileSystem.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace cppmusic::core {

/// SHA-256 (FIPS 180-4) of content that comes in pieces. [any but audio]
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void update(std::span<const std::byte> piece);
    void update(std::string_view piece);
    /// 64 lower-case hexadecimal digits of all pieces so far; then starts anew.
    [[nodiscard]] std::string finishHex();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The checksum of a piece of memory. [any but audio]
[[nodiscard]] std::string sha256Hex(std::string_view content);
/// The checksum of a file of any size, read a mebibyte at a time. [main or job]
[[nodiscard]] Result<std::string> sha256OfFile(const FileSystem&, const FileSystem::Path&);

} // namespace cppmusic::core
