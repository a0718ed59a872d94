// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileSystem.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::project {

/// Files of a project by their path within the folder ("tracks/track-001.json").
using FileContents = std::map<std::string, std::string>;

/// Whether a path names a file that saving may write: a JSON file at the top or directly in
/// tracks/, patterns/ or automation/. Anything else in a manifest or a commit record is refused, so
/// that no project can reach outside of its folder. [any]
[[nodiscard]] bool isProjectFile(std::string_view path);

/// A save whose commit record is on the disk: what is still to be moved and removed.
struct PendingSave {
    struct Move {
        std::string staged; ///< name within .save/
        std::string path;
        std::string sha256;
        friend bool operator==(const Move&, const Move&) = default;
    };
    std::vector<Move> moves;
    std::vector<std::string> removals;
};

/// The files of a project folder and their one way to change: all together. A save goes through
/// .save/: content staged and flushed, a commit record (with checksums) renamed into place, which
/// is the commit point, then the files moved to their places. [main or job]
class ProjectFolder {
public:
    ProjectFolder(const std::filesystem::path& folder, core::FileSystem& files);

    /// Finishes a save that was committed, discards one that wasn't.
    core::Status recover();
    /// Reads as if recover() had run, without writing: call before read() in a folder that must not
    /// be touched.
    core::Status overlayPending();

    [[nodiscard]] bool exists(const std::string& path) const;
    [[nodiscard]] core::Result<std::string> read(const std::string& path,
                                                 std::uint64_t maxBytes) const;

    /// Replaces and removes files, all or none. `last` is moved after all others (the manifest).
    core::Status commit(const FileContents& changed, const std::vector<std::string>& removed,
                        const std::string& last);

private:
    [[nodiscard]] std::filesystem::path at(std::string_view path) const;
    [[nodiscard]] std::filesystem::path staging(std::string_view name = {}) const;
    [[nodiscard]] core::Result<std::optional<PendingSave>> readPending() const;
    core::Status stage(const FileContents& changed, const std::vector<std::string>& removed,
                       const std::string& last, PendingSave& pending);
    [[nodiscard]] core::Status checkStaged(const PendingSave& pending) const;
    core::Status rollForward(const PendingSave& pending);
    core::Status clearStaging();
    core::Status makeFolders(const FileContents& changed);
    core::Status makeFolder(const std::filesystem::path& folder);

    std::filesystem::path folder_;
    core::FileSystem& files_;
    std::optional<PendingSave> overlay_;
};

} // namespace cppmusic::project
