// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/params/ParameterSpec.h"
#include "model/Project.h"
#include "project/merge/JsonMerge.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::project {

/// What only the engine knows of devices; the defaults know nothing and the texts then use ids.
struct MusicLabels {
    /// "Compressor" for "cppmusic.compressor"; empty: not known.
    std::function<std::string(std::string_view type)> device;
    std::function<std::optional<core::ParameterSpec>(std::string_view type,
                                                     std::string_view parameter)>
        parameter;
};

/// Says in a musician's words what a piece of a project's JSON is: names of tracks and patterns,
/// bar.beat.tick (960 ticks a quarter note), pitches, dB. Nouns are named by their frames,
/// outermost first; the first is "song", "tracks", "patterns" or, of a
/// lane's own file, "automation". [any]
class MusicText {
public:
    using Frames = std::vector<NounFrame>;

    /// Keeps references: both must live as long as this.
    MusicText(const model::Project& project, const MusicLabels& labels);

    /// "17.3.0".
    [[nodiscard]] std::string position(core::Beats at) const;
    /// Where it is: "Bass", "Pattern 'Riff'", "Song".
    [[nodiscard]] std::string place(const Frames& frames) const;
    /// What it is: "note E2 at 17.3.0", "Compressor"; empty for the track, pattern or song itself.
    [[nodiscard]] std::string noun(const Frames& frames) const;
    /// "gain" for "gainDb", "Cutoff" for a device's "parameters/cutoff".
    [[nodiscard]] std::string field(const Frames& frames, std::string_view path) const;
    /// "-3 dB"; null: what a missing field means.
    [[nodiscard]] std::string value(const Frames& frames, std::string_view path,
                                    const JsonValue* json) const;
    /// Names of tracks, in order, from their ids as texts or their files.
    [[nodiscard]] std::string trackName(std::uint64_t id) const;

private:
    /// Where a pattern's lane is heard first.
    struct Placement {
        std::uint64_t track = 0;
        core::Beats start, offset;
    };
    [[nodiscard]] const Placement* placementOf(const Frames& frames) const;
    [[nodiscard]] std::string placeInSong(const Frames& frames, double beats) const;
    [[nodiscard]] std::string clipName(const JsonObject& clip) const;
    [[nodiscard]] std::string deviceName(const JsonObject& device) const;
    [[nodiscard]] std::string parameterName(const JsonObject& lane) const;
    [[nodiscard]] std::optional<core::ParameterSpec> specOf(const Frames& frames,
                                                            std::string_view path) const;
    [[nodiscard]] std::string reference(std::string_view field, std::uint64_t id) const;

    const model::Project& project_;
    const MusicLabels& labels_;
    std::map<std::pair<std::uint64_t, std::uint64_t>, Placement> placements_; // pattern, lane
};

} // namespace cppmusic::project
