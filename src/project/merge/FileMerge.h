// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "project/merge/JsonMerge.h"
#include "project/serialization/Manifest.h"
#include "project/serialization/ProjectFolder.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Version control merges a project folder file by file, and only files that both sides changed. The
// files then agree with each other as far as one file can tell; what only the whole song can tell
// is settled when it is opened next. [any]
namespace cppmusic::project {

struct MergedFile {
    std::string text;
    std::vector<Clash> clashes;
};

/// Three versions of one file of a project folder, by its path in it. An empty base: both made the
/// file. invalidArgument for a path that isn't a project's; corrupt when a version can't be read.
[[nodiscard]] core::Result<MergedFile> mergeFile(const std::string& path, std::string_view base,
                                                 std::string_view ours, std::string_view theirs);

/// The manifest of such a merge: entries of files that both changed have no checksum (an empty
/// one), neither has project.json, by which the next opening knows that it must look at the whole.
[[nodiscard]] Manifest mergeManifests(const Manifest& base, const Manifest& ours,
                                      const Manifest& theirs);
[[nodiscard]] bool isMerged(const Manifest& manifest);

/// Makes lists of files and files agree after such a merge: names of files that one side removed
/// go, tracks that one side removed and the other changed are listed again. A sentence for each.
[[nodiscard]] std::vector<std::string> settleFiles(FileContents& files);

} // namespace cppmusic::project
