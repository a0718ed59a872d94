// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/demo/SongBuilder.h"

#include "audio/files/AudioFileWriter.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "session/ProjectFiles.h"

#include <cstdio>
#include <cstdlib>

namespace cppmusic::demo {
namespace {

using core::Beats;
using core::Shared;

void require(const core::Status& status)
{
    if (status.ok()) return;
    std::fprintf(stderr, "compose_demo: %s\n", status.error().text().c_str());
    std::exit(1);
}

/// 16-bit FLAC: small in a repository, and read back exactly.
core::Status writeSound(const Sound& sound, const std::filesystem::path& path)
{
    audio::AudioFileSpec spec;
    spec.format = audio::AudioFileFormat::flac;
    spec.sampleRate = static_cast<int>(sound.sampleRate);
    spec.channels = static_cast<int>(sound.channels.size());
    spec.samples = audio::SampleFormat::int16;
    auto writer = audio::AudioFileWriter::create(path, spec);
    if (!writer.ok()) return writer.error();
    std::vector<const float*> channels;
    for (const auto& channel : sound.channels) channels.push_back(channel.data());
    const audio::ConstAudioBlock block{channels.data(), spec.channels,
                                       static_cast<int>(sound.channels[0].size())};
    if (auto status = writer->write(block); !status.ok()) return status;
    return writer->finish();
}

Beats atBar(double bar)
{
    return Beats((bar - 1.0) * beatsPerBar);
}

} // namespace

SongBuilder::SongBuilder(std::filesystem::path scratch) : scratch_(std::move(scratch))
{
    std::filesystem::create_directories(scratch_);
    require(session_.files().newProject());
}

void SongBuilder::setSong(const std::string& name, const std::string& author, double tempo)
{
    auto map =
        core::TempoMap::make({{Beats(0.0), core::Bpm(tempo), false}}, {{Beats(0.0), {4, 4}}});
    require(map.status());
    require(session_.model().execute(project::SetTempoMap{Shared(*map)}));
    require(session_.model().execute(project::RenameProject{name}));
    require(session_.model().execute(project::SetAuthor{author}));
}

model::AssetId SongBuilder::importSound(const Sound& sound, const std::string& name)
{
    const auto path = scratch_ / name;
    require(writeSound(sound, path));
    auto asset = session_.files().importAudio(path);
    require(asset.status());
    return *asset;
}

model::Device SongBuilder::device(const std::string& type, Parameters parameters)
{
    model::Device made;
    made.id = session_.model().newId<model::DeviceId>();
    made.type = type;
    made.parameters = std::move(parameters);
    return made;
}

void SongBuilder::addSample(model::Device& sampler, model::AssetId asset, int lowKey, int highKey,
                            int rootKey, float gainDb)
{
    sampler.samples.push_back({asset, static_cast<std::uint8_t>(lowKey),
                               static_cast<std::uint8_t>(highKey),
                               static_cast<std::uint8_t>(rootKey), gainDb});
}

model::TrackId SongBuilder::addTrack(const TrackPlan& plan)
{
    model::Track track;
    track.id = session_.model().newId<model::TrackId>();
    track.name = plan.name;
    track.kind = plan.kind;
    track.colour.index = static_cast<std::int8_t>(plan.colour);
    track.strip.gainDb = plan.gainDb;
    track.strip.pan = plan.pan;
    track.strip.sends = plan.sends;
    track.output = plan.output;
    if (!plan.instrument.empty()) track.instrument = Shared(plan.instrument.front());
    for (const auto& insert : plan.inserts) track.inserts.emplace_back(insert);
    const auto snapshot = session_.model().snapshot();
    const std::size_t beforeMaster = snapshot->tracks.size() - 1;
    const auto id = track.id;
    require(session_.model().execute(project::AddTrack{Shared(std::move(track)), beforeMaster}));
    return id;
}

void SongBuilder::setMaster(float gainDb, std::vector<model::Device> inserts)
{
    const auto master = model::masterTrack(*session_.model().snapshot()).id;
    require(session_.model().execute(project::SetTrackGain{master, gainDb}));
    for (auto& insert : inserts) {
        require(session_.model().execute(project::InsertDevice{master, Shared(std::move(insert))}));
    }
}

void SongBuilder::moveToEnd(model::TrackId track)
{
    const std::size_t last = session_.model().snapshot()->tracks.size() - 2;
    require(session_.model().execute(project::MoveTrack{track, last}));
}

Shared<model::PatternLane> SongBuilder::lane(const Notes& notes)
{
    model::PatternLane made;
    for (const auto& event : notes) {
        model::Note note;
        note.id = session_.model().newId<model::NoteId>();
        note.event = event;
        made.notes.push_back(std::move(note));
    }
    model::sortLane(made);
    return Shared(std::move(made));
}

model::PatternId
SongBuilder::addPatternWith(const std::string& name, double beats,
                            std::map<model::TrackId, Shared<model::PatternLane>> lanes)
{
    model::Pattern pattern;
    pattern.id = session_.model().newId<model::PatternId>();
    pattern.name = name;
    pattern.length = Beats(beats);
    pattern.lanes = std::move(lanes);
    const auto id = pattern.id;
    require(session_.model().execute(project::AddPattern{Shared(std::move(pattern))}));
    return id;
}

model::PatternId SongBuilder::addPattern(const std::string& name, double bars, const Notes& notes)
{
    return addPatternWith(name, bars * beatsPerBar, {{model::TrackId{}, lane(notes)}});
}

model::PatternId SongBuilder::addBeat(const std::string& name, double beats,
                                      const std::vector<std::pair<model::TrackId, Notes>>& lanes)
{
    std::map<model::TrackId, Shared<model::PatternLane>> made;
    for (const auto& [track, notes] : lanes) made.insert_or_assign(track, lane(notes));
    return addPatternWith(name, beats, std::move(made));
}

void SongBuilder::insertClip(model::TrackId track, double bar, double bars,
                             std::variant<model::PatternClip, model::AudioClip> content)
{
    model::Clip clip;
    clip.id = session_.model().newId<model::ClipId>();
    clip.start = atBar(bar);
    clip.length = Beats(bars * beatsPerBar);
    clip.content = std::move(content);
    require(session_.model().execute(project::InsertClip{track, Shared(std::move(clip))}));
}

void SongBuilder::place(model::TrackId track, model::PatternId pattern, double bar, double bars,
                        double offsetBars)
{
    insertClip(track, bar, bars,
               model::PatternClip{pattern, Beats(offsetBars * beatsPerBar), true});
}

void SongBuilder::placeAudio(model::TrackId track, model::AssetId asset, double bar, double bars,
                             float gainDb, double fadeOutSeconds)
{
    model::AudioClip content;
    content.asset = asset;
    content.gainDb = gainDb;
    content.fadeOut = core::Seconds(fadeOutSeconds);
    insertClip(track, bar, bars, content);
}

void SongBuilder::automate(model::TrackId track, model::DeviceId device,
                           const std::string& parameter, const std::vector<AutomationStep>& steps)
{
    model::AutomationLane made;
    made.id = session_.model().newId<model::LaneId>();
    made.device = device;
    made.parameter = parameter;
    for (const auto& step : steps) {
        model::AutomationPoint point;
        point.at = atBar(step.bar);
        point.value = step.value;
        point.shape =
            step.tension == 0.0f ? model::AutomationShape::linear : model::AutomationShape::curved;
        point.tension = step.tension;
        made.points.push_back(point);
    }
    require(session_.model().execute(project::AddLane{track, Shared(std::move(made))}));
}

void SongBuilder::addMarker(const std::string& name, double bar, double bars)
{
    model::Marker marker;
    marker.id = session_.model().newId<model::MarkerId>();
    marker.name = name;
    marker.at = atBar(bar);
    marker.length = Beats(bars * beatsPerBar);
    require(session_.model().execute(project::AddMarker{marker}));
}

void SongBuilder::save(const std::filesystem::path& path)
{
    // A song as received: without the history of its making.
    session_.model().replace(*session_.model().snapshot());
    require(session_.files().saveAs(path));
}

} // namespace cppmusic::demo
