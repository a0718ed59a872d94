// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace cppmusic::test {

/// tests/data of this repository.
inline std::filesystem::path dataFolder()
{
    return CPPMUSIC_TEST_DATA;
}

/// A folder of files that others made (not part of the repository), named by the environment
/// variable CPPMUSIC_CORPORA, which ctest sets where it found one; empty if there is none.
inline std::filesystem::path corporaFolder()
{
    const char* named = std::getenv("CPPMUSIC_CORPORA");
    const std::filesystem::path folder = named != nullptr ? named : "";
    std::error_code error;
    return std::filesystem::is_directory(folder, error) ? folder : std::filesystem::path{};
}

/// Every file below a folder, sorted.
inline std::vector<std::filesystem::path> filesBelow(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace cppmusic::test
