// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "project/serialization/ProjectFolder.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::project {

/// One file of a project and what its content must be.
struct ManifestEntry {
    std::string path;
    std::string sha256;
    std::uint64_t size = 0;
    friend bool operator==(const ManifestEntry&, const ManifestEntry&) = default;
};

/// manifest.json: which files make up the project, with their checksums, and the id counter, which
/// changes with nearly every edit and would otherwise change project.json. Carries a checksum of
/// itself.
struct Manifest {
    std::uint64_t nextId = 1;
    std::vector<ManifestEntry> files; ///< sorted by path
    std::uint64_t edits = 0;          ///< in the journal when it was saved; 0: there was none

    [[nodiscard]] const ManifestEntry* find(std::string_view path) const;
};

inline constexpr const char* manifestPath = "manifest.json";
inline constexpr const char* undoPath = "undo.json";

/// [any]
[[nodiscard]] Manifest makeManifest(const FileContents& files, std::uint64_t nextId);
/// A checksum of the whole project: of all files but the undo history. [any]
[[nodiscard]] std::string checksumOf(const Manifest& manifest);
[[nodiscard]] core::Result<std::string> writeManifest(const Manifest& manifest);
/// corrupt when anything is wrong with it, a path that isn't a project's file included;
/// newerVersion when a newer program wrote it. [any]
[[nodiscard]] core::Result<Manifest> readManifest(std::string_view text);

} // namespace cppmusic::project
