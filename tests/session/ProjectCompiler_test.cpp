// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/ProjectCompiler.h"

#include "TestSong.h"
#include "audio/playback/NoteContent.h"
#include "session/compile/AssetSource.h"
#include "session/compile/EngineParameters.h"
#include "session/compile/NodeIds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace cppmusic;
using core::Beats;
using session::nodeIdOf;
using session::NodeRole;
using test::note;

namespace {

constexpr core::SampleRate rate{48000.0};

/// Every file is missing.
class NoAssets final : public session::AssetSource {
public:
    core::Result<std::shared_ptr<const audio::SampleData>> sample(const model::Asset&) override
    {
        return core::makeError(core::ErrorCode::notFound, "is missing");
    }
    core::Result<std::shared_ptr<audio::SampleStream>> stream(const model::Asset&, core::SampleRate,
                                                              std::int64_t) override
    {
        return core::makeError(core::ErrorCode::notFound, "is missing");
    }
};

struct TwoTracks {
    test::TestSong song;
    model::TrackId bass = song.addSynthTrack("Bass");
    model::TrackId lead = song.addSynthTrack("Lead");
    model::PatternId riff = song.addPattern(4.0, {note(0, 1, 40), note(2, 1, 43)});
    model::PatternId tune = song.addPattern(4.0, {note(0, 1, 72)});
    model::ClipId first = song.addClip(bass, riff, 0, 8);
    model::ClipId second = song.addClip(lead, tune, 4, 4);
    NoAssets assets;
    session::ProjectCompiler compiler{assets};

    session::CompiledProject compile() { return compiler.compile(song.project(), rate); }
    [[nodiscard]] float value(const audio::AudioGraph& graph, audio::NodeId node,
                              std::string_view id) const
    {
        const auto ref = session::findEngineParameter(graph, node, id);
        return ref ? graph.valueOf(*ref) : -999.0f;
    }
};

const audio::NoteContent& notesOf(const audio::AudioGraph& graph, model::TrackId track)
{
    const auto& entry = graph.nodes().at(nodeIdOf(track, NodeRole::patternPlayer));
    return dynamic_cast<const audio::NoteContent&>(*entry.content);
}

} // namespace

TEST(ProjectCompiler, CompilingTheSameProjectTwiceMakesNothingNew)
{
    TwoTracks t;
    const auto first = t.compile();
    const auto counts = t.compiler.counts();
    const auto second = t.compile();
    EXPECT_TRUE(first.problems.empty());
    EXPECT_EQ(t.compiler.counts(), counts);
    EXPECT_TRUE(first.graph.sameStructure(second.graph));
    EXPECT_EQ(first.graph.values(), second.graph.values());
}

TEST(ProjectCompiler, AFaderAndANameChangeOnlyValues)
{
    TwoTracks t;
    const auto before = t.compile();
    const auto counts = t.compiler.counts();
    t.song.apply(project::SetTrackGain{t.bass, -6.0f});
    t.song.apply(project::RenameTrack{t.lead, "Solo"});
    t.song.apply(project::RenameClip{t.first, "Verse"});
    const auto after = t.compile();
    EXPECT_EQ(t.compiler.counts(), counts);
    EXPECT_TRUE(before.graph.sameStructure(after.graph));
    EXPECT_EQ(t.value(after.graph, nodeIdOf(t.bass, NodeRole::strip), "gain"), -6.0f);
}

TEST(ProjectCompiler, AnEditedPatternMakesOnlyItsOwnClipsAnew)
{
    TwoTracks t;
    const auto before = t.compile();
    auto expected = t.compiler.counts();
    model::Note added;
    added.id = model::NoteId{t.song.newId()};
    added.event = note(3, 1, 45);
    t.song.apply(project::InsertNotes{t.riff, {}, {added}});
    const auto after = t.compile();
    expected.noteSequences += 1;
    expected.noteContents += 1;
    EXPECT_EQ(t.compiler.counts(), expected);
    EXPECT_EQ(&notesOf(before.graph, t.lead), &notesOf(after.graph, t.lead));
    EXPECT_EQ(notesOf(after.graph, t.bass).sequences[0]->notes.size(), 6u); // two rounds of three
    // The instrument is the same object, so its voices ring on.
    const auto& tracks = t.song.project().tracks;
    const auto bass = tracks[tracks.size() - 2]->instrument->identity()->id;
    const auto synth = nodeIdOf(bass, NodeRole::instrument);
    EXPECT_EQ(before.graph.nodes().at(synth).node, after.graph.nodes().at(synth).node);
}

