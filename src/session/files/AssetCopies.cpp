// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/files/AssetCopies.h"

#include "audio/files/AudioFileReader.h"
#include "core/io/Checksum.h"

#include <algorithm>
#include <string>
#include <utility>

namespace cppmusic::session {

namespace {

using Path = core::FileSystem::Path;

/// ".wav" and the like: letters and digits, lower case; anything else is no extension.
std::string plainExtension(const Path& file)
{
    std::string extension = file.extension().string();
    for (std::size_t i = 1; i < extension.size(); ++i) {
        char& c = extension[i];
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) return {};
    }
    return extension.size() > 1 && extension.size() <= 8 ? extension : std::string{};
}

/// Under a temporary name first, so that a name that is there is always a whole file.
core::Status copyWhole(core::FileSystem& files, const Path& from, const Path& to)
{
    const auto size = files.fileSize(from);
    if (!size) return size.error();
    if (files.exists(to)) {
        const auto there = files.fileSize(to);
        if (there && *there == *size) return {};
    }
    if (auto status = files.createDirectories(to.parent_path()); !status) return status;
    Path part = to;
    part += ".part";
    auto status = files.copyFile(from, part);
    if (status) status = files.rename(part, to);
    if (!status) {
        (void)files.remove(part);
        return status;
    }
    return files.syncDirectory(to.parent_path());
}

/// Everything but the file's being there.
core::Result<model::Asset> describe(core::FileSystem& files, const Path& source)
{
    const auto reader = audio::AudioFileReader::open(source);
    if (!reader) return reader.error();
    auto hash = core::sha256OfFile(files, source);
    if (!hash) return hash.error();
    const auto size = files.fileSize(source);
    if (!size) return size.error();

    model::Asset asset;
    asset.name = source.filename().string();
    asset.sha256 = std::move(hash).value();
    asset.file = "assets/audio/" + asset.sha256 + plainExtension(source);
    asset.sizeBytes = *size;
    asset.sampleRate = reader->info().sampleRate;
    asset.frames = reader->info().frames;
    asset.channels = reader->info().channels;
    return asset;
}

} // namespace

core::Result<model::Asset> copyIntoAssets(core::FileSystem& files, const Path& source,
                                          const Path& folder)
{
    auto asset = describe(files, source);
    if (!asset) return asset;
    if (auto status = copyWhole(files, source, folder / asset->file); !status)
        return status.error();
    return asset;
}

core::Result<model::Asset> moveIntoAssets(core::FileSystem& files, const Path& source,
                                          const Path& folder)
{
    auto asset = describe(files, source);
    if (!asset) return asset;
    const Path target = folder / asset->file;
    auto status = files.createDirectories(target.parent_path());
    if (status) status = files.rename(source, target);
    if (status) status = files.syncDirectory(target.parent_path());
    if (!status) return status.error();
    return asset;
}

core::Status copyAssets(core::FileSystem& files, const model::Project& project, const Path& from,
                        const Path& to)
{
    for (const auto& [id, asset] : project.assets) {
        const Path source = from / asset->file;
        if (!files.exists(source)) continue;
        if (auto status = copyWhole(files, source, to / asset->file); !status) return status;
    }
    return {};
}

} // namespace cppmusic::session
