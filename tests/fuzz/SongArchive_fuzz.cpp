// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/DiskFileSystem.h"
#include "session/files/SongArchive.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

using namespace cppmusic;

/// Any bytes as an archive: a song, or one sentence and nothing left behind.
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
    if (!files.writeFile(folder / "a.zip", bytes)) std::abort();
    session::ArchiveLimits limits;
    limits.freeBytes = 1u << 20;
    const auto status =
        session::unpackSong(files, folder / "a.zip", folder / "Out.dawproj", limits);
    if (!status && status.error().message.empty()) std::abort();
    if (status && !files.removeAll(folder / "Out.dawproj")) std::abort();
    const auto names = files.list(folder);
    if (!names || names->size() != 1) std::abort();
    return 0;
}
