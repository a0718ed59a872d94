// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/RealtimeSection.h"
#include "contract/ContractRig.h"
#include "contract/LatencyCheck.h"
#include "support/RealtimeGuard.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace cppmusic::test {
namespace {

using audio::AudioNode;
using audio::NodeType;

TEST(NodeFactory, EveryTypeHasItsOwnIdALabelAndMakesANode)
{
    std::set<std::string_view> ids;
    for (const NodeType& type : audio::nodeTypes()) {
        EXPECT_TRUE(ids.insert(type.id).second) << type.id;
        EXPECT_FALSE(type.label.empty()) << type.id;
        EXPECT_NE(type.make(), nullptr) << type.id;
        EXPECT_EQ(audio::findNodeType(type.id), &type);
    }
    EXPECT_EQ(audio::findNodeType("no.such.node"), nullptr);
}

/// What every node must do, whatever it is. Runs for all of nodeTypes().
class NodeContract : public testing::TestWithParam<std::size_t> {
protected:
    const NodeType& type() const { return audio::nodeTypes()[GetParam()]; }
    static constexpr int numFrames = 4096;
};

TEST_P(NodeContract, TheSameInputInAnyBlocksGivesTheSameBits)
{
    for (unsigned seed = 1; seed <= 3; ++seed) {
        const auto reference = makePrepared(type());
        const Stimulus stimulus = randomStimulus(type(), *reference, numFrames, seed);
        const Response whole = run(*reference, stimulus, blocksOf(512));
        for (const int frames : {1, 17, 64, 100}) {
            const auto node = makePrepared(type());
            EXPECT_TRUE(isSame(run(*node, stimulus, blocksOf(frames)), whole))
                << "blocks of " << frames << ", seed " << seed;
        }
        std::mt19937 random(seed);
        const auto node = makePrepared(type());
        const auto sizes = [&random] { return 1 + static_cast<int>(random() % 512); };
        EXPECT_TRUE(isSame(run(*node, stimulus, sizes), whole)) << "random blocks, seed " << seed;
    }
}

TEST_P(NodeContract, NeverAllocatesLocksOrCallsTheSystem)
{
    if (!RealtimeGuard::isWatching()) GTEST_SKIP() << "this build has no guard";
    const auto node = makePrepared(type());
    const Stimulus stimulus = randomStimulus(type(), *node, numFrames, 9);
    const RealtimeWatch watch;
    (void)run(*node, stimulus, blocksOf(64));
    {
        const audio::RealtimeSection section;
        node->reset();
    }
    (void)run(*node, stimulus, blocksOf(512));
    EXPECT_EQ(watch.violations().total(), 0u) << watch.violations().text();
    EXPECT_EQ(watch.sections(), 64u + 1u + 8u);
}

TEST_P(NodeContract, FiniteSoundComesOutWhateverGoesIn)
{
    const float bad[] = {std::numeric_limits<float>::quiet_NaN(),
                         std::numeric_limits<float>::infinity(),
                         -std::numeric_limits<float>::infinity(),
                         std::numeric_limits<float>::denorm_min(),
                         -1.0e-40f,
                         std::numeric_limits<float>::max(),
                         std::numeric_limits<float>::lowest(),
                         1.0e30f};
    for (const float value : bad) {
        const auto node = makePrepared(type());
        Stimulus stimulus = randomStimulus(type(), *node, numFrames, 4);
        for (auto& port : stimulus.inputs) {
            for (auto& channel : port) {
                for (std::size_t i = 100; i < 300; i += 7) channel[i] = value;
            }
        }
        EXPECT_TRUE(isFinite(run(*node, stimulus, blocksOf(64)).outputs)) << value;
    }
}

TEST_P(NodeContract, AfterTheTailSilenceInIsSilenceOut)
{
    const auto node = makePrepared(type());
    const auto tail = node->tailFrames();
    if (tail < 0) GTEST_SKIP() << "sounds for ever by design";
    ASSERT_LT(tail, 48'000 * 60) << "a tail of over a minute is no tail";
    if (node->ports().audioOutputs.empty()) GTEST_SKIP() << "has no audio output";
    constexpr int sound = 2000;
    Stimulus stimulus = randomStimulus(type(), *node, sound, 6, false);
    stimulus.content = nullptr;
    const int whole = sound + node->latencyFrames() + static_cast<int>(tail) + 1000;
    for (auto& port : stimulus.inputs) {
        for (auto& channel : port) channel.resize(static_cast<std::size_t>(whole), 0.0f);
    }
    stimulus.numFrames = whole;
    if (node->ports().hasEventInput) {
        audio::Event on, off;
        on.number = off.number = 60;
        on.value = 1.0f;
        off.type = audio::EventType::noteOff;
        off.frame = sound - 1;
        stimulus.events = {on, off};
    }
    const Response response = run(*node, stimulus, blocksOf(512));
    EXPECT_LE(peakOf(response.outputs, whole - 1000), 1.0e-6f) << "-120 dBFS";
}

TEST_P(NodeContract, ResetMakesItStartAgainIdentically)
{
    const auto node = makePrepared(type());
    const Stimulus stimulus = randomStimulus(type(), *node, numFrames, 7);
    const Response first = run(*node, stimulus, blocksOf(128));
    node->reset();
    EXPECT_TRUE(isSame(run(*node, stimulus, blocksOf(128)), first));
    node->prepare(contractSpec);
    node->reset();
    EXPECT_TRUE(isSame(run(*node, stimulus, blocksOf(128)), first)) << "prepared again";
}

TEST_P(NodeContract, TheLatencyIsTheOneReported)
{
    constexpr int at = 1000;
    bool isHeard = false;
    for (const double rate : {44'100.0, 48'000.0, 96'000.0}) {
        const auto node = type().make();
        node->prepare({core::SampleRate(rate), contractSpec.maxBlockFrames});
        node->reset();
        const int latency = node->latencyFrames();
        ASSERT_GE(latency, 0);
        if (node->ports().audioInputs.empty() || node->ports().audioOutputs.empty()) {
            GTEST_SKIP() << "no audio goes through it";
        }
        Stimulus stimulus = randomStimulus(type(), *node, 2048 + 2 * latency, 8, false);
        for (auto& port : stimulus.inputs) {
            for (auto& channel : port) std::fill(channel.begin(), channel.end(), 0.0f);
        }
        for (auto& channel : stimulus.inputs[0]) channel[at] = 0.5f;
        const Response response = run(*node, stimulus, blocksOf(64));
        for (const auto& heard : response.outputs[0]) {
            if (std::all_of(heard.begin(), heard.end(), [](float s) { return s == 0.0f; }))
                continue;
            isHeard = true;
            EXPECT_EQ(mistakeInLatency(heard, at, latency), "") << "at " << rate << " Hz";
        }
    }
    if (!isHeard) GTEST_SKIP() << "lets nothing through at its defaults";
}

TEST_P(NodeContract, EveryParameterWorksAtBothEndsAndInBetween)
{
    const auto sample = type().make();
    std::mt19937 random(11);
    for (int index = 0; index < static_cast<int>(sample->parameters().size()); ++index) {
        const auto& parameter = sample->parameters()[static_cast<std::size_t>(index)];
        EXPECT_FALSE(parameter.id.empty());
        EXPECT_FALSE(parameter.label.empty());
        EXPECT_LT(parameter.min, parameter.max) << parameter.id;
        EXPECT_GE(parameter.defaultValue, parameter.min) << parameter.id;
        EXPECT_LE(parameter.defaultValue, parameter.max) << parameter.id;
        const float middle = parameter.min + (parameter.max - parameter.min) *
                                                 static_cast<float>(random() % 1000) / 1000.0f;
        for (const float value : {parameter.min, parameter.max, middle}) {
            const auto node = type().make();
            node->initialiseParameter(index, value);
            node->prepare(contractSpec);
            node->reset();
            const RealtimeWatch watch;
            const auto response = run(*node, randomStimulus(type(), *node, 800, 12), blocksOf(100));
            EXPECT_TRUE(isFinite(response.outputs)) << parameter.id << " = " << value;
            EXPECT_EQ(watch.violations().total(), 0u) << parameter.id << " = " << value;
        }
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

INSTANTIATE_TEST_SUITE_P(All, NodeContract,
                         testing::Range<std::size_t>(0, audio::nodeTypes().size()), nameOf);

} // namespace
} // namespace cppmusic::test
