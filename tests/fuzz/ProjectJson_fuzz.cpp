// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/MemoryFileSystem.h"
#include "project/serialization/CommandJson.h"
#include "project/serialization/JsonReader.h"
#include "project/serialization/ProjectJson.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace cppmusic;
using namespace cppmusic::project;

/// Any bytes in place of each kind of file are either refused or become a project whose text, once
/// written, reads back as an equal project. The first byte says which file the rest replaces.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    const std::string content(reinterpret_cast<const char*>(data) + 1, size - 1);
    static const auto usual = *writeProjectFiles(model::makeEmptyProject());
    auto files = usual;
    switch (data[0] % 4) {
    case 0: files["project.json"] = content; break;
    case 1: files[fileNameOf(model::TrackId{1})] = content; break;
    case 2: files["patterns/pattern-002.json"] = content; break;
    default: static_cast<void>(readUndo(content, "")); return 0;
    }
    std::vector<std::string> unused;
    const auto first = readProjectFiles(files, unused);
    if (!first) return 0;
    const auto written = writeProjectFiles(*first);
    if (!written) return 0;
    const auto second = readProjectFiles(*written, unused);
    if (!second || !(*second == *first)) std::abort();
    return 0;
}
