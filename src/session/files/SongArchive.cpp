// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/files/SongArchive.h"

#include "core/io/Checksum.h"
#include "core/io/MarkFile.h"
#include "model/Limits.h"
#include "project/serialization/Manifest.h"
#include "project/serialization/ProjectJson.h"
#include "project/serialization/ProjectSerializer.h"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace cppmusic::session {

namespace {

using core::ErrorCode;
using core::makeError;
using Path = core::FileSystem::Path;

constexpr std::size_t pieceBytes = 1u << 20;

struct Closer {
    void operator()(archive* a) const { archive_free(a); }
    void operator()(archive_entry* e) const { archive_entry_free(e); }
};
using Archive = std::unique_ptr<archive, Closer>;
using Entry = std::unique_ptr<archive_entry, Closer>;

core::Error failure(archive* a, const std::string& place)
{
    const char* text = archive_error_string(a);
    return makeError(ErrorCode::ioFailure, text == nullptr ? "The archive can't be written." : text,
                     place);
}

class Packer {
public:
    explicit Packer(std::string place) : place_(std::move(place)), writer_(archive_write_new()) {}

    core::Status open(const Path& path)
    {
        archive_write_set_format_zip(writer_.get());
        if (archive_write_open_filename(writer_.get(), path.string().c_str()) != ARCHIVE_OK)
            return failure(writer_.get(), place_);
        return {};
    }

    core::Status begin(const std::string& name, std::uint64_t size, bool isPacked)
    {
        const Entry entry(archive_entry_new());
        archive_entry_set_pathname_utf8(entry.get(), name.c_str());
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), 0644);
        archive_entry_set_mtime(entry.get(), 315619200, 0); // 1980: no times in a song
        if (isPacked)
            archive_write_zip_set_compression_deflate(writer_.get());
        else
            archive_write_zip_set_compression_store(writer_.get());
        if (archive_write_header(writer_.get(), entry.get()) != ARCHIVE_OK)
            return failure(writer_.get(), place_);
        return {};
    }

    core::Status write(std::string_view piece)
    {
        if (archive_write_data(writer_.get(), piece.data(), piece.size()) !=
            static_cast<la_ssize_t>(piece.size()))
            return failure(writer_.get(), place_);
        return {};
    }

    core::Status close()
    {
        if (archive_write_close(writer_.get()) != ARCHIVE_OK) return failure(writer_.get(), place_);
        return {};
    }

private:
    std::string place_;
    Archive writer_;
};

core::Status packAsset(core::FileSystem& files, const Path& file, const model::Asset& asset,
                       Packer& packer)
{
    core::Sha256 sum;
    const auto size = files.fileSize(file);
    if (!size) return size.error();
    if (auto status = packer.begin(asset.file, *size, false); !status) return status;
    for (std::uint64_t at = 0; at < *size;) {
        const auto piece = files.readRange(file, at, pieceBytes);
        if (!piece) return piece.error();
        if (piece->empty())
            return makeError(ErrorCode::ioFailure, "The file became shorter.", file.string());
        if (auto status = packer.write(*piece); !status) return status;
        sum.update(*piece);
        at += piece->size();
    }
    if (!asset.sha256.empty() && sum.finishHex() != asset.sha256)
        return makeError(
            ErrorCode::corrupt,
            "The audio file was changed or damaged; 'cppmusic-cli assets relink' finds "
            "it in a folder that has it.",
            asset.file);
    return {};
}

/// assets/audio/NAME with a plain name.
bool isAssetFile(std::string_view path)
{
    constexpr std::string_view folder = "assets/audio/";
    if (!path.starts_with(folder)) return false;
    path.remove_prefix(folder.size());
    const auto isPlain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '-' || c == '_' || c == ' ';
    };
    return !path.empty() && path.size() < 200 && path.front() != '.' &&
           std::all_of(path.begin(), path.end(), isPlain);
}

bool leadsElsewhere(const core::FileSystem& files, const Path& folder, const std::string& name)
{
    return files.isLink(folder / name) || files.isLink(folder / "assets") ||
           files.isLink(folder / "assets" / "audio");
}

