// SPDX-License-Identifier: GPL-3.0-or-later
// What a large song's files cost: 256 tracks, 100,000 notes, 2,000 clips as text and back, the
// difference and the merge of two versions of it, and a MIDI file of 100,000 notes.
#include "audio/midi/StandardMidiFile.h"
#include "project/ApplyCommand.h"
#include "project/merge/Diff.h"
#include "project/merge/Merge.h"
#include "project/serialization/ProjectJson.h"
#include "session/midi/MidiImport.h"

#include <benchmark/benchmark.h>
#include <string>
#include <vector>

namespace {

using namespace cppmusic;

constexpr int tracks = 256, notes = 100'000, clips = 2'000;

model::Project makeLargeSong()
{
    auto song = model::makeEmptyProject();
    for (int index = 0; index < tracks; ++index) {
        model::Pattern pattern;
        pattern.id = model::PatternId{song.nextId++};
        pattern.name = "Pattern " + std::to_string(index);
        pattern.length = core::Beats{128.0};
        model::PatternLane lane;
        const int from = notes * index / tracks, to = notes * (index + 1) / tracks;
        for (int number = from; number < to; ++number) {
            model::Note note;
            note.id = model::NoteId{song.nextId++};
            note.event.start = core::Beats{(number - from) / 3.0};
            note.event.duration = core::Beats{0.3125};
            note.event.pitch = static_cast<std::uint8_t>(36 + number % 48);
            note.event.velocity = 0.5f + 0.001f * static_cast<float>(number % 400);
            lane.notes.push_back(std::move(note));
        }
        pattern.lanes.emplace(model::TrackId{}, std::move(lane));
        model::Track track;
        track.id = model::TrackId{song.nextId++};
        track.name = "Track " + std::to_string(index);
        for (int number = clips * index / tracks; number < clips * (index + 1) / tracks; ++number) {
            model::Clip clip;
            clip.id = model::ClipId{song.nextId++};
            clip.start = core::Beats{8.0 * number};
            clip.content = model::PatternClip{pattern.id, {}, true};
            track.clips.emplace_back(std::move(clip));
        }
        song.patterns.emplace(pattern.id, std::move(pattern));
        song.tracks.emplace_back(std::move(track));
    }
    return song;
}

const model::Project& largeSong()
{
    static const auto song = makeLargeSong();
    return song;
}

model::Project edited(float gainDb, std::size_t track)
{
    const auto& song = largeSong();
    return project::applyCommand(song, project::SetTrackGain{song.tracks[track]->id, gainDb})
        ->after;
}

void writeFiles(benchmark::State& state)
{
    for (auto _ : state) benchmark::DoNotOptimize(project::writeProjectFiles(largeSong()));
}

void readFiles(benchmark::State& state)
{
    const auto files = *project::writeProjectFiles(largeSong());
    std::size_t bytes = 0;
    for (const auto& [path, text] : files) bytes += text.size();
    for (auto _ : state) {
        std::vector<std::string> unused;
        benchmark::DoNotOptimize(project::readProjectFiles(files, unused));
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}

void diffSongs(benchmark::State& state)
{
    const auto after = edited(-3.0f, 7);
    for (auto _ : state) benchmark::DoNotOptimize(project::diffProjects(largeSong(), after));
}

void mergeSongs(benchmark::State& state)
{
    const auto ours = edited(-3.0f, 7), theirs = edited(-6.0f, 9);
    for (auto _ : state)
        benchmark::DoNotOptimize(project::mergeProjects(largeSong(), ours, theirs));
}

void importMidi(benchmark::State& state)
{
    state.SetLabel("aim 200 ms; Tracktion Engine: 1100, LMMS 1.2.2: 21300");
    audio::StandardMidiFile file;
    for (int index = 0; index < 16; ++index) {
        audio::MidiFileTrack track;
        for (int number = 0; number < notes / 16; ++number) {
            const int at = number * 120, pitch = 36 + number % 60;
            track.events.push_back(audio::MidiFileEvent::channelEvent(at, 0x90, pitch, 100));
            track.events.push_back(audio::MidiFileEvent::channelEvent(at + 100, 0x80, pitch, 64));
        }
        track.endTick = notes / 16 * 120;
        file.tracks.push_back(std::move(track));
    }
    const auto bytes = *file.serialize();
    for (auto _ : state) {
        const auto song = model::makeEmptyProject();
        std::uint64_t next = song.nextId;
        const auto midi = audio::StandardMidiFile::parse(bytes);
        auto import = session::importMidi(*midi, song, "large.mid", [&] { return next++; });
        benchmark::DoNotOptimize(project::applyCommand(song, project::Command{import->edit}));
    }
}

BENCHMARK(writeFiles)->Unit(benchmark::kMillisecond);
BENCHMARK(readFiles)->Unit(benchmark::kMillisecond);
BENCHMARK(diffSongs)->Unit(benchmark::kMillisecond);
BENCHMARK(mergeSongs)->Unit(benchmark::kMillisecond);
BENCHMARK(importMidi)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
