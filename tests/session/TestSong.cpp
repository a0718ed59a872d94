// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestSong.h"

#include "model/Queries.h"
#include "project/ApplyCommand.h"

#include <gtest/gtest.h>
#include <utility>

namespace cppmusic::test {

TestSong::TestSong() : project_(model::makeEmptyProject()) {}

void TestSong::apply(const project::Command& command)
{
    auto applied = project::applyCommand(project_, command);
    ASSERT_TRUE(applied.ok()) << applied.error().text();
    project_ = std::move(applied).value().after;
}

model::TrackId TestSong::master() const
{
    return model::masterTrack(project_).id;
}

model::TrackId TestSong::addTrack(model::TrackKind kind, const std::string& name)
{
    model::Track track;
    track.id = model::TrackId{newId()};
    track.kind = kind;
    track.name = name;
    const auto id = track.id;
    apply(project::AddTrack{core::Shared<model::Track>(std::move(track)), 0});
    return id;
}

model::TrackId TestSong::addSynthTrack(const std::string& name)
{
    const auto track = addTrack(model::TrackKind::instrument, name);
    setInstrument(track, "cppmusic.synth");
    return track;
}

void TestSong::setInstrument(model::TrackId track, const std::string& type,
                             const std::map<std::string, float>& parameters,
                             const std::vector<model::DeviceSample>& samples)
{
    model::Device device;
    device.id = model::DeviceId{newId()};
    device.type = type;
    device.parameters = parameters;
    device.samples = samples;
    apply(project::SetInstrument{track, core::Shared<model::Device>(std::move(device))});
}

model::DeviceId TestSong::addInsert(model::TrackId track, const std::string& type,
                                    const std::map<std::string, float>& parameters)
{
    model::Device device;
    device.id = model::DeviceId{newId()};
    device.type = type;
    device.parameters = parameters;
    const auto id = device.id;
    apply(project::InsertDevice{track, core::Shared<model::Device>(std::move(device))});
    return id;
}

model::PatternId TestSong::addPattern(double length, const std::vector<core::NoteEvent>& notes,
                                      model::TrackId lane)
{
    model::Pattern pattern;
    std::uint64_t id = newId();
    pattern.id = model::PatternId{id};
    pattern.name = "Pattern";
    pattern.length = core::Beats{length};
    model::PatternLane content;
    for (const auto& event : notes) {
        model::Note each;
        each.id = model::NoteId{++id};
        each.event = event;
        content.notes.push_back(each);
    }
    model::sortLane(content);
    pattern.lanes.emplace(lane, std::move(content));
    const auto patternId = pattern.id;
    apply(project::AddPattern{core::Shared<model::Pattern>(std::move(pattern))});
    return patternId;
}

model::ClipId TestSong::addClip(model::TrackId track, model::PatternId pattern, double start,
                                double length, double offset, bool isLooped)
{
    model::Clip clip;
    clip.id = model::ClipId{newId()};
    clip.start = core::Beats{start};
    clip.length = core::Beats{length};
    clip.content = model::PatternClip{pattern, core::Beats{offset}, isLooped};
    const auto id = clip.id;
    apply(project::InsertClip{track, core::Shared<model::Clip>(std::move(clip))});
    return id;
}

model::ClipId TestSong::addAudioClip(model::TrackId track, model::AssetId asset, double start,
                                     double length, double offsetSeconds)
{
    model::Clip clip;
    clip.id = model::ClipId{newId()};
    clip.start = core::Beats{start};
    clip.length = core::Beats{length};
    clip.content = model::AudioClip{asset, core::Seconds{offsetSeconds}, 0.0f, core::Seconds{0.01},
                                    core::Seconds{0.05}};
    const auto id = clip.id;
    apply(project::InsertClip{track, core::Shared<model::Clip>(std::move(clip))});
    return id;
}

model::LaneId TestSong::automate(model::TrackId track, model::DeviceId device,
                                 const std::string& parameter,
                                 const std::vector<model::AutomationPoint>& points)
{
    model::AutomationLane lane;
    lane.id = model::LaneId{newId()};
    lane.device = device;
    lane.parameter = parameter;
    lane.points = points;
    const auto id = lane.id;
    apply(project::AddLane{track, core::Shared<model::AutomationLane>(std::move(lane))});
    return id;
}

void TestSong::setTempo(double bpm)
{
    apply(project::SetTempo{core::Beats{0.0}, core::Bpm{bpm}});
}

core::NoteEvent note(double start, double duration, int pitch, float velocity)
{
    core::NoteEvent event;
    event.start = core::Beats{start};
    event.duration = core::Beats{duration};
    event.pitch = static_cast<std::uint8_t>(pitch);
    event.velocity = velocity;
    return event;
}

} // namespace cppmusic::test
