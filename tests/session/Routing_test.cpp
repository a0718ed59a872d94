// SPDX-License-Identifier: GPL-3.0-or-later
#include "SongPlayer.h"
#include "model/Queries.h"
#include "project/ApplyCommand.h"
#include "project/ProjectModel.h"
#include "session/EngineSync.h"
#include "session/Session.h"
#include "session/controllers/ArrangementController.h"
#include "session/controllers/MixerController.h"
#include "session/controllers/TransportController.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace cppmusic;
using test::levelDb;
using test::SongPlayer;
using test::ToneSong;
using testing::HasSubstr;

namespace {

constexpr double silence = -240.0;

core::Status tryOut(const test::TestSong& song, const project::Command& command)
{
    const auto applied = project::applyCommand(song.project(), command);
    return applied ? core::Status{} : core::Status{applied.error()};
}

} // namespace

TEST(Routing, ASendTakesTheSignalBeforeOrBehindTheFader)
{
    for (const bool isPreFader : {false, true}) {
        ToneSong song;
        const auto track = song.addTone("Voice");
        const auto aux = song.addTrack(model::TrackKind::aux, "Room");
        song.apply(project::AddSend{track, {aux, -20.0f, isPreFader, true}});
        song.apply(project::SetTrackGain{track, -30.0f});
        const double dry = std::pow(10.0, -30.0 / 20.0);
        const double wet = std::pow(10.0, (isPreFader ? -20.0 : -50.0) / 20.0);
        EXPECT_NEAR(levelDb(song.project()), 20.0 * std::log10(dry + wet), 0.01);
        song.apply(project::SetTrackMute{track, true});
        EXPECT_NEAR(levelDb(song.project()), silence, 0.1) << "a mute silences every send";
    }
}

TEST(Routing, GroupsInGroupsAddTheirFaders)
{
    ToneSong song;
    const auto track = song.addTone("Kick");
    const auto drums = song.addTrack(model::TrackKind::group, "Drums");
    const auto band = song.addTrack(model::TrackKind::group, "Band");
    song.apply(project::SetTrackOutput{track, drums});
    song.apply(project::SetTrackOutput{drums, band});
    song.apply(project::SetTrackGain{track, -1.0f});
    song.apply(project::SetTrackGain{drums, -2.0f});
    song.apply(project::SetTrackGain{band, -4.0f});
    song.apply(project::SetTrackGain{song.master(), -8.0f});
    EXPECT_NEAR(levelDb(song.project()), -15.0, 0.01);
}

TEST(Routing, EveryTrackMayHaveAPanLawOfItsOwn)
{
    const std::pair<model::PanLaw, double> laws[] = {{model::PanLaw::zero, 0.0},
                                                     {model::PanLaw::minus3dB, -3.0103},
                                                     {model::PanLaw::minus4_5dB, -4.5154},
                                                     {model::PanLaw::minus6dB, -6.0206}};
    for (const auto& [law, centre] : laws) {
        ToneSong song;
        const auto track = song.addTone("Voice");
        song.apply(project::SetTrackChannels{track, model::mono});
        song.apply(project::SetPanLaw{law});
        EXPECT_NEAR(levelDb(song.project()), centre, 0.01) << "the project's";
        song.apply(project::SetPanLaw{model::PanLaw::zero});
        song.apply(project::SetTrackPanLaw{track, law});
        EXPECT_NEAR(levelDb(song.project()), centre, 0.01) << "its own";
        EXPECT_NEAR(levelDb(song.project(), 1), centre, 0.01);
    }
}

TEST(Routing, AMonoTrackFoldsItsSidesAndPansWhatComesOut)
{
    ToneSong song;
    const auto track = song.addTone("Left only");
    const auto group = song.addTrack(model::TrackKind::group, "Group");
    song.apply(project::SetTrackOutput{track, group});
    song.apply(project::SetTrackPan{track, -1.0f});
    song.apply(project::SetPanLaw{model::PanLaw::minus6dB});
    EXPECT_NEAR(levelDb(song.project(), 1), silence, 0.1);
    song.apply(project::SetTrackChannels{group, model::mono});
    // Half of the left side, at the centre of a −6 dB law.
    EXPECT_NEAR(levelDb(song.project(), 0), -12.0412, 0.01);
    EXPECT_NEAR(levelDb(song.project(), 1), -12.0412, 0.01);
    song.apply(project::SetTrackPan{group, 1.0f});
    EXPECT_NEAR(levelDb(song.project(), 0), silence, 0.1);
    EXPECT_NEAR(levelDb(song.project(), 1), -6.0206, 0.01);
}

