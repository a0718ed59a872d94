// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/Checksum.h"
#include "core/io/FileSystem.h"
#include "project/UndoStack.h"
#include "project/serialization/CanonicalJson.h"
#include "project/serialization/CommandJson.h"
#include "project/serialization/Manifest.h"

#include <algorithm>
#include <filesystem>
#include <string>

namespace cppmusic::test {

/// Adds to a saved song the file that versions before the journal kept the history in.
inline core::Status addOldUndo(core::FileSystem& files, const std::filesystem::path& song,
                               const project::UndoStack& undo)
{
    using project::JsonObject, project::JsonNumber;
    const auto text = files.readFile(song / project::manifestPath);
    if (!text) return text.error();
    auto manifest = project::readManifest(*text);
    if (!manifest) return manifest.error();
    project::JsonArray entries;
    for (const auto& entry : undo.entries())
        entries.emplace_back(JsonObject{{"label", entry.label},
                                        {"forward", project::encodeCommand(entry.forward)},
                                        {"inverse", project::encodeCommand(entry.inverse)}});
    const auto history = project::writeCanonical(
        JsonObject{{"version", JsonNumber{"1"}},
                   {"base", project::checksumOf(*manifest)},
                   {"position", JsonNumber{std::to_string(undo.position())}},
                   {"entries", std::move(entries)}});
    if (!history) return history.error();
    manifest->files.push_back({project::undoPath, core::sha256Hex(*history), history->size()});
    std::sort(manifest->files.begin(), manifest->files.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    const auto changed = project::writeManifest(*manifest);
    if (!changed) return changed.error();
    if (auto status = files.writeFile(song / project::undoPath, *history); !status) return status;
    return files.writeFile(song / project::manifestPath, *changed);
}

} // namespace cppmusic::test
