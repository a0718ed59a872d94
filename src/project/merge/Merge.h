// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Project.h"
#include "project/merge/MusicText.h"

#include <string>
#include <vector>

namespace cppmusic::project {

/// Something that both sides changed so that a person should look at it. Nothing of either side is
/// lost: `text` says where the other version is.
struct Conflict {
    std::string place; ///< "Bass", "Pattern 'Riff'", "Song"
    std::string text;  ///< "gain is -3 dB here and -6 dB there; ours stands, theirs is kept …"
    [[nodiscard]] std::string sentence() const { return place + ": " + text; }
};

struct MergedProject {
    model::Project project;
    std::vector<Conflict> conflicts;
};

/// What clashes mean in words, with the names of `context`. [any]
[[nodiscard]] std::vector<Conflict> describeClashes(const std::vector<Clash>& clashes,
                                                    const model::Project& context,
                                                    const MusicLabels& labels);

/// Three versions of a song as one: all that either side changed since `base`. Different tracks,
/// patterns, notes, clips, points and parameters never conflict. The result is a valid project.
/// Laws: merge(base, a, a) = a, merge(base, base, a) = a, and without conflicts the sides can be
/// exchanged. invalidArgument when the three are not versions of one song (their masters differ).
/// [any]
[[nodiscard]] core::Result<MergedProject> mergeProjects(const model::Project& base,
                                                        const model::Project& ours,
                                                        const model::Project& theirs,
                                                        const MusicLabels& labels = {});

} // namespace cppmusic::project