TEST(Routing, ALoudKeyPressesTheCompressorOfAnotherTrackDown)
{
    ToneSong song;
    const auto pad = song.addTone("Pad", -30.0f);
    const auto kick = song.addTone("Kick");
    const auto device = song.addInsert(
        pad, "cppmusic.compressor", {{"threshold", -40.0f}, {"ratio", 10.0f}, {"sidechain", 1.0f}});
    song.apply(project::SetTrackGain{kick, -90.0f}); // heard by the compressor only
    const auto plain = levelDb(song.project());
    song.apply(project::AddSidechain{{kick, pad, device, true}});
    SongPlayer player;
    const auto ducked = levelDb(player.play(song.project(), 9600));
    EXPECT_TRUE(player.problems.empty());
    EXPECT_LT(ducked, plain - 6.0);
}

TEST(Routing, ASidechainThatWouldFeedBackIsRefusedWithTheTracksNamed)
{
    ToneSong song;
    const auto kick = song.addTone("Kick");
    const auto drums = song.addTrack(model::TrackKind::group, "Drums");
    song.apply(project::SetTrackOutput{kick, drums});
    const auto device = song.addInsert(kick, "cppmusic.compressor");
    const auto status = tryOut(song, project::AddSidechain{{drums, kick, device}});
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, core::ErrorCode::cycle);
    EXPECT_THAT(status.error().message, HasSubstr("Drums → Kick → Drums"));
}

TEST(Routing, AGroupThatWouldFeedItselfIsRefusedWithThePathNamed)
{
    test::TestSong song;
    const auto a = song.addTrack(model::TrackKind::group, "Strings");
    const auto b = song.addTrack(model::TrackKind::group, "Orchestra");
    const auto c = song.addTrack(model::TrackKind::group, "Everything");
    song.apply(project::SetTrackOutput{a, b});
    song.apply(project::SetTrackOutput{b, c});
    const auto status = tryOut(song, project::SetTrackOutput{c, a});
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, core::ErrorCode::cycle);
    EXPECT_THAT(status.error().message, HasSubstr("Everything → Strings → Orchestra → Everything"));
}

TEST(Routing, TheDrumsOfOneSamplerPlayOnTracksOfTheirOwn)
{
    ToneSong song;
    const auto kit = song.addTrack(model::TrackKind::instrument, "Kit");
    const auto snare = song.addTrack(model::TrackKind::audio, "Snare");
    std::vector<model::DeviceSample> zones(2);
    zones[0].asset = zones[1].asset = song.tone();
    zones[0].lowKey = zones[0].highKey = zones[0].rootKey = 36;
    zones[1].lowKey = zones[1].highKey = zones[1].rootKey = 38;
    zones[1].gainDb = -6.0f;
    zones[1].output = 3;
    song.setInstrument(kit, "cppmusic.sampler-multi", {{"velocity", 0.0f}}, zones);
    song.addClip(kit, song.addPattern(64.0, {test::note(0, 60, 36), test::note(0, 60, 38)}), 0, 64);
    const auto device = (**model::findTrack(song.project(), kit)).instrument->identity()->id;

    const double both = 20.0 * std::log10(1.0 + std::pow(10.0, -6.0 / 20.0));
    EXPECT_NEAR(levelDb(song.project()), both, 0.01) << "unrouted outputs play on the kit's track";
    song.apply(project::SetDeviceOutputs{device, {{3, snare}}});
    EXPECT_NEAR(levelDb(song.project()), both, 0.01) << "the snare goes its own way to the master";
    song.apply(project::SetTrackGain{kit, -90.0f});
    EXPECT_NEAR(levelDb(song.project()), -6.0, 0.01) << "only the snare's track is up";
    song.apply(project::SetTrackGain{snare, -10.0f});
    EXPECT_NEAR(levelDb(song.project()), -16.0, 0.01) << "which has a fader of its own";

    const auto back = tryOut(song, project::SetDeviceOutputs{device, {{3, kit}}});
    EXPECT_FALSE(back.ok());
    song.apply(project::RemoveTrack{snare});
    song.apply(project::SetTrackGain{kit, 0.0f});
    EXPECT_NEAR(levelDb(song.project()), both, 0.01) << "without its track it is back in the kit";
}

