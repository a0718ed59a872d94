// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Pattern.h"
#include "model/Track.h"
#include "session/Session.h"
#include "tools/demo/DemoSong.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace cppmusic::demo {

using Parameters = std::map<std::string, float>;

/// A place on the automation of the demo song.
struct AutomationStep {
    double bar = 1.0; ///< counted from 1
    float value = 0.0f;
    float tension = 0.0f;
};

/// Writes a song the way the program does: through imports and commands of one Session. The first
/// failure ends the program with its sentence: a demo that can't be made is a bug. [main]
class SongBuilder {
public:
    /// Sounds are written to and imported from `scratch`.
    explicit SongBuilder(std::filesystem::path scratch);

    void setSong(const std::string& name, const std::string& author, double bpm);
    model::AssetId importSound(const Sound&, const std::string& name);

    [[nodiscard]] model::Device device(const std::string& type, Parameters parameters);
    /// Adds `sample` to a sampler on the keys from low to high.
    static void addSample(model::Device&, model::AssetId, int lowKey, int highKey, int rootKey,
                          float gainDb = 0.0f);

    struct TrackPlan {
        std::string name;
        model::TrackKind kind = model::TrackKind::instrument;
        int colour = 0;
        float gainDb = 0.0f;
        float pan = 0.0f;
        model::TrackId output = {};
        std::vector<model::Send> sends = {};
        std::vector<model::Device> instrument = {}; ///< none or one
        std::vector<model::Device> inserts = {};
    };
    model::TrackId addTrack(const TrackPlan&);
    void setMaster(float gainDb, std::vector<model::Device> inserts);

    /// To the foot of the list, above the master.
    void moveToEnd(model::TrackId);

    model::PatternId addPattern(const std::string& name, double bars, const Notes&);
    /// A pattern that plays several tracks at once.
    model::PatternId addBeat(const std::string& name, double beats,
                             const std::vector<std::pair<model::TrackId, Notes>>& lanes);
    /// Bars are counted from 1; `offsetBars` starts inside the pattern.
    void place(model::TrackId, model::PatternId, double bar, double bars, double offsetBars = 0.0);
    void placeAudio(model::TrackId, model::AssetId, double bar, double bars, float gainDb,
                    double fadeOutSeconds);
    void automate(model::TrackId, model::DeviceId, const std::string& parameter,
                  const std::vector<AutomationStep>&);
    void addMarker(const std::string& name, double bar, double bars);

    void save(const std::filesystem::path&);

private:
    model::PatternId addPatternWith(const std::string& name, double beats,
                                    std::map<model::TrackId, core::Shared<model::PatternLane>>);
    core::Shared<model::PatternLane> lane(const Notes&);
    void insertClip(model::TrackId, double bar, double bars,
                    std::variant<model::PatternClip, model::AudioClip> content);

    std::filesystem::path scratch_;
    session::Session session_;
};

} // namespace cppmusic::demo
