// SPDX-License-Identifier: GPL-3.0-or-later
// Tracks and buses of more than two channels, and what happens between different widths.
#include "SongPlayer.h"
#include "audio/engine/OfflineRenderer.h"
#include "audio/files/AudioFileReader.h"
#include "session/compile/NodeIds.h"
#include "session/services/SongRenderer.h"
#include "support/TemporaryFolder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace cppmusic;
using test::levelDb;
using test::SongPlayer;
using test::ToneSong;
using testing::HasSubstr;

namespace {

constexpr double silence = -240.0;

/// All channels behind the strip of a track: [channel][frame].
test::StereoAudio behindStrip(const model::Project& project, model::TrackId track, int channels,
                              int block = 256)
{
    test::SteadySamples assets;
    session::ProjectCompiler compiler(assets);
    auto compiled = compiler.compile(project, core::SampleRate{48000.0});
    EXPECT_TRUE(compiled.problems.empty());
    compiled.graph.setOutput(session::nodeIdOf(track, session::NodeRole::strip));
    auto renderer =
        audio::OfflineRenderer::make(std::move(compiled.graph), {core::SampleRate{48000.0}, 512});
    EXPECT_TRUE(renderer.ok());
    audio::OfflineRequest request;
    request.to = core::Frames{4800};
    request.numChannels = channels;
    request.blockFrames = block;
    return renderer->render(request).value();
}

/// A tone on a track, a bus of six channels.
struct SurroundSong : ToneSong {
    model::TrackId track = addTone("Voice");
    model::TrackId bus = addTrack(model::TrackKind::group, "Surround");
    SurroundSong()
    {
        apply(project::SetTrackChannels{bus, {6}});
        apply(project::SetTrackOutput{track, bus});
    }
};

} // namespace

TEST(WideTracks, AStereoTrackIsOnTheFirstTwoChannelsOfAWideBus)
{
    SurroundSong song;
    song.apply(project::SetTrackGain{song.bus, -6.0f});
    const auto sound = behindStrip(song.project(), song.bus, 6);
    for (int c = 0; c < 6; ++c)
        EXPECT_NEAR(levelDb(sound, c), c < 2 ? -6.0 : silence, 0.01) << "channel " << c + 1;
    EXPECT_NEAR(levelDb(song.project(), 0), -6.0, 0.01) << "in the stereo mix";
}

TEST(WideTracks, ASendGoesToTheChannelsItNames)
{
    SurroundSong song;
    const auto aux = song.addTrack(model::TrackKind::aux, "Surround reverb");
    song.apply(project::SetTrackChannels{aux, {6}});
    model::Send send{aux, -10.0f, false, true};
    send.toChannel = 4;
    song.apply(project::AddSend{song.track, send});
    const auto sound = behindStrip(song.project(), aux, 6);
    for (int c = 0; c < 6; ++c)
        EXPECT_NEAR(levelDb(sound, c), c >= 4 ? -10.0 : silence, 0.01) << "channel " << c + 1;
    // The surrounds of the aux are folded into the mix at −3 dB.
    const double both = 1.0 + std::pow(10.0, -13.0103 / 20.0);
    EXPECT_NEAR(levelDb(song.project(), 0), 20.0 * std::log10(both), 0.01);
}

TEST(WideTracks, ASendToAChannelThatTheBusHasNotIsNamed)
{
    ToneSong song;
    const auto track = song.addTone("Voice");
    const auto aux = song.addTrack(model::TrackKind::aux, "Room");
    model::Send send{aux, 0.0f, false, true};
    send.toChannel = 2;
    song.apply(project::AddSend{track, send});
    SongPlayer player;
    EXPECT_NEAR(levelDb(player.play(song.project(), 4800)), 0.0, 0.01) << "the send is silent";
    ASSERT_EQ(player.problems.size(), 1u);
    EXPECT_THAT(player.problems[0].message, HasSubstr("has 2 channels"));
}

TEST(WideTracks, BusesOfOneWidthAddChannelByChannel)
{
    SurroundSong song;
    const auto top = song.addTrack(model::TrackKind::group, "Everything");
    song.apply(project::SetTrackChannels{top, {6}});
    song.apply(project::SetTrackOutput{song.bus, top});
    const auto second = song.addTone("Strings", -20.0f);
    const auto aux = song.addTrack(model::TrackKind::aux, "Back");
    song.apply(project::SetTrackChannels{aux, {6}});
    song.apply(project::SetTrackOutput{aux, top});
    song.apply(project::SetTrackOutput{second, song.bus});
    model::Send send{aux, 0.0f, false, true};
    send.toChannel = 2;
    song.apply(project::AddSend{second, send});
    const auto sound = behindStrip(song.project(), top, 6);
    EXPECT_NEAR(levelDb(sound, 0), 20.0 * std::log10(1.1), 0.01);
    EXPECT_NEAR(levelDb(sound, 3), -20.0, 0.01);
    EXPECT_NEAR(levelDb(sound, 5), silence, 0.1);
}

