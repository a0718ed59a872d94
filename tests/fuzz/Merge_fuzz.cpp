// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/merge/FileMerge.h"
#include "project/serialization/JsonReader.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace cppmusic::project;

/// Any three texts, parted by zero bytes, as versions of one file: refused, or merged into a text
/// that can be read; a side that did nothing changes nothing. The first byte says which file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    constexpr const char* paths[] = {"project.json", "tracks/track-002.json",
                                     "patterns/pattern-003.json", "automation/auto-005.json"};
    const std::string path = paths[data[0] % 4];
    const std::string_view all(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto first = all.find('\0'), second = all.find('\0', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) return 0;
    const auto base = all.substr(0, first), ours = all.substr(first + 1, second - first - 1),
               theirs = all.substr(second + 1);
    const auto merged = mergeFile(path, base, ours, theirs);
    if (merged && !readJson(merged->text, path)) std::abort();
    const auto same = mergeFile(path, base, ours, ours);
    if (same && !same->clashes.empty()) std::abort();
    return 0;
}
