// SPDX-License-Identifier: GPL-3.0-or-later
// What an edit costs the main thread in a song of N tracks, from the controller to the engine's
// queue: a fader tick, a note, a track with three inserts.
#include "audio/engine/DawEngine.h"
#include "audio/engine/EngineContext.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "session/Session.h"
#include "session/controllers/MixerController.h"
#include "session/controllers/PatternController.h"

#include <array>
#include <benchmark/benchmark.h>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace cppmusic;

core::Shared<model::Device> makeDevice(std::uint64_t& id, const char* type)
{
    model::Device device;
    device.id = model::DeviceId{id++};
    device.type = type;
    return core::Shared<model::Device>(std::move(device));
}

model::Track makeTrack(std::uint64_t& id, model::TrackKind kind, const std::string& name)
{
    model::Track track;
    track.id = model::TrackId{id++};
    track.kind = kind;
    track.name = name;
    return track;
}

/// Synthesizer tracks with a filter and a compressor, two sends, a pattern each, eight to a group.
model::Project makeSong(int count)
{
    auto project = model::makeEmptyProject();
    std::uint64_t& id = project.nextId;
    std::vector<model::TrackId> auxes;
    for (const char* name : {"Room", "Echo"}) {
        auto aux = makeTrack(id, model::TrackKind::aux, name);
        aux.inserts.push_back(
            makeDevice(id, name[0] == 'R' ? "cppmusic.reverb" : "cppmusic.delay"));
        auxes.push_back(aux.id);
        project.tracks.emplace_back(std::move(aux));
    }
    model::TrackId group;
    for (int i = 0; i < count; ++i) {
        if (i % 8 == 0) {
            auto track = makeTrack(id, model::TrackKind::group, "Group " + std::to_string(i / 8));
            group = track.id;
            project.tracks.emplace_back(std::move(track));
        }
        auto track = makeTrack(id, model::TrackKind::instrument, "Track " + std::to_string(i + 1));
        track.output = group;
        track.instrument = makeDevice(id, "cppmusic.synth");
        track.inserts = {makeDevice(id, "cppmusic.filter"), makeDevice(id, "cppmusic.compressor")};
        for (const auto aux : auxes) track.strip.sends.push_back({aux, -20.0f, false, true});
        model::Pattern pattern;
        pattern.id = model::PatternId{id++};
        pattern.length = core::Beats{4.0};
        model::PatternLane lane;
        for (int beat = 0; beat < 4; ++beat) {
            model::Note note;
            note.id = model::NoteId{id++};
            note.event.start = core::Beats{static_cast<double>(beat)};
            note.event.duration = core::Beats{0.5};
            note.event.pitch = 60;
            lane.notes.push_back(note);
        }
        pattern.lanes.emplace(model::TrackId{}, std::move(lane));
        model::Clip clip;
        clip.id = model::ClipId{id++};
        clip.length = core::Beats{64.0};
        clip.content = model::PatternClip{pattern.id, core::Beats{0.0}, true};
        track.clips.emplace_back(std::move(clip));
        project.patterns.emplace(pattern.id, core::Shared<model::Pattern>(std::move(pattern)));
        project.tracks.emplace_back(std::move(track));
    }
    return project;
}

/// A session on the song, with a device that takes what is sent.
struct Desk {
    explicit Desk(int count) : tracks(count)
    {
        session.model().replace(makeSong(count));
        for (const auto& each : session.model().snapshot()->tracks)
            if (each->kind == model::TrackKind::instrument) {
                track = each->id;
                pattern = std::get<model::PatternClip>(each->clips.front()->content).pattern;
            }
        settle();
    }
    /// What the audio thread does; not measured.
    void settle()
    {
        for (int i = 0; i < 3; ++i) session.poll();
    }

    session::Session session;
    int tracks;
    model::TrackId track;
    model::PatternId pattern;
};

Desk& deskOf(int count)
{
    static std::unique_ptr<Desk> desk;
    if (!desk || desk->tracks != count) {
        desk.reset();
        desk = std::make_unique<Desk>(count);
    }
    return *desk;
}

void faderTick(benchmark::State& state)
{
    auto& desk = deskOf(static_cast<int>(state.range(0)));
    auto& mixer = desk.session.mixer();
    const auto plans = desk.session.engine().plansPublished();
    mixer.beginGesture(desk.track, session::StripParameter::gain);
    float gain = 0.0f;
    for (auto _ : state) {
        gain = gain > -60.0f ? gain - 0.1f : 0.0f;
        if (!mixer.setGain(desk.track, gain)) state.SkipWithError("refused");
        if (desk.session.model().undoStack().entries().size() > 4096) break;
        state.PauseTiming();
        desk.settle();
        state.ResumeTiming();
    }
    mixer.endGesture();
    if (desk.session.engine().plansPublished() != plans) state.SkipWithError("a plan was made");
}

void noteEdit(benchmark::State& state)
{
    auto& desk = deskOf(static_cast<int>(state.range(0)));
    core::NoteEvent note;
    note.start = core::Beats{1.5};
    note.duration = core::Beats{0.25};
    note.pitch = 64;
    auto& patterns = desk.session.patterns();
    for (auto _ : state) {
        auto added = patterns.addNote(desk.pattern, {}, note);
        if (!added) state.SkipWithError("refused");
        state.PauseTiming();
        desk.session.model().undo();
        desk.settle();
        state.ResumeTiming();
    }
}

void addTrack(benchmark::State& state)
{
    auto& desk = deskOf(static_cast<int>(state.range(0)));
    auto& model = desk.session.model();
    for (auto _ : state) {
        auto track = model::Track{};
        track.id = model.newId<model::TrackId>();
        track.name = "New";
        std::uint64_t id = model.newId<model::DeviceId>().value;
        for (const char* type : {"cppmusic.filter", "cppmusic.compressor", "cppmusic.delay"}) {
            track.inserts.push_back(makeDevice(id, type));
            id = model.newId<model::DeviceId>().value;
        }
        if (!model.execute(project::AddTrack{core::Shared<model::Track>(std::move(track))}))
            state.SkipWithError("refused");
        state.PauseTiming();
        model.undo();
        desk.settle();
        state.ResumeTiming();
    }
}

} // namespace

BENCHMARK(faderTick)->Arg(16)->Arg(256)->Arg(1024)->Unit(benchmark::kMicrosecond);
BENCHMARK(noteEdit)->Arg(16)->Arg(256)->Arg(1024)->Unit(benchmark::kMicrosecond);
BENCHMARK(addTrack)->Arg(16)->Arg(256)->Arg(1024)->Unit(benchmark::kMicrosecond);

BENCHMARK_MAIN();