core::Status packAll(core::FileSystem& files, const model::Project& project, const Path& folder,
                     const Path& target, const std::string& place)
{
    auto contents = project::writeProjectFiles(project);
    if (!contents) return contents.error();
    auto manifest = project::writeManifest(project::makeManifest(*contents, project.nextId));
    if (!manifest) return manifest.error();
    contents->emplace(project::manifestPath, std::move(*manifest));
    Packer packer(place);
    if (auto status = packer.open(target); !status) return status;
    for (const auto& [path, text] : *contents) {
        auto status = packer.begin(path, text.size(), true);
        if (status) status = packer.write(text);
        if (!status) return status;
    }
    std::set<std::string> packed;
    for (const auto& [id, asset] : project.assets) {
        if (!files.exists(folder / asset->file) || !packed.insert(asset->file).second) continue;
        // What is no song's audio, or lies elsewhere, isn't sent to anybody.
        if (!isAssetFile(asset->file) || leadsElsewhere(files, folder, asset->file))
            return makeError(ErrorCode::unsupported,
                             "This is not a file within the song; 'cppmusic-cli assets collect' "
                             "brings in what is the song's.",
                             asset->file);
        if (auto status = packAsset(files, folder / asset->file, *asset, packer); !status)
            return status;
    }
    return packer.close();
}

std::string lowerCase(std::string text)
{
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return text;
}

class Unpacker {
public:
    Unpacker(core::FileSystem& files, const Path& source, const Path& target,
             const ArchiveLimits& limits)
        : files_(files),
          source_(source),
          target_(target),
          limits_(limits),
          reader_(archive_read_new())
    {
    }

    core::Status run()
    {
        const auto size = files_.fileSize(source_);
        if (!size) return size.error();
        most_ = std::min(limits_.bytes, limits_.freeBytes + *size * limits_.ratio);
        archive_read_support_format_zip(reader_.get());
        if (archive_read_open_filename(reader_.get(), source_.string().c_str(), pieceBytes) !=
            ARCHIVE_OK)
            return notAnArchive();
        for (archive_entry* entry = nullptr;;) {
            const int result = archive_read_next_header(reader_.get(), &entry);
            if (result == ARCHIVE_EOF) break;
            if (result != ARCHIVE_OK) return notAnArchive();
            if (auto status = take(entry); !status) return status;
        }
        if (!names_.contains(project::manifestPath))
            return makeError(ErrorCode::corrupt, "There is no song in this archive.",
                             source_.string());
        return {};
    }

private:
    [[nodiscard]] core::Error notAnArchive() const
    {
        return makeError(ErrorCode::corrupt, "This is not a song's archive, or it is damaged.",
                         source_.string());
    }
    [[nodiscard]] core::Error refuse(const std::string& name, std::string sentence) const
    {
        std::string shown;
        for (const char c : name.substr(0, 80))
            shown += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
        return makeError(ErrorCode::corrupt, std::move(sentence),
                         source_.string() + ": " + (model::isUtf8(shown) ? shown : "?"));
    }

