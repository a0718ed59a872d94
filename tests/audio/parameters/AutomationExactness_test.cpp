// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/mixer/SendNode.h"
#include "audio/mixer/TrackStrip.h"
#include "support/EngineRig.h"
#include "support/TestNodes.h"

#include <gtest/gtest.h>

#include <cmath>

namespace cppmusic::audio {
namespace {

using core::Frames;
using test::LatencyNode;
using test::LevelNode;
using test::pull;

const NodeId source(1), late(2), fader(3);

/// A steady full-scale signal through a fader with an automation lane, perhaps behind a device that
/// needs `latency` frames.
AudioGraph fadedSignal(std::shared_ptr<AudioNode> node, const std::vector<CurvePoint>& drawn,
                       int latency = 0)
{
    AudioGraph graph;
    graph.add(source, std::make_shared<LevelNode>(), "Signal");
    graph.setParameter({source, 0}, 1.0f);
    NodeId from = source;
    if (latency > 0) {
        graph.add(late, std::make_shared<LatencyNode>(latency), "Late device");
        EXPECT_TRUE(graph.connect({from, 0, late, 0, PortKind::audio}));
        from = late;
    }
    graph.add(fader, std::move(node), "Fader");
    EXPECT_TRUE(graph.connect({from, 0, fader, 0, PortKind::audio}));
    graph.setOutput(fader);
    graph.setAutomation({fader, 0}, std::make_shared<AutomationCurve>(drawn));
    return graph;
}

std::vector<float> play(AudioGraph graph, int numFrames, int blockFrames)
{
    EngineContext context({core::SampleRate(48000.0), 512});
    EXPECT_TRUE(context.setGraph(std::move(graph)));
    context.command(TransportCommand::play());
    return pull(context, numFrames, blockFrames)[0];
}

double decibels(float gain)
{
    return 20.0 * std::log10(static_cast<double>(gain));
}

/// Drawn by someone who means it: a slow fade, a fade of 80 dB in ten milliseconds, steps, bends of
/// full tension in both directions, points that lie on no grid, a jump, one frame of silence.
const std::vector<CurvePoint> drawn = {{0, -20.0f},
                                       {4801, 0.0f},
                                       {5281, -80.0f},
                                       {5500, -6.0f, CurveShape::stepped},
                                       {6001, -30.0f, CurveShape::stepped},
                                       {6002, 3.0f, CurveShape::stepped},
                                       {7003, -60.0f, CurveShape::curved, 1.0f},
                                       {8000, 6.0f, CurveShape::curved, -1.0f},
                                       {8200, -70.0f, CurveShape::curved, 0.5f},
                                       {9601, 0.0f},
                                       {9601, -12.0f},
                                       {9700, -12.5f}};
constexpr int length = 10000;

TEST(AutomationExactness, TheFaderGivesTheDrawnGainWithinAHundredthOfADecibelAtEveryFrame)
{
    const AutomationCurve curve(drawn);
    for (const bool isSend : {false, true}) {
        for (const int blockFrames : {1, 32, 100, 512, 4096}) {
            std::shared_ptr<AudioNode> node;
            if (isSend) {
                node = std::make_shared<SendNode>();
            } else {
                node = std::make_shared<TrackStrip>();
            }
            const auto heard = play(fadedSignal(node, drawn), length, blockFrames);
            for (int i = 0; i < length; ++i) {
                ASSERT_NEAR(decibels(heard[static_cast<std::size_t>(i)]), curve.valueAt(i), 0.01)
                    << "frame " << i << " in blocks of " << blockFrames << (isSend ? ", send" : "");
            }
        }
    }
}

TEST(AutomationExactness, BlocksOfAnySizeGiveTheSameBits)
{
    const auto whole = play(fadedSignal(std::make_shared<TrackStrip>(), drawn), length, length);
    for (const int blockFrames : {1, 7, 33, 64, 500}) {
        EXPECT_EQ(play(fadedSignal(std::make_shared<TrackStrip>(), drawn), length, blockFrames),
                  whole)
            << blockFrames;
    }
}

TEST(AutomationExactness, BehindALateDeviceTheLaneStillMeetsTheSoundItWasDrawnFor)
{
    constexpr int latency = 777;
    const auto early = play(fadedSignal(std::make_shared<TrackStrip>(), drawn), length, 256);
    for (const int blockFrames : {1, 100, 256}) {
        const auto heard = play(fadedSignal(std::make_shared<TrackStrip>(), drawn, latency),
                                length + latency, blockFrames);
        for (int i = 0; i < length; ++i) {
            ASSERT_NEAR(decibels(heard[static_cast<std::size_t>(i + latency)]),
                        decibels(early[static_cast<std::size_t>(i)]), 0.01)
                << "frame " << i << " in blocks of " << blockFrames;
        }
    }
}

TEST(AutomationExactness, BehindALateDeviceALoopPassesLikePastedBars)
{
    constexpr int latency = 300, bar = 2111;
    const std::vector<CurvePoint> once = {
        {0, -3.0f}, {1000, -20.0f, CurveShape::stepped}, {1700, -1.0f}, {bar, -9.0f}};
    std::vector<CurvePoint> pasted;
    for (std::int64_t k = 0; k < 8; ++k) {
        for (CurvePoint point : once) {
            point.frame += k * bar;
            pasted.push_back(point);
        }
    }
    const auto straight =
        play(fadedSignal(std::make_shared<TrackStrip>(), pasted, latency), 8 * bar, 256);
    for (const int blockFrames : {1, 100, 512}) {
        EngineContext context({core::SampleRate(48000.0), 512});
        ASSERT_TRUE(
            context.setGraph(fadedSignal(std::make_shared<TrackStrip>(), once, latency)).ok());
        context.command(TransportCommand::loop(Frames(0), Frames(bar), true));
        context.command(TransportCommand::play());
        EXPECT_EQ(pull(context, 8 * bar, blockFrames)[0], straight) << blockFrames;
    }
}

} // namespace
} // namespace cppmusic::audio
