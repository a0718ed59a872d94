// SPDX-License-Identifier: GPL-3.0-or-later
// Solo while a song plays, where it closes a track's output but not its sends: that is another
// plan, and still no click.
#include "SongPlayer.h"
#include "project/ProjectModel.h"
#include "session/EngineSync.h"
#include "session/compile/NodeIds.h"
#include "session/compile/OutputGates.h"

#include <gtest/gtest.h>

#include <random>

using namespace cppmusic;
using test::levelDb;
using test::ToneSong;

namespace {

constexpr double silence = -240.0;

/// Two voices with sends behind their faders to a room, one also to an echo; a pad.
struct Studio {
    ToneSong song;
    model::TrackId room = song.addTrack(model::TrackKind::aux, "Room");
    model::TrackId echo = song.addTrack(model::TrackKind::aux, "Echo");
    model::TrackId voice = song.addTone("Voice", -12.0f);
    model::TrackId second = song.addTone("Second", -18.0f);
    model::TrackId pad = song.addTone("Pad", -18.0f);
    model::TrackId wide = song.addTrack(model::TrackKind::group, "Wide");

    Studio()
    {
        song.apply(project::SetTrackChannels{wide, {4}});
        song.apply(project::SetTrackOutput{second, wide});
        song.apply(project::AddSend{voice, {room, -12.0f, false, true}});
        song.apply(project::AddSend{voice, {echo, -20.0f, false, true}});
        song.apply(project::AddSend{second, {room, -6.0f, false, true}});
        song.apply(project::AddSend{wide, {echo, -6.0f, false, true}});
    }
};

/// The song as it plays while it is edited; a steady tone, so every step is a click.
class Playing {
public:
    explicit Playing(const model::Project& project) : model_(project)
    {
        sync_.emplace(model_, engine, assets_);
        engine.command(audio::TransportCommand::play());
        (void)test::pull(engine, 4800, 256);
    }
    void solo(model::TrackId track, bool isOn)
    {
        ASSERT_TRUE(model_.execute(project::SetTrackSolo{track, isOn}).ok());
    }
    void execute(const project::Command& command) { ASSERT_TRUE(model_.execute(command).ok()); }
    /// The biggest step between two frames of the next ones, the last frame before included.
    float steepest(int frames)
    {
        const auto sound = test::pull(engine, frames, 64);
        float steepest = 0.0f;
        for (std::size_t side = 0; side < 2; ++side)
            for (const float sample : sound[side]) {
                if (last_[side] > -1.0f)
                    steepest = std::max(steepest, std::abs(sample - last_[side]));
                last_[side] = sample;
            }
        level = levelDb(sound);
        return steepest;
    }

    audio::EngineContext engine;
    double level = silence;

private:
    project::ProjectModel model_;
    test::SteadySamples assets_;
    std::optional<session::EngineSync> sync_;
    float last_[2] = {-2.0f, -2.0f};
};

/// A fade of 5 ms over all there is, which is below 1: the strips' own slope, twice for two fades
/// that cross.
constexpr float fadeStep = 2.0f / 240.0f;

} // namespace

TEST(SoloGates, ASoloedAuxFadesTheDrySoundOutAndInAgain)
{
    Studio studio;
    Playing playing(studio.song.project());
    (void)playing.steepest(4800);
    const double mix = playing.level;
    playing.solo(studio.room, true);
    EXPECT_LE(playing.steepest(4800), fadeStep);
    const double wet = std::pow(10.0, -24.0 / 20.0) + std::pow(10.0, -24.0 / 20.0);
    EXPECT_NEAR(playing.level, 20.0 * std::log10(wet), 0.01) << "only what goes to the room";
    playing.solo(studio.room, false);
    EXPECT_LE(playing.steepest(4800), fadeStep);
    EXPECT_NEAR(playing.level, mix, 0.001);
}

TEST(SoloGates, WhatASoloLeavesBehindChangesNoBitAndGoes)
{
    Studio studio;
    Playing untouched(studio.song.project()), edited(studio.song.project());
    edited.solo(studio.room, true);
    (void)edited.steepest(4800);
    edited.solo(studio.room, false);
    (void)edited.steepest(4800);
    (void)untouched.steepest(9600);
    EXPECT_EQ(test::pull(edited.engine, 4800, 256), test::pull(untouched.engine, 4800, 256));
}

TEST(SoloGates, AnySoloAtAnyTimeMakesNoStep)
{
    Studio studio;
    Playing playing(studio.song.project());
    std::mt19937 random(0x5010);
    const model::TrackId tracks[] = {studio.room,   studio.echo, studio.voice,
                                     studio.second, studio.pad,  studio.wide};
    bool isSoloed[6] = {};
    (void)playing.steepest(64);
    for (int edit = 0; edit < 200; ++edit) {
        const std::size_t which = random() % 6;
        isSoloed[which] = !isSoloed[which];
        playing.solo(tracks[which], isSoloed[which]);
        if (random() % 8 == 0)
            playing.execute(project::SetTrackMute{tracks[random() % 6], random() % 2 == 0});
        ASSERT_LE(playing.steepest(1 + static_cast<int>(random() % 900)), fadeStep)
            << "edit " << edit;
    }
}

TEST(SoloGates, AGateStaysOpenForAWhileAndIsGoneAfterwards)
{
    Studio studio;
    test::SteadySamples assets;
    session::ProjectCompiler compiler(assets);
    session::OutputGates gates;
    audio::EngineContext engine;
    auto now = session::OutputGates::Clock::now();
    const auto set = [&] {
        auto made = compiler.compile(studio.song.project(), core::SampleRate{48000.0});
        ASSERT_TRUE(gates.setGraph(engine, std::move(made.graph), std::move(made.gates), now).ok());
    };
    const auto gate = session::outputGateOf(studio.voice);
    const auto hasGate = [&] { return engine.graph().nodes().contains(gate); };
    set();
    EXPECT_FALSE(hasGate());
    studio.song.apply(project::SetTrackSolo{studio.room, true});
    set();
    EXPECT_TRUE(hasGate());
    studio.song.apply(project::SetTrackSolo{studio.room, false});
    set();
    EXPECT_TRUE(hasGate()) << "it opens";
    EXPECT_EQ(gates.numOpen(), 2u);
    now += std::chrono::seconds(2);
    set();
    EXPECT_FALSE(hasGate());
    EXPECT_EQ(gates.numOpen(), 0u);
}

TEST(SoloGates, ATrackThatIsRemovedOrReroutedMeanwhileTakesItsGateAlong)
{
    Studio studio;
    test::SteadySamples assets;
    session::ProjectCompiler compiler(assets);
    session::OutputGates gates;
    audio::EngineContext engine;
    const auto set = [&] {
        auto made = compiler.compile(studio.song.project(), core::SampleRate{48000.0});
        ASSERT_TRUE(gates.setGraph(engine, std::move(made.graph), std::move(made.gates)).ok());
    };
    studio.song.apply(project::SetTrackSolo{studio.room, true});
    set();
    studio.song.apply(project::SetTrackSolo{studio.room, false});
    studio.song.apply(project::SetTrackOutput{studio.voice, studio.wide});
    studio.song.apply(project::RemoveTrack{studio.second});
    set();
    EXPECT_FALSE(engine.graph().nodes().contains(session::outputGateOf(studio.voice)));
    EXPECT_FALSE(engine.graph().nodes().contains(session::outputGateOf(studio.second)));
    EXPECT_NEAR(levelDb(test::pull(engine, 480, 64)), silence, 0.1) << "it doesn't play yet";
}