TEST(WideTracks, InsertsWorkOnTheFirstTwoChannelsAndTheOthersKeepTime)
{
    // A limiter looks ahead: its latency must not part the channels.
    SurroundSong song;
    model::Send send{song.bus, 0.0f, false, true};
    const auto aux = song.addTrack(model::TrackKind::aux, "All");
    song.apply(project::SetTrackChannels{aux, {6}});
    song.apply(project::SetTrackOutput{song.track, song.master()});
    for (const int channel : {0, 2, 4}) {
        send = {aux, 0.0f, false, true};
        send.toChannel = channel;
        song.apply(project::AddSend{song.track, send});
    }
    song.addInsert(aux, "cppmusic.limiter", {{"ceiling", -12.0f}});
    const auto sound = behindStrip(song.project(), aux, 6);
    const auto onset = [&](std::size_t channel) {
        std::size_t frame = 0;
        while (frame < sound[channel].size() && std::abs(sound[channel][frame]) < 1e-6f) ++frame;
        return frame;
    };
    EXPECT_NEAR(levelDb(sound, 0), -12.0, 0.1) << "the limiter works";
    EXPECT_NEAR(levelDb(sound, 2), 0.0, 0.01);
    EXPECT_NEAR(levelDb(sound, 5), 0.0, 0.01);
    for (const std::size_t channel : {1u, 2u, 5u}) EXPECT_EQ(onset(channel), onset(0)) << channel;
}

TEST(WideTracks, PreFaderSendsAndSidechainsOfAWideBusWork)
{
    SurroundSong song;
    const auto aux = song.addTrack(model::TrackKind::aux, "Room");
    song.apply(project::AddSend{song.bus, {aux, -20.0f, true, true}});
    song.apply(project::SetTrackGain{song.bus, -90.0f});
    EXPECT_NEAR(levelDb(song.project()), -20.0, 0.01);
    const auto pad = song.addTone("Pad", -30.0f);
    const auto device = song.addInsert(
        pad, "cppmusic.compressor", {{"threshold", -40.0f}, {"ratio", 10.0f}, {"sidechain", 1.0f}});
    song.apply(project::AddSidechain{{song.bus, pad, device, true}});
    song.apply(project::RemoveSend{song.bus, 0});
    SongPlayer player;
    EXPECT_LT(levelDb(player.play(song.project(), 9600)), -36.0) << "pressed down";
    EXPECT_TRUE(player.problems.empty());
}

TEST(WideTracks, AnotherWidthWhilePlayingIsHeardAtOnce)
{
    SurroundSong song;
    SongPlayer player;
    (void)player.play(song.project(), 4800);
    for (const int channels : {2, 8, 1, 3, 16, 2, 6}) {
        song.apply(project::SetTrackChannels{song.bus, {channels}});
        player.load(song.project());
        EXPECT_TRUE(player.problems.empty()) << channels;
        const double wanted = channels == 1 ? -3.0103 : 0.0;
        EXPECT_NEAR(levelDb(test::pull(player.engine, 4800, 256)), wanted, 0.01) << channels;
    }
}

TEST(WideTracks, EveryBlockSizeGivesTheSameBits)
{
    SurroundSong song;
    song.addInsert(song.bus, "cppmusic.reverb");
    song.apply(project::SetTrackChannels{song.master(), {6}});
    const auto whole = behindStrip(song.project(), song.master(), 6, 512);
    for (const int block : {1, 17, 64, 100})
        EXPECT_EQ(behindStrip(song.project(), song.master(), 6, block), whole) << block;
}

TEST(WideTracks, AWideMasterIsRenderedIntoAWideFileAndSoAreItsStems)
{
    const test::TemporaryFolder folder;
    test::TestSong song;
    const auto track = song.addSynthTrack("Lead");
    song.addClip(track, song.addPattern(2.0, {test::note(0, 2, 60)}, track), 0, 2);
    const auto bus = song.addTrack(model::TrackKind::group, "Quad");
    song.apply(project::SetTrackOutput{track, bus});
    song.apply(project::SetTrackChannels{bus, {4}});
    song.apply(project::SetTrackChannels{song.master(), {6}});
    session::RenderSettings settings;
    settings.output = folder.file("mix.wav");
    settings.stems = folder.file("stems");
    const auto result = session::renderSong(song.project(), folder.file(""), settings);
    ASSERT_TRUE(result.ok()) << result.error().text();
    ASSERT_EQ(result->files.size(), 3u);
    const int widths[] = {6, 4, 2};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto reader = audio::AudioFileReader::open(result->files[i]);
        ASSERT_TRUE(reader.ok()) << result->files[i];
        EXPECT_EQ(reader->info().channels, widths[i]) << result->files[i];
        EXPECT_EQ(reader->info().frames, result->frames);
    }
    settings.output = folder.file("mix.mp3");
    settings.format = session::RenderFormat::mp3;
    settings.stems.clear();
    const auto refused = session::renderSong(song.project(), folder.file(""), settings);
    ASSERT_FALSE(refused.ok());
    EXPECT_THAT(refused.error().text(), HasSubstr("channels"));
}
