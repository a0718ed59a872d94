// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/storage/FolderSave.h"

#include "project/serialization/ProjectJson.h"

#include <algorithm>
#include <set>
#include <utility>

namespace cppmusic::project {

using core::Status;

namespace {

constexpr std::uint64_t maxFileBytes = 256u << 20;

} // namespace

Manifest PreparedSave::manifest() const
{
    auto manifest = makeManifest(contents, project->nextId);
    manifest.files.insert(manifest.files.end(), same.begin(), same.end());
    std::sort(manifest.files.begin(), manifest.files.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    manifest.edits = edits;
    return manifest;
}

FolderSave::FolderSave(std::filesystem::path folder, core::FileSystem& files)
    : folder_(std::move(folder)), files_(files)
{
}

bool FolderSave::isOurs(const std::string& manifestText) const
{
    return last_ != nullptr && manifestText == lastText_;
}

core::Result<PreparedSave> FolderSave::prepare(std::shared_ptr<const model::Project> project,
                                               std::uint64_t edits)
{
    PreparedSave prepared;
    prepared.project = std::move(project);
    prepared.edits = edits;
    const auto text = files_.readFile(folder_ / manifestPath, maxFileBytes);
    if (!text || !isOurs(*text)) last_.reset(); // somebody else saved, or nobody yet
    std::vector<std::string> same;
    auto contents = last_ != nullptr ? writeChangedFiles(*prepared.project, *last_, same)
                                     : writeProjectFiles(*prepared.project);
    if (!contents) return contents.error();
    prepared.contents = std::move(*contents);
    for (const auto& path : same) prepared.same.push_back(*lastManifest_.find(path));
    prepared.checksum = checksumOf(prepared.manifest());
    return prepared;
}

// What is on the disk already isn't written again; what the last save wrote and this one doesn't
// have goes.
Status FolderSave::compare(const ProjectFolder& folder, const FileContents& wanted,
                           const std::vector<ManifestEntry>& same, FileContents& changed,
                           std::vector<std::string>& removed) const
{
    for (const auto& [path, content] : wanted) {
        if (folder.exists(path)) {
            const auto present = folder.read(path, maxFileBytes);
            if (present && *present == content) continue;
        }
        changed.emplace(path, content);
    }
    if (!folder.exists(manifestPath)) return {};
    const auto text = folder.read(manifestPath, maxFileBytes);
    if (!text) return text.error();
    const auto manifest =
        isOurs(*text) ? core::Result<Manifest>(lastManifest_) : readManifest(*text);
    if (!manifest) {
        if (manifest.error().code == core::ErrorCode::newerVersion) return manifest.error();
        return {}; // damaged: it is replaced, nothing else is touched
    }
    std::set<std::string> kept;
    for (const auto& entry : same) kept.insert(entry.path);
    for (const auto& entry : manifest->files)
        if (!wanted.contains(entry.path) && !kept.contains(entry.path) && folder.exists(entry.path))
            removed.push_back(entry.path);
    return {};
}

core::Result<SaveReport> FolderSave::commit(PreparedSave prepared)
{
    auto manifest = prepared.manifest();
    auto text = writeManifest(manifest);
    if (!text) return text.error();
    prepared.contents.insert_or_assign(manifestPath, *text);

    ProjectFolder folder(folder_, files_);
    if (auto status = folder.recover(); !status) return status.error();
    FileContents changed;
    SaveReport report;
    if (auto status = compare(folder, prepared.contents, prepared.same, changed, report.removed);
        !status)
        return status.error();
    last_.reset();
    if (auto status = folder.commit(changed, report.removed, manifestPath); !status)
        return status.error();
    last_ = std::move(prepared.project);
    lastManifest_ = std::move(manifest);
    lastText_ = std::move(*text);
    for (const auto& [name, content] : changed) report.written.push_back(name);
    return report;
}

} // namespace cppmusic::project
