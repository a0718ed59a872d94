// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/DiskFileSystem.h"
#include "project/storage/JournalDisk.h"
#include "project/storage/Replay.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

using namespace cppmusic;
using namespace cppmusic::project;

/// Any bytes as history.db: rows that follow each other, or damage that is told; reading leaves the
/// file as it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const std::filesystem::path folder = [] {
        std::string name =
            (std::filesystem::temp_directory_path() / "cppmusic-fuzz-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) std::abort();
        return std::filesystem::path(name);
    }();
    core::DiskFileSystem files;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (!files.writeFile(folder / "history.db", bytes)) std::abort();
    const auto journal = readJournal(folder, LoadAccess::readOnly);
    std::string head;
    for (const auto& row : journal.rows) {
        if (headOf(row, head) != row.head) std::abort();
        head = row.head;
    }
    static_cast<void>(Replay::of(journal.rows));
    const auto after = files.readFile(folder / "history.db");
    if (!after || *after != bytes) std::abort();
    return 0;
}
