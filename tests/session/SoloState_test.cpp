// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/SoloState.h"

#include "TestSong.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace cppmusic;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

namespace {

/// Drums and bass in a group, a lead beside it, a reverb that all send to.
struct Band {
    test::TestSong song;
    model::TrackId drums = song.addSynthTrack("Drums");
    model::TrackId bass = song.addSynthTrack("Bass");
    model::TrackId lead = song.addSynthTrack("Lead");
    model::TrackId group = song.addTrack(model::TrackKind::group, "Rhythm");
    model::TrackId reverb = song.addTrack(model::TrackKind::aux, "Reverb");

    Band()
    {
        song.apply(project::SetTrackOutput{drums, group});
        song.apply(project::SetTrackOutput{bass, group});
        song.apply(project::AddSend{lead, {reverb, -6.0f, false, true}});
    }
    [[nodiscard]] std::set<model::TrackId> silenced() const
    {
        return session::soloSilencedTracks(song.project());
    }
};

} // namespace

TEST(SoloState, NobodyIsSilencedWhileNothingIsSoloed)
{
    EXPECT_THAT(Band().silenced(), IsEmpty());
}

TEST(SoloState, ASoloedTrackIsHeardThroughItsGroup)
{
    Band band;
    band.song.apply(project::SetTrackSolo{band.bass, true});
    EXPECT_THAT(band.silenced(), UnorderedElementsAre(band.drums, band.lead, band.reverb));
}

TEST(SoloState, ASoloedGroupKeepsItsMembers)
{
    Band band;
    band.song.apply(project::SetTrackSolo{band.group, true});
    EXPECT_THAT(band.silenced(), UnorderedElementsAre(band.lead, band.reverb));
}

TEST(SoloState, TheEffectsASoloedTrackSendsToAreHeard)
{
    Band band;
    band.song.apply(project::SetTrackSolo{band.lead, true});
    EXPECT_THAT(band.silenced(), UnorderedElementsAre(band.drums, band.bass, band.group));
}

TEST(SoloState, ASoloSafeTrackIsAlwaysHeard)
{
    Band band;
    band.song.apply(project::SetTrackSoloSafe{band.reverb, true});
    band.song.apply(project::SetTrackSolo{band.bass, true});
    EXPECT_THAT(band.silenced(), UnorderedElementsAre(band.drums, band.lead));
}

TEST(SoloState, TheMasterIsNeverSilencedAndItsSoloMeansNothing)
{
    Band band;
    band.song.apply(project::SetTrackSolo{band.song.master(), true});
    EXPECT_THAT(band.silenced(), IsEmpty());
}

TEST(SoloState, ASoloedAuxKeepsItsSendersThroughTheirSendsOnly)
{
    Band band;
    band.song.apply(project::AddSend{band.group, {band.reverb, -9.0f, false, true}});
    band.song.apply(project::AddSend{band.bass, {band.reverb, -9.0f, false, false}});
    band.song.apply(project::SetTrackSolo{band.reverb, true});
    EXPECT_THAT(band.silenced(), IsEmpty());
    const auto out = session::soloedOut(band.song.project());
    ASSERT_THAT(out, testing::SizeIs(4));
    EXPECT_THAT(out.at(band.lead).targets, testing::ElementsAre(band.reverb));
    EXPECT_THAT(out.at(band.group).targets, testing::ElementsAre(band.reverb));
    EXPECT_THAT(out.at(band.drums).targets, testing::ElementsAre(band.group));
    EXPECT_THAT(out.at(band.bass).targets, testing::ElementsAre(band.group))
        << "a send that is switched off carries nothing";
}
