// SPDX-License-Identifier: GPL-3.0-or-later
#include "SongPlayer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <initializer_list>

using namespace cppmusic;
using test::levelDb;
using test::SongPlayer;
using test::ToneSong;

namespace {

constexpr double silence = -240.0;

/// The level of tones of these levels together.
double sumDb(std::initializer_list<double> levels)
{
    double sum = 0.0;
    for (const double level : levels) sum += std::pow(10.0, level / 20.0);
    return 20.0 * std::log10(sum);
}

/// Kick in a group that sends to a room; a voice that sends to the room before or behind its
/// fader and to an echo; a pad that sends nowhere.
struct Studio {
    ToneSong song;
    model::TrackId room = song.addTrack(model::TrackKind::aux, "Room");
    model::TrackId echo = song.addTrack(model::TrackKind::aux, "Echo");
    model::TrackId group = song.addTrack(model::TrackKind::group, "Drums");
    model::TrackId kick = song.addTone("Kick");
    model::TrackId voice = song.addTone("Voice");
    model::TrackId pad = song.addTone("Pad");

    explicit Studio(bool isPreFader)
    {
        song.apply(project::SetTrackOutput{kick, group});
        song.apply(project::SetTrackGain{kick, -6.0f});
        song.apply(project::SetTrackGain{group, -3.0f});
        song.apply(project::AddSend{group, {room, -15.0f, false, true}});
        song.apply(project::AddSend{kick, {echo, -1.0f, true, true}});
        song.apply(project::SetTrackGain{voice, -7.0f});
        song.apply(project::AddSend{voice, {room, -20.0f, isPreFader, true}});
        song.apply(project::AddSend{voice, {echo, -2.0f, isPreFader, true}});
    }
};

} // namespace

TEST(SoloLevels, ASoloedAuxSoundsAsInTheMixAndNothingElseDoes)
{
    for (const bool isPreFader : {false, true}) {
        Studio studio(isPreFader);
        const double whole = levelDb(studio.song.project());
        const double wet =
            sumDb({-6.0 - 3.0 - 15.0, isPreFader ? -20.0 : -27.0}); // kick, then voice
        studio.song.apply(project::SetTrackSolo{studio.room, true});
        EXPECT_NEAR(levelDb(studio.song.project()), wet, 0.01) << isPreFader;
        studio.song.apply(project::SetTrackGain{studio.voice, -90.0f});
        EXPECT_NEAR(levelDb(studio.song.project()), isPreFader ? wet : -6.0 - 3.0 - 15.0, 0.01)
            << "the faders of senders go on working";
        studio.song.apply(project::SetTrackGain{studio.voice, -7.0f});
        studio.song.apply(project::SetTrackMute{studio.group, true});
        studio.song.apply(project::SetTrackMute{studio.voice, true});
        EXPECT_NEAR(levelDb(studio.song.project()), silence, 0.1) << "so do their mutes";
        studio.song.apply(project::SetTrackMute{studio.group, false});
        studio.song.apply(project::SetTrackMute{studio.voice, false});
        studio.song.apply(project::SetTrackSolo{studio.room, false});
        EXPECT_NEAR(levelDb(studio.song.project()), whole, 0.001);
    }
}

TEST(SoloLevels, ATrackSoloedBesideAnAuxIsHeardInTheMixToo)
{
    Studio studio(false);
    studio.song.apply(project::SetTrackSolo{studio.room, true});
    studio.song.apply(project::SetTrackSolo{studio.pad, true});
    EXPECT_NEAR(levelDb(studio.song.project()), sumDb({0.0, -24.0, -27.0}), 0.01);
}

TEST(SoloLevels, AnAuxThatFeedsTheSoloedOneIsHeardThroughIt)
{
    Studio studio(false);
    studio.song.apply(project::AddSend{studio.echo, {studio.room, -10.0f, false, true}});
    studio.song.apply(project::SetTrackSolo{studio.room, true});
    EXPECT_NEAR(levelDb(studio.song.project()),
                sumDb({-24.0, -27.0, -1.0 - 10.0, -7.0 - 2.0 - 10.0}), 0.01);
}

TEST(SoloLevels, WhilePlayingTheSoloOfAnAuxArrivesInTheEngine)
{
    Studio studio(false);
    SongPlayer player;
    (void)player.play(studio.song.project(), 4800);
    for (const bool isSoloed : {true, false, true}) {
        studio.song.apply(project::SetTrackSolo{studio.room, isSoloed});
        player.load(studio.song.project());
        const auto audio = test::pull(player.engine, 4800, 256);
        EXPECT_NEAR(levelDb(audio),
                    isSoloed ? sumDb({-24.0, -27.0}) : levelDb(studio.song.project()), 0.01);
    }
}
