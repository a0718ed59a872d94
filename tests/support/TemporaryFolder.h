// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/ScratchFolder.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace cppmusic::test {

/// A ScratchFolder with names for what is in it.
class TemporaryFolder : public ScratchFolder {
public:
    [[nodiscard]] std::filesystem::path file(std::string_view name) const { return path() / name; }
    /// How many entries the folder has, hidden ones included.
    [[nodiscard]] int entries() const
    {
        return static_cast<int>(std::distance(std::filesystem::directory_iterator(path()),
                                              std::filesystem::directory_iterator()));
    }
};

inline std::string readBytes(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (!in || error) return {};
    std::string bytes(static_cast<std::size_t>(size), '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return bytes;
}

inline void writeBytes(const std::filesystem::path& path, std::string_view bytes)
{
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

} // namespace cppmusic::test
