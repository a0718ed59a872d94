// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "project/merge/MusicText.h"

#include <optional>
#include <string>
#include <vector>

namespace cppmusic::project {

/// One thing that differs between two versions of a song.
struct Difference {
    enum class Kind : std::uint8_t { added, removed, changed, reordered };
    struct Field {
        std::string path; ///< "strip/gainDb"
        std::string label;
        std::optional<JsonValue> before, after; ///< none: not written, its default
        std::string beforeText, afterText;
    };
    Kind kind = Kind::changed;
    std::string place; ///< "Bass", "Pattern 'Riff'", "Song"
    std::string noun;  ///< "note E2 at 17.3.0"; empty: the place itself
    std::string text;  ///< "note E2 at 17.3.0 moved to 17.3.2"
    std::string list;  ///< "notes"; of the innermost noun
    std::uint64_t id = 0;
    std::vector<Field> fields;

    /// "Bass: note E2 at 17.3.0 moved to 17.3.2".
    [[nodiscard]] std::string sentence() const { return place + ": " + text; }
};

/// What has to be done to `before` to get `after`, in the order of the song's files. Empty exactly
/// when both are equal, but for the counter of ids, which isn't music. [any]
[[nodiscard]] std::vector<Difference> diffProjects(const model::Project& before,
                                                   const model::Project& after,
                                                   const MusicLabels& labels = {});

/// The same for one file of a project folder ("tracks/track-002.json"); null: the file isn't there.
/// Names and places come from `context`, the song it belongs to. Empty for files that hold no
/// music. [any]
[[nodiscard]] std::vector<Difference> diffFile(const std::string& path, const JsonValue* before,
                                               const JsonValue* after,
                                               const model::Project& context,
                                               const MusicLabels& labels = {});

} // namespace cppmusic::project
