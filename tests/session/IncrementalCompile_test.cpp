// SPDX-License-Identifier: GPL-3.0-or-later
// A song that was edited a hundred times is the same song as one that was opened: the graph that
// grew with the edits equals the one built from nothing, down to the bits that are heard.
#include "SongPlayer.h"
#include "audio/playback/NoteContent.h"
#include "project/ProjectModel.h"
#include "project/RandomCommands.h"
#include "session/compile/NodeIds.h"

#include <gtest/gtest.h>
#include <random>
#include <typeinfo>

using namespace cppmusic;

namespace {

constexpr core::SampleRate rate{48000.0};
constexpr std::uint64_t firstSeed = 0xed17'0001;

/// Built on nothing, as opening the project does.
struct FromNothing {
    explicit FromNothing(const model::Project& project)
        : compiler(assets), compiled(compiler.compile(project, rate))
    {
    }
    test::SteadySamples assets;
    session::ProjectCompiler compiler;
    session::CompiledProject compiled;
};

void expectSameNotes(const audio::NodeContent* a, const audio::NodeContent* b)
{
    const auto* mine = dynamic_cast<const audio::NoteContent*>(a);
    const auto* theirs = dynamic_cast<const audio::NoteContent*>(b);
    ASSERT_EQ(mine == nullptr, theirs == nullptr);
    if (mine == nullptr) return;
    ASSERT_EQ(mine->sequences.size(), theirs->sequences.size());
    for (std::size_t i = 0; i < mine->sequences.size(); ++i) {
        const auto& x = *mine->sequences[i];
        const auto& y = *theirs->sequences[i];
        ASSERT_EQ(x.startFrame, y.startFrame);
        ASSERT_EQ(x.endFrame, y.endFrame);
        ASSERT_EQ(x.notes.size(), y.notes.size());
        for (std::size_t n = 0; n < x.notes.size(); ++n) {
            ASSERT_EQ(x.notes[n].onFrame, y.notes[n].onFrame);
            ASSERT_EQ(x.notes[n].key, y.notes[n].key);
        }
        ASSERT_EQ(x.controls.size(), y.controls.size());
    }
}

/// Everything but which objects the nodes are.
void expectSameGraph(const audio::AudioGraph& mine, const audio::AudioGraph& theirs)
{
    ASSERT_EQ(mine.nodes().size(), theirs.nodes().size());
    auto other = theirs.nodes().begin();
    for (const auto& [id, entry] : mine.nodes()) {
        ASSERT_EQ(id, other->first) << entry.name << " and " << other->second.name;
        ASSERT_EQ(entry.name, other->second.name);
        const auto& node = *entry.node;
        const auto& twin = *other->second.node;
        ASSERT_TRUE(typeid(node) == typeid(twin)) << entry.name;
        ASSERT_EQ(entry.content == nullptr, other->second.content == nullptr) << entry.name;
        expectSameNotes(entry.content.get(), other->second.content.get());
        ++other;
    }
    ASSERT_TRUE(mine.connections() == theirs.connections());
    ASSERT_TRUE(mine.values() == theirs.values());
    ASSERT_EQ(mine.automation().size(), theirs.automation().size());
    auto lane = theirs.automation().begin();
    for (const auto& [ref, curve] : mine.automation()) {
        ASSERT_EQ(ref, lane->first);
        ASSERT_EQ(curve == nullptr, lane->second == nullptr);
        if (curve != nullptr) {
            ASSERT_EQ(curve->points().size(), lane->second->points().size());
            for (const std::int64_t frame : {0, 4800, 96000, 500000})
                ASSERT_EQ(curve->valueAt(frame), lane->second->valueAt(frame));
        }
        ++lane;
    }
    ASSERT_EQ(mine.output(), theirs.output());
    ASSERT_TRUE(*mine.tempoMap() == *theirs.tempoMap());
}

/// What the graph plays in its first tenth of a second; empty when the engine refuses it.
test::StereoAudio play(const audio::AudioGraph& graph)
{
    audio::EngineContext engine{{rate, 512}};
    if (!engine.setGraph(graph)) return {};
    engine.command(audio::TransportCommand::play());
    return test::pull(engine, 4800, 512);
}

/// Somebody's afternoon with one song.
class History {
public:
    explicit History(std::uint64_t seed)
        : commands_(seed), model_(commands_.makeProject(25)), generator_(seed)
    {
    }
    void step()
    {
        const auto before = model_.snapshot();
        switch (generator_() % 8) {
        case 0: (void)model_.undo(); break;
        case 1: (void)model_.redo(); break;
        case 2:
            while (generator_() % 4 != 0 && model_.undo()) {}
            break;
        default: (void)model_.execute(commands_.next(*before)); break;
        }
    }
    [[nodiscard]] const model::Project& project() const { return *model_.snapshot(); }
    [[nodiscard]] std::uint64_t chance(std::uint64_t of) { return generator_() % of; }

private:
    test::RandomCommands commands_;
    project::ProjectModel model_;
    std::mt19937_64 generator_;
};

class IncrementalCompile : public testing::TestWithParam<int> {};

} // namespace

