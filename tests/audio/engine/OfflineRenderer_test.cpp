// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/OfflineRenderer.h"

#include "support/EngineRig.h"
#include "support/RandomGraph.h"
#include "support/TestNodes.h"

#include <gmock/gmock.h>

#include <random>

namespace cppmusic::audio {
namespace {

using core::Frames;
using test::ImpulseNode;
using test::LatencyNode;
using test::LevelNode;
using test::pull;

constexpr PrepareSpec spec{core::SampleRate(48000.0), 256};

/// An automated level and impulses, one of them late, on one bus.
AudioGraph song()
{
    AudioGraph graph;
    graph.add(NodeId(1), std::make_shared<LevelNode>(), "Level");
    graph.add(NodeId(2), std::make_shared<ImpulseNode>(100, 1000), "Click");
    graph.add(NodeId(3), std::make_shared<LatencyNode>(77), "Lookahead");
    graph.add(NodeId(4), std::make_shared<test::BusNode>(), "Bus");
    EXPECT_TRUE(graph.connect({NodeId(1), 0, NodeId(4), 0}));
    EXPECT_TRUE(graph.connect({NodeId(2), 0, NodeId(3), 0}));
    EXPECT_TRUE(graph.connect({NodeId(3), 0, NodeId(4), 0}));
    graph.setAutomation({NodeId(1), 0}, std::make_shared<AutomationCurve>(std::vector<CurvePoint>{
                                            {0, 0.0f}, {3333, 1.0f}, {5000, 0.25f}}));
    graph.setOutput(NodeId(4));
    return graph;
}

std::vector<std::vector<float>> render(const OfflineRequest& request)
{
    auto renderer = OfflineRenderer::make(song(), spec);
    EXPECT_TRUE(renderer.ok());
    auto audio = renderer->render(request);
    EXPECT_TRUE(audio.ok());
    return *audio;
}

OfflineRequest range(std::int64_t from, std::int64_t to)
{
    OfflineRequest request;
    request.from = Frames(from);
    request.to = Frames(to);
    return request;
}

TEST(OfflineRenderer, GivesTheSameBitsForEveryBlockSize)
{
    auto request = range(0, 6000);
    const auto reference = render(request);
    ASSERT_EQ(reference[0].size(), 6000u);
    for (const int blockFrames : {1, 17, 64, 128, 512, 4096}) {
        request.blockFrames = blockFrames;
        EXPECT_EQ(render(request), reference) << blockFrames;
    }
    std::mt19937 random(1);
    request.nextBlockFrames = [&random] { return static_cast<int>(random() % 700); };
    EXPECT_EQ(render(request), reference);
}

TEST(OfflineRenderer, LeavesTheLatencyOutSoTheFirstFrameIsTheFirstOfTheRange)
{
    const auto audio = render(range(0, 6000));
    for (std::size_t i = 1; i < 6000; ++i) {
        const bool isHit = audio[0][i] - audio[0][i - 1] > 0.5f;
        EXPECT_EQ(isHit, i % 1000 == 100) << i;
    }
}

TEST(OfflineRenderer, EqualsWhatADeviceHearsWhilePlaying)
{
    const auto rendered = render(range(2500, 6000));
    EngineContext context(spec);
    ASSERT_TRUE(context.setGraph(song()));
    pull(context, 1234, 100, false); // the device runs for a while before somebody plays
    context.command(TransportCommand::locate(Frames(2500)));
    context.command(TransportCommand::play());
    const auto heard = pull(context, 3500 + context.latencyFrames(), 96, false);
    for (std::size_t i = 0; i < 3500; ++i) ASSERT_EQ(heard[0][i + 77], rendered[0][i]) << i;
}

/// Keeps what it was asked for.
struct PreparerLog final : BlockPreparer {
    void prepareBlock(Frames from, int frames) override { asked.push_back({from.value, frames}); }
    std::vector<std::pair<std::int64_t, int>> asked;
};

TEST(OfflineRenderer, AsksForEveryFrameOfTheRangeBeforeItPlays)
{
    auto renderer = OfflineRenderer::make(song(), spec);
    ASSERT_TRUE(renderer.ok());
    PreparerLog log;
    renderer->setPreparer(&log);
    ASSERT_TRUE(renderer->render(range(1000, 3000)).ok());
    std::int64_t next = 1000;
    for (const auto& [from, frames] : log.asked) {
        EXPECT_EQ(from, next);
        next = from + frames;
    }
    EXPECT_EQ(next, 3000);
}

TEST(OfflineRenderer, ATailOfFixedLengthAndATailUntilSilence)
{
    auto request = range(0, 1000);
    request.tail.kind = TailRule::Kind::fixed;
    request.tail.frames = Frames(333);
    EXPECT_EQ(render(request)[0].size(), 1333u);

    AudioGraph graph;
    graph.add(NodeId(1), std::make_shared<ImpulseNode>(999), "Click");
    graph.add(NodeId(2), std::make_shared<LatencyNode>(0), "Through");
    ASSERT_TRUE(graph.connect({NodeId(1), 0, NodeId(2), 0}));
    graph.setOutput(NodeId(2));
    request.tail.kind = TailRule::Kind::untilSilent;
    request.tail.frames = Frames(100'000);
    request.tail.hold = Frames(500);
    for (const int blockFrames : {1, 64, 5000}) {
        request.blockFrames = blockFrames;
        auto renderer = OfflineRenderer::make(graph, spec);
        EXPECT_EQ((*renderer->render(request))[0].size(), 1500u) << "hold after the last sound";
    }
}

TEST(OfflineRenderer, SaysWhatIsWrongAndStopsWhenAsked)
{
    auto renderer = OfflineRenderer::make(song(), spec);
    ASSERT_TRUE(renderer.ok());
    EXPECT_EQ(renderer->render(range(5, 5)).error().code, core::ErrorCode::invalidArgument);
    const auto full = renderer->render(range(0, 5000), [](const ConstAudioBlock&) -> core::Status {
        return core::makeError(core::ErrorCode::noSpace, "the disk is full");
    });
    EXPECT_EQ(full.error().code, core::ErrorCode::noSpace);
    core::CancellationToken token;
    renderer->setCancellation(token);
    renderer->setProgress([&token](double fraction) {
        if (fraction > 0.3) token.cancel();
    });
    EXPECT_EQ(renderer->render(range(0, 50'000)).error().code, core::ErrorCode::cancelled);
}

TEST(LatencyCompensation, ImpulsesThroughAThousandRandomGraphsMeetOnOneFrame)
{
    int heard = 0;
    for (unsigned seed = 0; seed < 1000; ++seed) {
        test::RandomGraph made(seed, 60);
        std::set<NodeId> fed;
        for (const Connection& c : made.graph.connections()) fed.insert(c.target);
        const auto nodes = made.graph.nodes();
        for (const auto& [id, entry] : nodes) {
            if (fed.contains(id)) continue;
            const NodeId source(1000 + id.value);
            made.graph.add(source, std::make_shared<ImpulseNode>(300), "Impulse");
            ASSERT_TRUE(made.graph.connect({source, 0, id, 0}));
        }
        auto renderer =
            OfflineRenderer::make(made.graph, spec, {1 + static_cast<int>(seed % 2), 16, true});
        ASSERT_TRUE(renderer.ok());
        OfflineRequest request = range(0, 1500);
        request.blockFrames = 1 + static_cast<int>(seed % 300);
        const auto audio = renderer->render(request);
        ASSERT_TRUE(audio.ok());
        for (const auto& channel : *audio) {
            for (std::size_t i = 0; i < channel.size(); ++i) {
                if (i == 300) continue;
                ASSERT_EQ(channel[i], 0.0f) << "seed " << seed << " frame " << i;
            }
            heard += channel[300] > 0.0f ? 1 : 0;
        }
    }
    EXPECT_GT(heard, 1500);
}

TEST(LatencyCompensation, NotesAreDelayedLikeSound)
{
    AudioGraph graph;
    graph.add(NodeId(1), std::make_shared<ImpulseNode>(200), "Impulse");
    graph.add(NodeId(2), std::make_shared<LatencyNode>(137), "Lookahead");
    graph.add(NodeId(3), std::make_shared<test::NoteSourceNode>(200, 400), "Notes");
    graph.add(NodeId(4), std::make_shared<test::NoteToImpulseNode>(), "Vocoder");
    ASSERT_TRUE(graph.connect({NodeId(1), 0, NodeId(2), 0}));
    ASSERT_TRUE(graph.connect({NodeId(2), 0, NodeId(4), 0}));
    ASSERT_TRUE(graph.connect({NodeId(3), 0, NodeId(4), 0, PortKind::events}));
    graph.setOutput(NodeId(4));
    for (const int blockFrames : {1, 100, 512}) {
        auto renderer = OfflineRenderer::make(graph, spec);
        OfflineRequest request = range(0, 1000);
        request.blockFrames = blockFrames;
        const auto audio = renderer->render(request);
        EXPECT_EQ((*audio)[0][200], 2.0f);
    }
}

} // namespace
} // namespace cppmusic::audio
