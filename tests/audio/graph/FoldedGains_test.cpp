// SPDX-License-Identifier: GPL-3.0-or-later
#include "PlanTestNodes.h"
#include "audio/engine/EngineContext.h"
#include "support/EngineRig.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace cppmusic::audio {
namespace {

using test::BurstNode;
using test::pull;

constexpr PrepareSpec spec{core::SampleRate(48000.0), 256};

/// A send that counts how often the plan had to call it.
class CountedSend final : public AudioNode {
public:
    CountedSend() : AudioNode(test::testParameters) {}
    NodePorts ports() const noexcept override
    {
        static constexpr int stereo = 2;
        return {{&stereo, 1}, {&stereo, 1}, false, false, true};
    }
    void prepare(const PrepareSpec&) override { reset(); }
    void reset() noexcept CPPMUSIC_NONBLOCKING override { level_ = parameterValue(0); }
    bool isAsleep() const noexcept CPPMUSIC_NONBLOCKING override { return true; }
    bool isGain() const noexcept override { return true; }
    std::optional<float>
    constantGain(const ProcessContext& context) const noexcept CPPMUSIC_NONBLOCKING override
    {
        if (!context.events.empty() || (context.silentInputs & 1u) != 0) return std::nullopt;
        return level_;
    }
    void process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING override
    {
        ++timesProcessed;
        std::size_t next = 0;
        for (int i = 0; i < context.numFrames; ++i) {
            for (; next < context.events.size() && context.events[next].frame <= i; ++next)
                if (context.events[next].parameter == 0) level_ = context.events[next].value;
            for (int c = 0; c < 2; ++c)
                context.outputs[0].channels[c][i] =
                    0.0f + context.inputs[0].channels[c][i] * level_;
        }
    }
    int timesProcessed = 0;

private:
    float level_ = 1.0f;
};

/// Ten tracks with two sends each, to two buses that meet in a third; the first send also feeds a
/// node of its own, so that somebody needs what it writes.
struct Studio {
    Studio()
    {
        for (const NodeId bus : {first, second, last})
            graph.add(bus, std::make_shared<test::RingingNode>(), "Bus");
        for (std::uint64_t t = 0; t < 10; ++t) {
            const NodeId source(10 * t + 1), one(10 * t + 2), two(10 * t + 3);
            const auto begin = static_cast<std::int64_t>(300 * t);
            graph.add(source, std::make_shared<BurstNode>(begin, begin + 4000), "Source");
            for (const NodeId send : {one, two}) {
                sends.push_back(std::make_shared<CountedSend>());
                graph.add(send, sends.back(), "Send");
                EXPECT_TRUE(graph.connect({source, 0, send, 0}));
                graph.setParameter({send, 0}, 0.1f * static_cast<float>(sends.size()));
            }
            EXPECT_TRUE(graph.connect({source, 0, first, 0})); // unscaled among the scaled
            EXPECT_TRUE(graph.connect({one, 0, first, 0}));
            EXPECT_TRUE(graph.connect({two, 0, second, 0}));
        }
        graph.add(reader, std::make_shared<test::RingingNode>(), "Reader");
        EXPECT_TRUE(graph.connect({NodeId(2), 0, reader, 0}));
        for (const NodeId bus : {first, second, reader})
            EXPECT_TRUE(graph.connect({bus, 0, last, 0}));
        graph.setOutput(last);
    }
    const NodeId first{901}, second{902}, last{903}, reader{904};
    AudioGraph graph;
    std::vector<std::shared_ptr<CountedSend>> sends;
};

test::StereoAudio play(const Studio& studio, const PlanOptions& options, int blockFrames)
{
    EngineContext context(spec, options);
    context.realtime().runner().setAlwaysParallel(true);
    EXPECT_TRUE(context.setGraph(studio.graph));
    context.command(TransportCommand::play());
    auto audio = pull(context, 2560, blockFrames);
    context.setParameter({NodeId(3), 0}, 0.0f); // a fader moves: what follows is another level
    context.setParameter({NodeId(12), 0}, 2.0f);
    const auto rest = pull(context, 5120, blockFrames);
    for (std::size_t c = 0; c < audio.size(); ++c)
        audio[c].insert(audio[c].end(), rest[c].begin(), rest[c].end());
    return audio;
}

TEST(FoldedGains, ChangeNoBit)
{
    PlanOptions plain;
    plain.foldsGains = false;
    const auto expected = play(Studio(), plain, 256);
    EXPECT_GT(*std::max_element(expected[0].begin(), expected[0].end()), 0.5f);
    for (const int threads : {1, 3}) {
        for (const int blockFrames : {1, 32, 160, 256}) {
            PlanOptions options;
            options.threads = threads;
            ASSERT_EQ(play(Studio(), options, blockFrames), expected)
                << threads << " threads, blocks of " << blockFrames;
        }
    }
}

TEST(FoldedGains, ASendThatStandsStillIsCalledOnlyWhenItMovesOrItsOwnOutputIsNeeded)
{
    const Studio studio;
    play(studio, {}, 256);
    EXPECT_EQ(studio.sends[0]->timesProcessed, 16) << "while track 1 sounds: a node reads it";
    EXPECT_EQ(studio.sends[1]->timesProcessed, 1) << "moved once";
    EXPECT_EQ(studio.sends[2]->timesProcessed, 1) << "moved once";
    for (std::size_t i = 3; i < studio.sends.size(); ++i) {
        // The first block, where its parameter is set, and none besides.
        EXPECT_LE(studio.sends[i]->timesProcessed, 1) << "send " << i;
    }
}

} // namespace
} // namespace cppmusic::audio