TEST(Routing, AnOutputThatWouldFeedItsOwnInstrumentIsRefused)
{
    ToneSong song;
    const auto kit = song.addTrack(model::TrackKind::instrument, "Kit");
    const auto bus = song.addTrack(model::TrackKind::group, "Bus");
    song.setInstrument(kit, "cppmusic.sampler-multi");
    const auto device = (**model::findTrack(song.project(), kit)).instrument->identity()->id;
    const auto effect = song.addInsert(kit, "cppmusic.compressor");
    song.apply(project::AddSidechain{{bus, kit, effect}});
    const auto status = tryOut(song, project::SetDeviceOutputs{device, {{1, bus}}});
    ASSERT_FALSE(status.ok());
    EXPECT_THAT(status.error().message, HasSubstr("Kit → Bus → Kit"));
}

TEST(Vca, ItsDecibelsAreAddedToItsMembersAndNestedOnesAddUp)
{
    ToneSong song;
    const auto track = song.addTone("Bass");
    const auto other = song.addTone("Lead", -40.0f);
    const auto vca = song.addTrack(model::TrackKind::vca, "Rhythm");
    const auto all = song.addTrack(model::TrackKind::vca, "All");
    song.apply(project::SetTrackVca{track, vca});
    song.apply(project::SetTrackVca{vca, all});
    song.apply(project::SetTrackMute{other, true});
    song.apply(project::SetTrackGain{track, -3.0f});
    song.apply(project::SetTrackGain{vca, -5.0f});
    EXPECT_NEAR(levelDb(song.project()), -8.0, 0.01);
    song.apply(project::SetTrackGain{all, 6.0f});
    EXPECT_NEAR(levelDb(song.project()), -2.0, 0.01);
    song.apply(project::SetTrackMute{all, true});
    EXPECT_NEAR(levelDb(song.project()), silence, 0.1);
    song.apply(project::SetTrackMute{all, false});
    song.apply(project::SetTrackGain{vca, -90.0f});
    EXPECT_NEAR(levelDb(song.project()), silence, 0.1) << "the bottom of a fader is silence";
    song.apply(project::RemoveTrack{vca});
    EXPECT_NEAR(levelDb(song.project()), 3.0, 0.01) << "its members move up to the next VCA";
}

TEST(Vca, ItsSoloIsTheSoloOfItsMembers)
{
    ToneSong song;
    const auto bass = song.addTone("Bass", -10.0f);
    song.addTone("Lead");
    const auto vca = song.addTrack(model::TrackKind::vca, "Rhythm");
    song.apply(project::SetTrackVca{bass, vca});
    song.apply(project::SetTrackSolo{vca, true});
    EXPECT_NEAR(levelDb(song.project()), -10.0, 0.01);
}

TEST(Vca, AutomationOfItsFaderMovesItsMembers)
{
    ToneSong song;
    const auto bass = song.addTone("Bass");
    const auto vca = song.addTrack(model::TrackKind::vca, "Rhythm");
    const auto all = song.addTrack(model::TrackKind::vca, "All");
    song.apply(project::SetTrackVca{bass, vca});
    song.apply(project::SetTrackVca{vca, all});
    song.apply(project::SetTrackGain{all, -2.0f});
    song.automate(vca, {}, "gain", {{core::Beats{0}, -10.0f}});
    EXPECT_NEAR(levelDb(song.project()), -12.0, 0.01);
}

TEST(Vca, AutomationOfTheOuterOneMovesTheMembersOfTheInnerOneAtEveryFrame)
{
    ToneSong song;
    const auto bass = song.addTone("Bass");
    const auto inner = song.addTrack(model::TrackKind::vca, "Rhythm");
    const auto outer = song.addTrack(model::TrackKind::vca, "All");
    song.apply(project::SetTrackVca{bass, inner});
    song.apply(project::SetTrackVca{inner, outer});
    song.apply(project::SetTrackGain{bass, -4.0f});
    song.apply(project::SetTrackGain{inner, -3.0f});
    song.setTempo(120.0);
    song.automate(outer, {}, "gain", {{core::Beats{0}, 0.0f}, {core::Beats{4}, -12.0f}});
    for (const int block : {64, 1000}) {
        const auto audio = SongPlayer().play(song.project(), 96000, block);
        double worst = 0.0;
        for (std::size_t frame = 480; frame < 96000; ++frame) { // past the sampler's attack
            const double drawn = -12.0 * static_cast<double>(frame) / 96000.0 - 4.0 - 3.0;
            const double heard = 20.0 * std::log10(static_cast<double>(audio[0][frame]));
            worst = std::max(worst, std::abs(heard - drawn));
        }
        EXPECT_LT(worst, 0.01) << "in blocks of " << block;
    }
}

