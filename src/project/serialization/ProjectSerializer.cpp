// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/serialization/ProjectSerializer.h"

#include "core/io/Checksum.h"
#include "model/Validate.h"
#include "project/merge/FileMerge.h"
#include "project/merge/Mend.h"
#include "project/serialization/CommandJson.h"
#include "project/serialization/Manifest.h"
#include "project/serialization/ProjectJson.h"
#include "project/storage/FolderBounds.h"
#include "project/storage/FolderSave.h"

#include <algorithm>
#include <set>

namespace cppmusic::project {

using core::ErrorCode;
using core::makeError;

namespace {

constexpr std::uint64_t maxFileBytes = 256u << 20;
constexpr std::uint64_t maxFolderBytes = 1u << 30;

core::Result<Manifest> openManifest(const ProjectFolder& folder, const std::string& name)
{
    if (!folder.exists(manifestPath)) {
        if (folder.exists("project.json"))
            return makeError(ErrorCode::corrupt, "The file is missing.", manifestPath);
        return makeError(ErrorCode::notFound, "There is no CPPMusic project in this folder.", name);
    }
    auto text = folder.read(manifestPath, maxFileBytes);
    if (!text) return text.error();
    return readManifest(*text);
}

// The content of one file, when it is what the manifest says.
core::Result<std::string> readChecked(const ProjectFolder& folder, const ManifestEntry& entry)
{
    if (!folder.exists(entry.path))
        return makeError(ErrorCode::corrupt, "The file is missing.", entry.path);
    auto content = folder.read(entry.path, maxFileBytes);
    if (!content) return makeError(content.error().code, content.error().message, entry.path);
    if (entry.sha256.empty()) return content; // version control merged it
    if (content->size() != entry.size || core::sha256Hex(*content) != entry.sha256)
        return makeError(ErrorCode::corrupt,
                         "The file was changed or damaged: its checksum is wrong.", entry.path);
    return content;
}

// Undo is a comfort: whatever is wrong with it is told, and the project opens without it.
UndoStack readUndoOf(const ProjectFolder& folder, const Manifest& manifest,
                     std::vector<core::Error>& problems)
{
    const auto* entry = manifest.find(undoPath);
    if (entry == nullptr) return {};
    const auto content = readChecked(folder, *entry);
    auto undo = content ? readUndo(*content, checksumOf(manifest)) : content.error();
    if (undo) return std::move(*undo);
    problems.push_back(undo.error());
    problems.back().message += " The project opens without its undo history.";
    return {};
}

void checkAssetFiles(const model::Project& project, const std::filesystem::path& folder,
                     const core::FileSystem& files, std::vector<core::Error>& problems)
{
    for (const auto& [id, asset] : project.assets) {
        const auto size = files.fileSize(folder / asset->file);
        if (!size)
            problems.push_back(makeError(ErrorCode::notFound,
                                         "The audio file '" + asset->name +
                                             "' is missing; what plays it is silent.",
                                         asset->file));
        else if (asset->sizeBytes != 0 && *size != asset->sizeBytes)
            problems.push_back(makeError(ErrorCode::corrupt,
                                         "The audio file '" + asset->name +
                                             "' does not have the size it was imported with.",
                                         asset->file));
    }
}

// What version control merged file by file has to agree as a whole, too.
void settleMerge(LoadedProject& loaded, std::vector<std::string> told)
{
    for (auto& sentence : mend(loaded.project)) told.push_back(std::move(sentence));
    for (auto& sentence : told)
        loaded.problems.push_back(
            makeError(ErrorCode::invalidArgument, std::move(sentence), "merge"));
}

core::Result<LoadedProject> readFolder(const ProjectFolder& folder, const std::string& name)
{
    const auto manifest = openManifest(folder, name);
    if (!manifest) return manifest.error();
    const bool wasMerged = isMerged(*manifest);
    FileContents contents;
    std::uint64_t total = 0;
    for (const auto& entry : manifest->files) {
        if (entry.path == undoPath) continue;
        if (wasMerged && !folder.exists(entry.path)) continue;
        auto content = readChecked(folder, entry);
        if (!content) return content.error();
        total += content->size();
        if (total > maxFolderBytes)
            return makeError(ErrorCode::corrupt, "The project's files are too large.", name);
        contents.emplace(entry.path, std::move(*content));
    }
    LoadedProject loaded;
    std::vector<std::string> unused, told;
    if (wasMerged) told = settleFiles(contents);
    auto project = readProjectFiles(contents, unused);
    if (!project) return project.error();
    loaded.project = std::move(*project);
    loaded.project.nextId = manifest->nextId;
    if (wasMerged) settleMerge(loaded, std::move(told));
    if (const auto wrong = model::validate(loaded.project); !wrong.empty())
        return makeError(ErrorCode::corrupt, wrong.front().message, wrong.front().place);
    for (const auto& path : unused)
        loaded.problems.push_back(
            makeError(ErrorCode::corrupt,
                      "Nothing in the project refers to this file; saving removes it.", path));
    loaded.undo = readUndoOf(folder, *manifest, loaded.problems);
    loaded.checksum = checksumOf(*manifest);
    loaded.edits = manifest->edits;
    return loaded;
}

} // namespace

core::Result<SaveReport> ProjectSerializer::save(const model::Project& project,
                                                 const std::filesystem::path& path,
                                                 core::FileSystem& files)
{
    if (auto status = checkBounds(path, files); !status) return status.error();
    FolderSave save(path, files);
    auto prepared = save.prepare(std::make_shared<const model::Project>(project), 0);
    if (!prepared) return prepared.error();
    return save.commit(std::move(*prepared));
}

core::Result<LoadedProject> ProjectSerializer::load(const std::filesystem::path& path,
                                                    core::FileSystem& files, LoadAccess access)
{
    if (!files.isDirectory(path))
        return makeError(ErrorCode::notFound, "There is no such project folder.", path.string());
    ProjectFolder folder(path, files);
    const auto ready = access == LoadAccess::readWrite ? folder.recover() : folder.overlayPending();
    if (!ready) return ready.error();
    auto loaded = readFolder(folder, path.string());
    if (loaded) checkAssetFiles(loaded->project, path, files, loaded->problems);
    return loaded;
}

namespace {

void findDamage(const ProjectFolder& folder, const Manifest& manifest,
                std::vector<core::Error>& found)
{
    for (const auto& entry : manifest.files)
        if (auto content = readChecked(folder, entry); !content) found.push_back(content.error());
}

/// As import names audio: 64 hexadecimal digits and an ending.
bool isNamedByContent(const std::string& name)
{
    return name.find_first_not_of("0123456789abcdef") == 64 && name[64] == '.' &&
           name.find('.', 65) == std::string::npos;
}

void findExtras(const std::filesystem::path& path, const core::FileSystem& files,
                const std::set<std::string>& known, std::vector<core::Error>& found)
{
    for (const std::string place : {"", "tracks/", "patterns/", "automation/", "assets/audio/"}) {
        const auto directory = place.empty() ? path : path / place;
        if (!files.isDirectory(directory)) continue;
        const auto names = files.list(directory);
        if (!names) {
            found.push_back(names.error());
            continue;
        }
        for (const auto& name : *names) {
            // Hidden files are other programs'; repair keeps damaged originals.
            const bool isLeft = name.starts_with(".") || name.find(".damaged") != std::string::npos;
            if (isLeft || known.contains(place + name) ||
                (place.empty() && files.isDirectory(path / name)))
                continue;
            if (isNamedByContent(name)) {
                // Undo may need what the song doesn't play; it only has to be whole.
                const auto sum = core::sha256OfFile(files, directory / name);
                if (sum && name.starts_with(*sum)) continue;
                found.push_back(makeError(ErrorCode::corrupt,
                                          "The audio file, which the song doesn't play, was "
                                          "changed or damaged.",
                                          place + name));
                continue;
            }
            found.push_back(makeError(ErrorCode::invalidArgument,
                                      "The file does not belong to the project.", place + name));
        }
    }
}

void findDamagedAssets(const model::Project& project, const std::filesystem::path& path,
                       const core::FileSystem& files, std::vector<core::Error>& found)
{
    checkAssetFiles(project, path, files, found);
    for (const auto& [id, asset] : project.assets) {
        const auto size = files.fileSize(path / asset->file);
        if (asset->sha256.empty() || !size) continue;
        if (asset->sizeBytes != 0 && *size != asset->sizeBytes) continue; // named already
        const auto sum = core::sha256OfFile(files, path / asset->file);
        if (!sum)
            found.push_back(sum.error());
        else if (*sum != asset->sha256)
            found.push_back(makeError(ErrorCode::corrupt,
                                      "The audio file was changed or damaged: its checksum is "
                                      "wrong.",
                                      asset->file));
    }
}

std::vector<core::Error> verifyOnce(const std::filesystem::path& path, core::FileSystem& files)
{
    std::vector<core::Error> found;
    ProjectFolder folder(path, files);
    if (auto status = folder.overlayPending(); !status) found.push_back(status.error());
    const auto manifest = openManifest(folder, path.string());
    if (!manifest) {
        found.push_back(manifest.error());
        return found;
    }
    findDamage(folder, *manifest, found);
    std::set<std::string> known{manifestPath};
    for (const auto& entry : manifest->files) known.insert(entry.path);
    if (!found.empty()) {
        findExtras(path, files, known, found);
        return found;
    }
    auto loaded = readFolder(folder, path.string());
    if (!loaded) {
        found.push_back(loaded.error());
        return found;
    }
    found = std::move(loaded->problems);
    for (const auto& [id, asset] : loaded->project.assets) known.insert(asset->file);
    findDamagedAssets(loaded->project, path, files, found);
    findExtras(path, files, known, found);
    return found;
}

} // namespace

std::vector<core::Error> ProjectSerializer::verify(const std::filesystem::path& path,
                                                   core::FileSystem& files)
{
    if (!files.isDirectory(path))
        return {makeError(ErrorCode::notFound, "There is no such project folder.", path.string())};
    // Another program may be saving: what was found counts only if the manifest stood still.
    constexpr int tries = 8;
    const auto manifestText = [&] {
        const auto text = files.readFile(path / manifestPath);
        return text ? *text : std::string{};
    };
    for (int count = 1;; ++count) {
        const std::string before = manifestText();
        auto found = verifyOnce(path, files);
        if (found.empty() || count == tries || manifestText() == before) return found;
    }
}

} // namespace cppmusic::project
