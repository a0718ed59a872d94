// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"
#include "project/merge/MusicText.h"

#include <string>
#include <vector>

namespace cppmusic::project {

/// A value that lost in a merge and is kept beside the one that stands, until somebody decides.
struct KeptVersion {
    std::string place;        ///< "Bass", "Pattern 'Riff'", "Song"
    std::string noun;         ///< "Compressor"; empty: the place itself
    std::string field;        ///< "gain"
    std::string stands, kept; ///< "-3 dB", "-6 dB"

    /// "Bass: gain is -3 dB, the other version has -6 dB".
    [[nodiscard]] std::string sentence() const;
};

/// What merges kept of the losing sides, in the order of the song's files; nothing that stands by
/// now. Second versions of notes and clips aren't among it: they are in the song, muted. [any]
[[nodiscard]] std::vector<KeptVersion> keptVersions(const model::Project& project,
                                                    const MusicLabels& labels = {});

} // namespace cppmusic::project