    core::Status take(archive_entry* entry)
    {
        const char* text = archive_entry_pathname(entry);
        const std::string name = text == nullptr ? std::string{} : text;
        if (++count_ > limits_.entries) return refuse(name, "The archive holds too many files.");
        if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_symlink(entry) != nullptr ||
            archive_entry_hardlink(entry) != nullptr) {
            const bool isFolder = archive_entry_filetype(entry) == AE_IFDIR;
            if (isFolder && isKnownFolder(name)) return {};
            return refuse(name, "Links and folders of other programs are not unpacked.");
        }
        if (archive_entry_is_encrypted(entry) != 0)
            return refuse(name, "Encrypted archives can't be unpacked.");
        const bool isJson = project::isProjectFile(name);
        if (!isJson && !isAssetFile(name))
            return refuse(name, "The name is not one of a song's files; nothing was unpacked.");
        if (!names_.insert(lowerCase(name)).second)
            return refuse(name, "The archive has this file twice.");
        return isJson ? takeJson(name) : takeAsset(name);
    }

    static bool isKnownFolder(std::string name)
    {
        while (!name.empty() && name.back() == '/') name.pop_back();
        return name == "tracks" || name == "patterns" || name == "automation" || name == "assets" ||
               name == "assets/audio";
    }

    /// The next piece; empty at the end.
    core::Result<std::string_view> read(const std::string& name)
    {
        buffer_.resize(pieceBytes);
        const auto count = archive_read_data(reader_.get(), buffer_.data(), buffer_.size());
        if (count < 0) return refuse(name, "The file in the archive is damaged.");
        total_ += static_cast<std::uint64_t>(count);
        if (total_ > most_)
            return refuse(name, "The archive unpacks to more than " +
                                    std::to_string(limits_.ratio) +
                                    " times its size, or more "
                                    "than a song needs; it was stopped.");
        return std::string_view(buffer_.data(), static_cast<std::size_t>(count));
    }

    core::Status takeJson(const std::string& name)
    {
        std::string content;
        for (;;) {
            const auto piece = read(name);
            if (!piece) return piece.error();
            if (piece->empty()) break;
            content += *piece;
            if (content.size() > limits_.fileBytes)
                return refuse(name, "The file is larger than a song's files are.");
        }
        const auto path = target_ / name;
        if (auto status = files_.createDirectories(path.parent_path()); !status) return status;
        return files_.writeFile(path, content);
    }

    core::Status takeAsset(const std::string& name)
    {
        const auto path = target_ / name;
        if (auto status = files_.createDirectories(path.parent_path()); !status) return status;
        core::MarkFile out;
        if (auto status = out.open(path); !status) return status;
        for (std::uint64_t at = 0;;) {
            const auto piece = read(name);
            if (!piece) return piece.error();
            if (piece->empty()) return out.flush();
            if (auto status = out.writeAt(at, *piece); !status) return status;
            at += piece->size();
        }
    }

    core::FileSystem& files_;
    Path source_, target_;
    const ArchiveLimits& limits_;
    Archive reader_;
    std::uint64_t most_ = 0, total_ = 0, count_ = 0;
    std::set<std::string> names_;
    std::string buffer_;
};

/// What is in the folder opens as a song, every file as its checksum says.
core::Status checkUnpacked(core::FileSystem& files, const Path& folder)
{
    const auto loaded =
        project::ProjectSerializer::load(folder, files, project::LoadAccess::readOnly);
    if (!loaded) return loaded.error();
    for (const auto& error : project::ProjectSerializer::verify(folder, files))
        if (error.code == ErrorCode::corrupt) return error;
    return {};
}

/// The names in the folder; what they name is flushed.
core::Status flushFolders(core::FileSystem& files, const Path& folder)
{
    for (const char* name : {"tracks", "patterns", "automation", "assets/audio", "assets", "."}) {
        if (!files.isDirectory(folder / name)) continue;
        if (auto status = files.syncDirectory(folder / name); !status) return status;
    }
    return {};
}

Path beside(const Path& path, const char* ending)
{
    Path other = path;
    if (!other.has_filename()) other = other.parent_path();
    other += ending;
    return other;
}

} // namespace

core::Status packSong(core::FileSystem& files, const model::Project& project, const Path& folder,
                      const Path& target)
{
    const Path part = beside(target, ".part");
    auto status = packAll(files, project, folder, part, target.string());
    if (status) status = files.rename(part, target);
    if (!status) static_cast<void>(files.remove(part));
    return status;
}

core::Status unpackSong(core::FileSystem& files, const Path& source, const Path& target,
                        const ArchiveLimits& limits)
{
    if (files.exists(target))
        return makeError(ErrorCode::alreadyExists, "is there already; choose another name",
                         target.string());
    const Path part = beside(target, ".unpacking");
    if (files.exists(part))
        return makeError(ErrorCode::alreadyExists, "is there already; remove it first",
                         part.string());
    auto status = Unpacker(files, source, part, limits).run();
    if (status) status = checkUnpacked(files, part);
    if (status) status = flushFolders(files, part);
    if (status) status = files.rename(part, target);
    if (status) status = files.syncDirectory(target.parent_path());
    if (!status) static_cast<void>(files.removeAll(part));
    return status;
}

} // namespace cppmusic::session