TEST(Vca, CanNeitherControlItselfNorHoldSound)
{
    ToneSong song;
    const auto bass = song.addTone("Bass");
    const auto a = song.addTrack(model::TrackKind::vca, "Rhythm");
    const auto b = song.addTrack(model::TrackKind::vca, "All");
    const auto aux = song.addTrack(model::TrackKind::aux, "Room");
    song.apply(project::SetTrackVca{a, b});
    const auto cycle = tryOut(song, project::SetTrackVca{b, a});
    ASSERT_FALSE(cycle.ok());
    EXPECT_EQ(cycle.error().code, core::ErrorCode::cycle);
    EXPECT_THAT(cycle.error().message, HasSubstr("All → Rhythm → All"));
    EXPECT_FALSE(tryOut(song, project::SetTrackVca{bass, aux}).ok());
    EXPECT_FALSE(tryOut(song, project::AddSend{a, {aux}}).ok());
    EXPECT_FALSE(tryOut(song, project::SetTrackOutput{a, song.master()}).ok());
    EXPECT_FALSE(tryOut(song, project::SetTrackOutput{bass, a}).ok());
    EXPECT_FALSE(tryOut(song, project::SetTrackKind{bass, model::TrackKind::vca}).ok());
    model::Device synth;
    synth.id = model::DeviceId{song.newId()};
    synth.type = "cppmusic.synth";
    EXPECT_FALSE(tryOut(song, project::SetInstrument{a, core::Shared<model::Device>(synth)}).ok());
}

TEST(Vca, AFaderTickIsOneMessageAMemberAndNoNewPlan)
{
    session::Session session;
    std::vector<model::TrackId> members;
    for (int i = 0; i < 3; ++i)
        members.push_back(
            session.arrangement().addTrack(model::TrackKind::instrument, "Member").value());
    const auto other =
        session.arrangement().addTrack(model::TrackKind::instrument, "Other").value();
    const auto vca = session.mixer().addVca("Band", members);
    ASSERT_TRUE(vca.ok());
    session.poll();
    const auto plans = session.engine().plansPublished();
    const auto entries = session.model().undoStack().entries().size();
    session.mixer().beginGesture(*vca, session::StripParameter::gain);
    for (int tick = 1; tick <= 10; ++tick) {
        ASSERT_TRUE(session.mixer().setGain(*vca, -1.0f * static_cast<float>(tick)).ok());
        session.poll();
    }
    session.mixer().endGesture();
    EXPECT_EQ(session.engine().plansPublished(), plans);
    EXPECT_EQ(session.model().undoStack().entries().size(), entries + 1);
    EXPECT_TRUE(session.mixer().setMuted(*vca, true).ok());
    EXPECT_TRUE(session.mixer().isSilenced(members[1]));
    EXPECT_FALSE(session.mixer().isSilenced(other));
}

TEST(Solo, WhatIsHeardIsExactlyTheMixWithoutTheOthers)
{
    // Kick and bass in a group that sends to a room; a lead beside it.
    const auto make = [](bool isLeadThere) {
        ToneSong song;
        const auto group = song.addTrack(model::TrackKind::group, "Rhythm");
        const auto room = song.addTrack(model::TrackKind::aux, "Room");
        for (const auto* name : {"Kick", "Bass"}) {
            const auto track = song.addTone(name, -12.0f);
            song.apply(project::SetTrackOutput{track, group});
            song.apply(project::AddSend{track, {room, -6.0f, true, true}});
        }
        song.apply(project::AddSend{group, {room, -9.0f, false, true}});
        song.addInsert(room, "cppmusic.delay");
        const auto lead = song.addTone("Lead", -3.0f);
        song.apply(project::AddSend{lead, {room, 0.0f, true, true}});
        if (!isLeadThere) song.apply(project::RemoveTrack{lead});
        return std::pair{song, group};
    };
    auto [soloed, group] = make(true);
    soloed.apply(project::SetTrackSolo{group, true});
    EXPECT_EQ(SongPlayer().play(soloed.project(), 48000),
              SongPlayer().play(make(false).first.project(), 48000));
}
