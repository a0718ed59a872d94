// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileSystem.h"
#include "model/Project.h"
#include "project/serialization/Manifest.h"
#include "project/serialization/ProjectSerializer.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace cppmusic::project {

/// What a save is going to write.
struct PreparedSave {
    std::shared_ptr<const model::Project> project;
    FileContents contents;           ///< text of what may have changed
    std::vector<ManifestEntry> same; ///< what the last save wrote and needs no look
    std::uint64_t edits = 0;
    std::string checksum; ///< checksumOf the manifest it will have

    [[nodiscard]] Manifest manifest() const;
};

/// Saves one project into its folder, again and again: remembers what the folder holds, so that
/// after an edit only what the edit touched is made text, and only what differs is written. [job]
class FolderSave {
public:
    FolderSave(std::filesystem::path folder, core::FileSystem& files);

    /// Makes the text. `edits`: how many the journal has. Touches nothing on the disk.
    [[nodiscard]] core::Result<PreparedSave> prepare(std::shared_ptr<const model::Project> project,
                                                     std::uint64_t edits);
    /// The redo commit (see ProjectFolder). After an error the folder holds the old project or,
    /// when the error came after the commit point, the new one as soon as it is opened.
    core::Result<SaveReport> commit(PreparedSave prepared);

private:
    core::Status compare(const ProjectFolder& folder, const FileContents& wanted,
                         const std::vector<ManifestEntry>& same, FileContents& changed,
                         std::vector<std::string>& removed) const;
    [[nodiscard]] bool isOurs(const std::string& manifestText) const;

    std::filesystem::path folder_;
    core::FileSystem& files_;
    std::shared_ptr<const model::Project> last_; // what the folder holds; null: not known
    Manifest lastManifest_;
    std::string lastText_;
};

} // namespace cppmusic::project
