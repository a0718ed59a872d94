// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"
#include "project/Command.h"

#include <string>
#include <vector>

namespace cppmusic::test {

/// Builds projects for tests in a few words. Ids are given in the order of calls.
class TestSong {
public:
    TestSong();

    model::TrackId addTrack(model::TrackKind, const std::string& name);
    /// An instrument track with a synthesizer.
    model::TrackId addSynthTrack(const std::string& name);
    model::DeviceId addInsert(model::TrackId, const std::string& type,
                              const std::map<std::string, float>& parameters = {});
    void setInstrument(model::TrackId, const std::string& type,
                       const std::map<std::string, float>& parameters = {},
                       const std::vector<model::DeviceSample>& samples = {});
    model::PatternId addPattern(double length, const std::vector<core::NoteEvent>& notes,
                                model::TrackId lane = {});
    model::ClipId addClip(model::TrackId, model::PatternId, double start, double length,
                          double offset = 0.0, bool isLooped = true);
    model::ClipId addAudioClip(model::TrackId, model::AssetId, double start, double length,
                               double offsetSeconds = 0.0);
    model::LaneId automate(model::TrackId, model::DeviceId, const std::string& parameter,
                           const std::vector<model::AutomationPoint>& points);
    void setTempo(double bpm);
    /// Any edit; fails the test when it is refused.
    void apply(const project::Command&);

    [[nodiscard]] const model::Project& project() const { return project_; }
    [[nodiscard]] model::TrackId master() const;
    [[nodiscard]] std::uint64_t newId() { return project_.nextId; }

private:
    model::Project project_;
};

/// A note in beats.
[[nodiscard]] core::NoteEvent note(double start, double duration, int pitch, float velocity = 0.8f);

} // namespace cppmusic::test
