// SPDX-License-Identifier: GPL-3.0-or-later
#include "SongPlayer.h"
#include "project/commands/SongCommands.h"

#include <gtest/gtest.h>

using namespace cppmusic;
using core::Beats;
using core::Frames;
using test::note;
using test::SongPlayer;
using test::ToneSong;

namespace {

constexpr double bars = 2.0, beats = bars * 4.0; // of the loop
constexpr int passes = 8;

/// A riff, a one-shot drum that rings over the end, a fade, an echo: everything that remembers.
struct Groove : ToneSong {
    model::TrackId synth, drum, echo;

    explicit Groove(int repeats)
    {
        echo = addTrack(model::TrackKind::aux, "Echo");
        addInsert(echo, "cppmusic.delay");
        synth = addSynthTrack("Riff");
        apply(project::AddSend{synth, {echo, -6.0f, false, true}});
        const auto riff = addPattern(
            beats, {note(0, 0.5, 45), note(1.5, 1, 52), note(3, 2, 57), note(7.5, 0.4, 40)});
        drum = addTrack(model::TrackKind::instrument, "Drum");
        model::DeviceSample sample;
        sample.asset = tone();
        setInstrument(drum, "cppmusic.sampler", {{"decay", 0.5f}, {"sustain", 0.0f}}, {sample});
        apply(project::SetTrackGain{drum, -12.0f});
        const auto beat = addPattern(beats, {note(0, 1, 60), note(4, 1, 62), note(7, 0.5, 64)});
        std::vector<model::AutomationPoint> fade;
        for (int k = 0; k < repeats; ++k) {
            addClip(synth, riff, k * beats, beats);
            addClip(drum, beat, k * beats, beats);
            fade.push_back({Beats{k * beats}, -20.0f});
            fade.push_back({Beats{k * beats + 5.0}, -3.0f, model::AutomationShape::curved, 0.7f});
            fade.push_back({Beats{k * beats + 7.0}, -9.0f, model::AutomationShape::stepped});
        }
        automate(synth, {}, "gain", fade);
    }
};

[[nodiscard]] std::size_t firstDifference(const std::vector<float>& a, const std::vector<float>& b)
{
    const auto place = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    return static_cast<std::size_t>(place.first - a.begin());
}

test::StereoAudio loop(const model::Project& project, Beats from, Beats to, int numFrames,
                       int blockFrames)
{
    SongPlayer player;
    player.load(project);
    const auto rate = player.engine.spec().sampleRate;
    player.engine.command(audio::TransportCommand::loop(project.tempo->framesAt(from, rate),
                                                        project.tempo->framesAt(to, rate), true));
    player.engine.command(audio::TransportCommand::locate(project.tempo->framesAt(from, rate)));
    player.engine.command(audio::TransportCommand::play());
    return test::pull(player.engine, numFrames, blockFrames);
}

} // namespace

TEST(Loop, EightPassesAreTheSameBarsPastedEightTimesToDigitalZero)
{
    const Groove once(1), pasted(passes);
    const int frames = static_cast<int>(passes * beats * 24000.0); // 120 bpm
    const auto straight = SongPlayer().play(pasted.project(), frames, 512);
    ASSERT_GT(std::abs(straight[0][static_cast<std::size_t>(frames / 2)]), 0.0f);
    for (const int blockFrames : {512, 333}) {
        const auto looped = loop(once.project(), Beats{0}, Beats{beats}, frames, blockFrames);
        for (std::size_t c = 0; c < 2; ++c)
            EXPECT_EQ(firstDifference(looped[c], straight[c]), straight[c].size())
                << "channel " << c << " in blocks of " << blockFrames;
    }
}

TEST(Loop, ATempoRampInsideTheLoopIsPlayedAnewInEveryPass)
{
    // 90 to 150 bpm over the loop; the pasted song has the ramp eight times.
    const auto ramped = [](Groove song, int repeats) {
        std::vector<core::TempoPoint> points;
        for (int k = 0; k < repeats; ++k) {
            points.push_back({Beats{k * beats}, core::Bpm{90.0}, true});
            points.push_back({Beats{(k + 1) * beats - 1e-6}, core::Bpm{150.0}, false});
        }
        auto map = core::TempoMap::make(points, {{Beats{0}, {4, 4}}});
        EXPECT_TRUE(map.ok());
        song.apply(project::SetTempoMap{core::Shared<core::TempoMap>(std::move(map).value())});
        return song;
    };
    const Groove once = ramped(Groove(1), 1);
    const core::SampleRate rate{48000.0};
    const auto length = once.project().tempo->framesAt(Beats{beats}, rate).value;
    const int frames = static_cast<int>(4 * length);
    const auto looped = loop(once.project(), Beats{0}, Beats{beats}, frames, 512);
    const auto small = loop(once.project(), Beats{0}, Beats{beats}, frames, 77);
    EXPECT_EQ(looped, small) << "the same bits in other blocks";
    // Every pass has its notes at the same frames: the sound repeats, tails apart.
    const auto first = SongPlayer().play(once.project(), static_cast<int>(length), 512);
    EXPECT_EQ(firstDifference(looped[0], first[0]), static_cast<std::size_t>(length));
    double error = 0.0, energy = 0.0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(length); ++i) {
        const double a = looped[0][i + static_cast<std::size_t>(2 * length)];
        const double b = looped[0][i + static_cast<std::size_t>(3 * length)];
        error += (a - b) * (a - b);
        energy += a * a;
    }
    EXPECT_GT(energy, 1.0);
    EXPECT_LT(error, energy * 0.5);
}

TEST(Locate, NoNoteHangsWhenThePlayheadLeavesIt)
{
    test::TestSong song;
    const auto track = song.addSynthTrack("Pad");
    song.addClip(track, song.addPattern(64.0, {note(0, 64, 48), note(0, 64, 55)}), 0, 64);
    for (const bool isStopped : {false, true}) {
        SongPlayer player;
        const auto before = player.play(song.project(), 24000);
        ASSERT_GT(std::abs(*std::max_element(before[0].begin(), before[0].end())), 0.01f);
        if (isStopped)
            player.engine.command(audio::TransportCommand::stop());
        else
            player.engine.command(audio::TransportCommand::locate(
                song.project().tempo->framesAt(Beats{100}, player.engine.spec().sampleRate)));
        const auto after = test::pull(player.engine, 48000 * 10, 480);
        float loudest = 0.0f;
        for (std::size_t i = 48000 * 9; i < after[0].size(); ++i)
            loudest = std::max(loudest, std::abs(after[0][i]));
        EXPECT_EQ(loudest, 0.0f) << (isStopped ? "stopped" : "located");
    }
}

TEST(Locate, IntoTheMiddleOfANoteAndBackLeavesNothingSounding)
{
    test::TestSong song;
    const auto track = song.addSynthTrack("Pad");
    song.addClip(track, song.addPattern(8.0, {note(0, 4, 48)}), 0, 8, 0, false);
    SongPlayer player;
    (void)player.play(song.project(), 4800);
    const auto rate = player.engine.spec().sampleRate;
    for (const double beat : {1.0, 3.9, 2.0, 0.0, 3.99, 6.0}) {
        player.engine.command(
            audio::TransportCommand::locate(song.project().tempo->framesAt(Beats{beat}, rate)));
        (void)test::pull(player.engine, 1000, 77);
    }
    const auto after = test::pull(player.engine, 48000 * 10, 480);
    EXPECT_EQ(after[0].back(), 0.0f);
}
