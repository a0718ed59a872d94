// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/files/AssetCopies.h"

#include "audio/files/AudioFileReader.h"
#include "core/io/Checksum.h"
#include "project/storage/FolderBounds.h"

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

/// assets/audio, of which no part leads elsewhere.
core::Status makeAudioFolder(core::FileSystem& files, const Path& folder)
{
    if (auto status = project::checkBounds(folder, files); !status) return status;
    return files.createDirectories(folder / "assets" / "audio");
}

/// Under a temporary name first, so that a name that is there is always a whole file.
core::Status putWhole(core::FileSystem& files, const Path& from, const Path& to, bool mayShare)
{
    Path part = to;
    part += ".part";
    auto status = files.remove(part); // what a crash left, or a link that was laid there
    if (status) status = mayShare ? files.shareFile(from, part) : files.copyFile(from, part);
    if (status) status = files.rename(part, to);
    if (!status) {
        (void)files.remove(part);
        return status;
    }
    return files.syncDirectory(to.parent_path());
}

bool hasSize(const core::FileSystem& files, const Path& file, std::uint64_t bytes)
{
    const auto size = files.fileSize(file);
    return size && *size == bytes;
}

/// Everything but the file's being there.
core::Result<model::Asset> describe(core::FileSystem& files, const Path& source, const char* origin)
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
    asset.provenance.origin = origin;
    asset.provenance.fileName = asset.name;
    return asset;
}

} // namespace

bool isWholeAsset(const core::FileSystem& files, const model::Asset& asset, const Path& file)
{
    if (files.isLink(file) || !hasSize(files, file, asset.sizeBytes)) return false;
    const auto sum = core::sha256OfFile(files, file);
    return sum && *sum == asset.sha256;
}

core::Status putAsset(core::FileSystem& files, const model::Asset& asset, const Path& source,
                      const Path& folder)
{
    const Path target = folder / asset.file;
    if (!project::isAssetPath(asset.file))
        return core::makeError(core::ErrorCode::invalidArgument,
                               "Audio is kept in assets/ only; import it again.", asset.file);
    if (auto status = makeAudioFolder(files, folder); !status) return status;
    if (auto status = files.createDirectories(target.parent_path()); !status) return status;
    if (files.exists(target) || files.isLink(target)) {
        if (isWholeAsset(files, asset, target)) return {};
        // A link goes; damage is kept beside what takes its place.
        auto status = files.isLink(target)
                          ? files.remove(target)
                          : files.rename(target, project::nameForDamaged(target, files));
        if (!status) return status;
    }
    return putWhole(files, source, target, false);
}

core::Result<model::Asset> copyIntoAssets(core::FileSystem& files, const Path& source,
                                          const Path& folder)
{
    auto asset = describe(files, source, "imported");
    if (!asset) return asset;
    if (auto status = putAsset(files, *asset, source, folder); !status) return status.error();
    return asset;
}

core::Result<model::Asset> moveIntoAssets(core::FileSystem& files, const Path& source,
                                          const Path& folder)
{
    auto asset = describe(files, source, "recorded");
    if (!asset) return asset;
    const Path target = folder / asset->file;
    auto status = makeAudioFolder(files, folder);
    if (status) status = files.rename(source, target);
    if (status) status = files.syncDirectory(target.parent_path());
    if (!status) return status.error();
    return asset;
}

core::Status copyAssets(core::FileSystem& files, const model::Project& project, const Path& from,
                        const Path& to)
{
    for (const auto& [id, asset] : project.assets) {
        const Path source = from / asset->file, target = to / asset->file;
        if (!project::isAssetPath(asset->file) || !files.exists(source)) continue;
        // Through a link only what the song really holds.
        if (files.isLink(source)) {
            const auto sum = core::sha256OfFile(files, source);
            if (!sum || *sum != asset->sha256) continue;
        }
        const auto size = files.fileSize(source);
        if (!size) return size.error();
        if (!files.isLink(target) && hasSize(files, target, *size)) continue;
        auto status = makeAudioFolder(files, to);
        if (status) status = files.createDirectories(target.parent_path());
        if (status) status = putWhole(files, source, target, true);
        if (!status) return status;
    }
    return {};
}

} // namespace cppmusic::session
