// SPDX-License-Identifier: GPL-3.0-or-later
// What comes in from the device, heard through the track that it is for.
#include "SongPlayer.h"
#include "audio/engine/DawEngine.h"
#include "project/ApplyCommand.h"

#include <array>
#include <gtest/gtest.h>

using namespace cppmusic;
using model::InputMonitoring;

namespace {

/// A song with one audio track, and a device that brings 0.5 on its left and 0.25 on its right.
class Monitoring : public testing::Test {
protected:
    Monitoring() { track = song.addTrack(model::TrackKind::audio, "Voice"); }

    void set(InputMonitoring way, bool isArmed, int left = 0, int right = 1)
    {
        model::TrackInput input;
        input.isArmed = isArmed;
        input.left = left;
        input.right = right;
        input.monitoring = way;
        song.apply(project::SetTrackInput{track, input});
        player.load(song.project());
        EXPECT_TRUE(player.problems.empty());
    }
    /// The last frame of both sides; `steepest` is the biggest step up to it.
    std::array<float, 2> hear(int frames = 1920)
    {
        const std::vector<float> left(64, 0.5f), right(64, 0.25f);
        const float* const inputs[] = {left.data(), right.data()};
        std::array<std::vector<float>, 2> out{std::vector<float>(64), std::vector<float>(64)};
        float* const outputs[] = {out[0].data(), out[1].data()};
        for (int done = 0; done < frames; done += 64) {
            player.engine.realtime().processBlock({outputs, 2, 64}, false, {inputs, 2, 64});
            for (const float sample : out[0]) {
                steepest = std::max(steepest, std::abs(sample - last));
                last = sample;
            }
        }
        return {out[0].back(), out[1].back()};
    }
    void command(const audio::TransportCommand& command) { player.engine.command(command); }

    test::TestSong song;
    model::TrackId track;
    test::SongPlayer player;
    float steepest = 0.0f, last = 0.0f;
    static constexpr std::array<float, 2> silence{0.0f, 0.0f}, sound{0.5f, 0.25f};
};

} // namespace

TEST_F(Monitoring, OffNothingIsHeard)
{
    set(InputMonitoring::off, true);
    EXPECT_EQ(hear(), silence);
    command(audio::TransportCommand::record(true));
    command(audio::TransportCommand::play());
    EXPECT_EQ(hear(), silence) << "not even while it is recorded";
}

TEST_F(Monitoring, OnItIsAlwaysHeardThroughTheStrip)
{
    set(InputMonitoring::on, false);
    EXPECT_EQ(hear(), sound);
    command(audio::TransportCommand::play());
    EXPECT_EQ(hear(), sound);
    song.apply(project::SetTrackPan{track, -1.0f});
    song.apply(project::SetTrackGain{track, -6.0206f});
    player.load(song.project());
    const auto panned = hear();
    EXPECT_NEAR(panned[0], 0.25f, 1e-4f);
    EXPECT_EQ(panned[1], 0.0f);
}

TEST_F(Monitoring, AutomaticItIsHeardWhileArmedAndTheSongStandsStillOrIsRecorded)
{
    set(InputMonitoring::automatic, false);
    EXPECT_EQ(hear(), silence) << "not armed";
    set(InputMonitoring::automatic, true);
    EXPECT_EQ(hear(), sound);
    command(audio::TransportCommand::play());
    EXPECT_EQ(hear(), silence) << "the take that is there is listened to";
    command(audio::TransportCommand::record(true));
    EXPECT_EQ(hear(), sound) << "punched in";
    command(audio::TransportCommand::record(false));
    EXPECT_EQ(hear(), silence);
    command(audio::TransportCommand::stop());
    EXPECT_EQ(hear(), sound);
    EXPECT_LE(steepest, 0.5f / 240.0f * 1.01f) << "every change is a fade of 5 ms";
}

TEST_F(Monitoring, TheTracksInputsAreHeardAndOneThatTheDeviceHasNotIsSilent)
{
    set(InputMonitoring::on, false, 1, 0);
    EXPECT_EQ(hear(), (std::array<float, 2>{0.25f, 0.5f}));
    set(InputMonitoring::on, false, 5, 1);
    EXPECT_EQ(hear(), (std::array<float, 2>{0.0f, 0.25f}));
    set(InputMonitoring::on, false, -1, 7);
    EXPECT_EQ(hear(), silence);
}

TEST_F(Monitoring, ABusHasNoInputToHear)
{
    const auto group = song.addTrack(model::TrackKind::group, "Group");
    model::TrackInput input;
    input.monitoring = InputMonitoring::on;
    EXPECT_FALSE(project::applyCommand(song.project(), project::SetTrackInput{group, input}).ok());
}