TEST_P(IncrementalCompile, AfterAnyHistoryTheGraphIsTheOneThatOpeningTheSongGives)
{
    const auto seed = firstSeed + static_cast<std::uint64_t>(GetParam());
    History history(seed);
    test::SteadySamples assets;
    session::ProjectCompiler compiler(assets);
    session::CompiledProject compiled = compiler.compile(history.project(), rate);
    model::Project last = history.project();
    for (int step = 0; step < 60; ++step) {
        history.step();
        if (history.chance(3) == 0) continue; // several edits at once
        // As EngineSync does: notes alone don't wait for a compile.
        (void)compiler.compileNotes(last, history.project(), rate);
        compiled = compiler.compile(history.project(), rate);
        last = history.project();
        const FromNothing fresh(history.project());
        expectSameGraph(compiled.graph, fresh.compiled.graph);
        ASSERT_EQ(compiled.problems, fresh.compiled.problems) << "seed " << seed;
        if (HasFatalFailure()) { FAIL() << "seed " << seed << ", step " << step; }
    }
    compiled = compiler.compile(history.project(), rate);
    const FromNothing fresh(history.project());
    EXPECT_EQ(play(compiled.graph), play(fresh.compiled.graph)) << "seed " << seed;
}

INSTANTIATE_TEST_SUITE_P(Histories, IncrementalCompile, testing::Range(0, 40));

TEST(IncrementalCompile, WhatATrackLeavesBehindIsLetGo)
{
    test::TestSong song;
    const auto bass = song.addSynthTrack("Bass");
    test::SteadySamples assets;
    session::ProjectCompiler compiler(assets);
    auto compiled = compiler.compile(song.project(), rate);
    const auto strip = session::nodeIdOf(bass, session::NodeRole::strip);
    const std::weak_ptr<audio::AudioNode> node = compiled.graph.nodes().at(strip).node;
    song.apply(project::RemoveTrack{bass});
    compiled = compiler.compile(song.project(), rate);
    EXPECT_TRUE(node.expired());
}

TEST(IncrementalCompile, ATrackMoreLeavesTheOthersUntouched)
{
    test::TestSong song;
    for (int i = 0; i < 20; ++i) song.addSynthTrack("Track " + std::to_string(i));
    test::SteadySamples assets;
    session::ProjectCompiler compiler(assets);
    const auto before = compiler.compile(song.project(), rate).graph;
    const auto made = compiler.counts();
    song.addSynthTrack("One more");
    const auto after = compiler.compile(song.project(), rate).graph;
    EXPECT_EQ(compiler.counts().nodes - made.nodes, 3u) << "its player, instrument and strip";
    EXPECT_EQ(compiler.counts().noteContents - made.noteContents, 1u);
    for (const auto& [id, entry] : before.nodes())
        EXPECT_EQ(after.nodes().at(id).node, entry.node) << entry.name;
}