TEST(ProjectCompiler, APatternMayDriveSeveralTracksFromOneClip)
{
    TwoTracks t;
    model::PatternLane lane;
    model::Note each;
    each.id = model::NoteId{t.song.newId()};
    each.event = note(1, 1, 60);
    lane.notes.push_back(each);
    t.song.apply(project::SetPatternLane{t.tune, t.bass, core::Shared<model::PatternLane>(lane)});
    const auto compiled = t.compile();
    EXPECT_EQ(notesOf(compiled.graph, t.bass).sequences.size(), 2u);
    EXPECT_EQ(notesOf(compiled.graph, t.lead).sequences.size(), 1u);
}

TEST(ProjectCompiler, MutedClipsAreNotPlayed)
{
    TwoTracks t;
    t.song.apply(project::MuteClip{t.first, true});
    EXPECT_TRUE(notesOf(t.compile().graph, t.bass).sequences.empty());
}

TEST(ProjectCompiler, SoloSilencesTheOthersWithoutANewPlan)
{
    TwoTracks t;
    const auto before = t.compile();
    t.song.apply(project::SetTrackSolo{t.lead, true});
    const auto after = t.compile();
    EXPECT_TRUE(before.graph.sameStructure(after.graph));
    EXPECT_EQ(t.value(after.graph, nodeIdOf(t.bass, NodeRole::strip), "soloSilence"), 1.0f);
    EXPECT_EQ(t.value(after.graph, nodeIdOf(t.lead, NodeRole::strip), "soloSilence"), 0.0f);
}

TEST(ProjectCompiler, AnUnknownEffectIsBypassedAndNamed)
{
    TwoTracks t;
    t.song.addInsert(t.bass, "vendor.flanger");
    const auto compiled = t.compile();
    ASSERT_EQ(compiled.problems.size(), 1u);
    EXPECT_EQ(compiled.problems[0].place, "Bass / vendor.flanger");
    EXPECT_EQ(compiled.graph.connections().size(),
              TwoTracks().compile().graph.connections().size());
}

TEST(ProjectCompiler, ADisabledInsertIsBypassedAndKeepsItsState)
{
    TwoTracks t;
    const auto filter = t.song.addInsert(t.bass, "cppmusic.filter");
    const auto id = nodeIdOf(filter, NodeRole::insert);
    const auto on = t.compile();
    t.song.apply(project::EnableDevice{filter, false});
    const auto off = t.compile();
    t.song.apply(project::EnableDevice{filter, true});
    const auto again = t.compile();
    EXPECT_FALSE(off.graph.nodes().contains(id));
    EXPECT_EQ(on.graph.nodes().at(id).node, again.graph.nodes().at(id).node);
}

TEST(ProjectCompiler, AMissingAudioFileIsAProblemEveryTimeAndSilent)
{
    TwoTracks t;
    model::Asset asset;
    asset.id = model::AssetId{t.song.newId()};
    asset.name = "take.wav";
    asset.file = "assets/audio/take.wav";
    asset.sha256 = std::string(64, 'a');
    asset.sampleRate = 48000;
    asset.frames = 48000;
    asset.channels = 1;
    t.song.apply(project::AddAsset{core::Shared<model::Asset>(asset)});
    t.song.addAudioClip(t.lead, asset.id, 0, 4);
    EXPECT_EQ(t.compile().problems.size(), 1u);
    const auto counts = t.compiler.counts();
    EXPECT_EQ(t.compile().problems.size(), 1u);
    EXPECT_EQ(t.compiler.counts(), counts);
}

TEST(ProjectCompiler, AutomationIsPlacedInFramesAndHeldToTheParametersRange)
{
    TwoTracks t;
    t.song.automate(t.bass, {}, "gain",
                    {{Beats{0.0}, -12.0f, model::AutomationShape::linear, 0.0f},
                     {Beats{4.0}, 99.0f, model::AutomationShape::linear, 0.0f}});
    const auto compiled = t.compile();
    ASSERT_EQ(compiled.graph.automation().size(), 1u);
    const auto& curve = *compiled.graph.automation().begin()->second;
    EXPECT_EQ(curve.valueAt(0), -12.0f);
    EXPECT_EQ(curve.points().back().frame, 96000);
    EXPECT_EQ(curve.points().back().value, 6.0f);
}

TEST(ProjectCompiler, NodeNamesSayTrackAndDevice)
{
    TwoTracks t;
    const auto graph = t.compile().graph;
    std::vector<std::string> names;
    for (const auto& [id, entry] : graph.nodes()) names.push_back(entry.name);
    EXPECT_THAT(names, testing::Contains("Bass / Synthesizer"));
}
