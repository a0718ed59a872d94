// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/simd/SimdTarget.h"
#include "contract/ContractRig.h"
#include "support/RealtimeGuard.h"

#include <gtest/gtest.h>
#include <string_view>

#include <algorithm>
#include <cctype>
#include <set>

namespace cppmusic::test {
namespace {

using audio::AudioNode;
using audio::NodeType;

/// Nodes of one type, each with its own parameters and its own sound.
struct Crowd {
    std::vector<std::unique_ptr<AudioNode>> nodes;
    std::vector<Stimulus> stimuli;
};

std::unique_ptr<AudioNode> randomNode(const NodeType& type, unsigned seed)
{
    std::mt19937 random(seed);
    auto node = type.make();
    for (int p = 0; p < static_cast<int>(node->parameters().size()); ++p) {
        const auto& spec = node->parameters()[static_cast<std::size_t>(p)];
        const float share = static_cast<float>(random() % 1001) / 1000.0f;
        float value = spec.min + (spec.max - spec.min) * share;
        if (spec.taper == core::Taper::stepped) value = std::round(value);
        if (random() % 3 != 0) node->initialiseParameter(p, value);
    }
    node->prepare(contractSpec);
    node->reset();
    return node;
}

/// Stretches of sound and of silence.
void cutHoles(Stimulus& stimulus, unsigned seed)
{
    std::mt19937 random(seed);
    for (std::size_t at = 0; at < static_cast<std::size_t>(stimulus.numFrames);) {
        const std::size_t length = 1 + random() % 900;
        const bool isHole = random() % 2 == 0;
        for (auto& port : stimulus.inputs) {
            for (auto& channel : port) {
                const std::size_t end = std::min(channel.size(), at + length);
                if (isHole) std::fill(channel.data() + at, channel.data() + end, 0.0f);
            }
        }
        at += length;
    }
}

Crowd crowdOf(const NodeType& type, unsigned count, int numFrames, unsigned seed)
{
    Crowd crowd;
    for (unsigned i = 0; i < count; ++i) {
        crowd.nodes.push_back(randomNode(type, seed + i));
        crowd.stimuli.push_back(
            randomStimulus(type, *crowd.nodes.back(), numFrames, seed + 100 * i, i % 4 != 3));
        if (i % 3 == 1) cutHoles(crowd.stimuli.back(), seed + i);
    }
    return crowd;
}

/// What a node must do in a batch and when it may sleep. Runs for all of nodeTypes().
class BatchContract : public testing::TestWithParam<std::size_t> {
protected:
    const NodeType& type() const { return audio::nodeTypes()[GetParam()]; }
};

TEST_P(BatchContract, TogetherTheySoundAsEachAlone)
{
    if (type().make()->batchKey() == nullptr) GTEST_SKIP() << "is not batched";
    for (unsigned count = 1; count <= 17; ++count) {
        const int numFrames = count == 17 ? 4000 : 1200;
        Crowd together = crowdOf(type(), count, numFrames, 31 * count);
        const Crowd alone = crowdOf(type(), count, numFrames, 31 * count);
        std::mt19937 random(count);
        const auto sizes = [&random] { return 1 + static_cast<int>(random() % 300); };
        const auto responses = runTogether(together.nodes, together.stimuli, sizes);
        for (unsigned i = 0; i < count; ++i) {
            EXPECT_TRUE(isSame(run(*alone.nodes[i], alone.stimuli[i], blocksOf(64)), responses[i]))
                << "node " << i << " of " << count;
        }
    }
}

TEST_P(BatchContract, NeverAllocatesLocksOrCallsTheSystem)
{
    if (!RealtimeGuard::isWatching()) GTEST_SKIP() << "this build has no guard";
    Crowd crowd = crowdOf(type(), 9, 2000, 5);
    const RealtimeWatch watch;
    (void)runTogether(crowd.nodes, crowd.stimuli, blocksOf(128));
    EXPECT_EQ(watch.violations().total(), 0u) << watch.violations().text();
}

TEST_P(BatchContract, EveryInstructionSetGivesTheSameBits)
{
    const Crowd first = crowdOf(type(), 3, 3000, 77);
    std::vector<Response> best;
    for (std::size_t i = 0; i < 3; ++i)
        best.push_back(run(*first.nodes[i], first.stimuli[i], blocksOf(100)));
    for (const auto& target : audio::simdTargets()) {
        audio::useSimdTarget(target.id);
        const Crowd crowd = crowdOf(type(), 3, 3000, 77);
        audio::useSimdTarget(0);
        for (std::size_t i = 0; i < 3; ++i) {
            EXPECT_TRUE(isSame(run(*crowd.nodes[i], crowd.stimuli[i], blocksOf(100)), best[i]))
                << target.name << ", node " << i;
        }
    }
}

/// Sound, silence until all tails are over and some more, twice.
Stimulus soundAndSilence(const NodeType& type, const AudioNode& node, unsigned seed)
{
    std::mt19937 random(seed);
    const int silence = static_cast<int>(node.tailFrames()) + node.latencyFrames() + 700;
    Stimulus whole = randomStimulus(type, node, 0, seed, false);
    for (int turn = 0; turn < 2; ++turn) {
        const int sound = 200 + static_cast<int>(random() % 1000);
        const Stimulus part =
            randomStimulus(type, node, sound, seed + 1 + static_cast<unsigned>(turn), false);
        for (std::size_t p = 0; p < part.inputs.size(); ++p) {
            for (std::size_t c = 0; c < part.inputs[p].size(); ++c) {
                auto& channel = whole.inputs[p][c];
                channel.insert(channel.end(), part.inputs[p][c].begin(), part.inputs[p][c].end());
                channel.resize(channel.size() + static_cast<std::size_t>(silence), 0.0f);
            }
        }
        const int parameter =
            node.parameters().empty() ? 0 : static_cast<int>(random() % node.parameters().size());
        audio::Event event;
        event.frame = whole.numFrames + sound / 2;
        if (node.ports().hasEventInput) {
            event.number = 60;
            event.value = 0.7f;
            whole.events.push_back(event);
            event.type = audio::EventType::noteOff;
            event.frame += 77;
            whole.events.push_back(event);
        } else if (!node.parameters().empty()) {
            event.type = audio::EventType::parameter;
            event.parameter = parameter;
            event.value = node.parameters()[static_cast<std::size_t>(parameter)].defaultValue;
            event.rampFrames = 100;
            whole.events.push_back(event);
        }
        whole.numFrames += sound + silence;
    }
    return whole;
}

TEST_P(BatchContract, SleepingThroughSilenceIsNotHeard)
{
    const auto awake = makePrepared(type());
    if (awake->tailFrames() < 0) GTEST_SKIP() << "sounds for ever by design";
    if (awake->ports().hasEventOutput) GTEST_SKIP() << "plays content";
    const Stimulus stimulus = soundAndSilence(type(), *awake, 21);
    const Response expected = run(*awake, stimulus, blocksOf(128));
    for (const int frames : {64, 100, 512}) {
        const auto node = makePrepared(type());
        const auto [response, framesAsleep] = runSleepy(*node, stimulus, blocksOf(frames));
        EXPECT_TRUE(isSame(response, expected)) << "blocks of " << frames;
        // A song says until when a player sleeps, a device when it is silent; a take has silence
        // too.
        const std::set<std::string_view> sleepless{"cppmusic.clips", "cppmusic.input",
                                                   "cppmusic.monitor", "cppmusic.record-tap"};
        const bool canSleep = !sleepless.contains(type().id);
        EXPECT_EQ(framesAsleep > 0, canSleep) << framesAsleep;
    }
}

std::string nameOf(const testing::TestParamInfo<std::size_t>& info)
{
    std::string name(audio::nodeTypes()[info.param].id);
    for (char& c : name) {
        if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
    }
    return name;
}

INSTANTIATE_TEST_SUITE_P(All, BatchContract,
                         testing::Range<std::size_t>(0, audio::nodeTypes().size()), nameOf);

} // namespace
} // namespace cppmusic::test
