// SPDX-License-Identifier: GPL-3.0-or-later
#include "SongFile.h"

#include "TestSong.h"
#include "audio/files/AudioFileWriter.h"
#include "core/io/DiskFileSystem.h"
#include "project/serialization/ProjectSerializer.h"
#include "session/files/AssetCopies.h"

#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace cppmusic::test {

core::Status writeTone(const std::filesystem::path& file, double hz, double seconds, int sampleRate)
{
    audio::AudioFileSpec spec;
    spec.samples = audio::SampleFormat::int24;
    spec.sampleRate = sampleRate;
    auto writer = audio::AudioFileWriter::create(file, spec);
    if (!writer) return writer.error();
    const auto frames = static_cast<std::size_t>(seconds * sampleRate);
    std::vector<float> left(frames), right(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        const double time = static_cast<double>(i) / sampleRate;
        const double level = 0.5 * (1.0 - static_cast<double>(i) / static_cast<double>(frames));
        left[i] = static_cast<float>(level * std::sin(2.0 * 3.14159265358979 * hz * time));
        right[i] = static_cast<float>(level * std::sin(2.0 * 3.14159265358979 * hz * 1.5 * time));
    }
    const std::array<const float*, 2> channels{left.data(), right.data()};
    if (auto status = writer->write({channels.data(), 2, static_cast<int>(frames)}); !status)
        return status;
    return writer->finish();
}

namespace {

core::Result<model::AssetId> addTone(TestSong& song, core::FileSystem& files,
                                     const std::filesystem::path& folder, double hz, double seconds,
                                     int sampleRate)
{
    std::filesystem::path wav = folder;
    wav += "-" + std::to_string(sampleRate) + ".wav";
    if (auto status = writeTone(wav, hz, seconds, sampleRate); !status) return status.error();
    auto asset = session::copyIntoAssets(files, wav, folder);
    (void)files.remove(wav);
    if (!asset) return asset.error();
    asset->id = model::AssetId{song.newId()};
    const auto id = asset->id;
    song.apply(project::AddAsset{core::Shared<model::Asset>(std::move(asset).value())});
    return id;
}

} // namespace

core::Status writeRichSong(const std::filesystem::path& folder)
{
    core::DiskFileSystem files;
    TestSong song;
    song.setTempo(133.0);
    const auto same = addTone(song, files, folder, 220.0, 2.0, 48000);
    if (!same) return same.error();
    const auto other = addTone(song, files, folder, 331.0, 1.5, 44100);
    if (!other) return other.error();

    const auto bass = song.addSynthTrack("Bass"), lead = song.addSynthTrack("Lead");
    const auto hits = song.addSynthTrack("Hits");
    song.setInstrument(hits, "cppmusic.sampler", {}, {{*same, 0, 127, 60, -6.0f}});
    const auto tape = song.addTrack(model::TrackKind::audio, "Tape");
    const auto group = song.addTrack(model::TrackKind::group, "Group");
    const auto room = song.addTrack(model::TrackKind::aux, "Room");
    song.addInsert(room, "cppmusic.reverb");
    song.addInsert(lead, "cppmusic.delay");
    song.addInsert(song.master(), "cppmusic.limiter");
    const auto filter = song.addInsert(bass, "cppmusic.filter");
    for (const auto track : {bass, hits}) song.apply(project::SetTrackOutput{track, group});
    song.apply(project::AddSend{lead, {room, -9.0f, false, true}});
    song.apply(project::AddSend{tape, {room, -12.0f, true, true}});
    song.apply(project::SetTrackPan{lead, 0.3f});
    song.apply(project::SetTrackGain{group, -4.5f});

    using Shape = model::AutomationShape;
    song.automate(bass, filter, "cutoff",
                  {{core::Beats{0}, 200.0f, Shape::linear, 0.0f},
                   {core::Beats{5.3}, 4000.0f, Shape::curved, 0.4f},
                   {core::Beats{8}, 600.0f, Shape::linear, 0.0f}});
    song.automate(lead, {}, "gain",
                  {{core::Beats{1}, -12.0f, Shape::linear, 0.0f},
                   {core::Beats{6}, 0.0f, Shape::stepped, 0.0f}});
    song.addClip(bass, song.addPattern(2.0, {note(0, 0.9, 36), note(1.01, 0.5, 43)}), 0, 8);
    song.addClip(lead,
                 song.addPattern(4.0, {note(0.37, 1.3, 72), note(0.37, 1.3, 76), note(2, 1, 79)}),
                 0, 8);
    song.addClip(hits, song.addPattern(1.0, {note(0.5, 0.25, 60), note(0.75, 0.2, 67, 0.4f)}), 2,
                 5);
    song.addAudioClip(tape, *same, 0.5, 3.0);
    song.addAudioClip(tape, *other, 2.1, 4.0, 0.1);
    return project::ProjectSerializer::save(song.project(), folder, files).status();
}

} // namespace cppmusic::test
