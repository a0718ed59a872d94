// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/mixer/WideNodes.h"

#include "audio/mixer/ChannelMatrix.h"
#include "audio/mixer/SendNode.h"
#include "audio/mixer/TrackStrip.h"
#include "support/NodeHarness.h"

#include <gtest/gtest.h>

#include <cmath>

namespace cppmusic {
namespace {

using audio::ChannelMap;
using audio::TrackStrip;
using test::NodeHarness;

/// Channel c holds c + 1.
test::Signal steps(int channels, int frames)
{
    test::Signal signal;
    for (int c = 0; c < channels; ++c)
        signal.emplace_back(static_cast<std::size_t>(frames), static_cast<float>(c + 1));
    return signal;
}

/// What one frame of steps becomes.
std::vector<float> through(const ChannelMap& map)
{
    audio::ChannelMatrix matrix(map);
    NodeHarness harness(matrix);
    harness.input = steps(map.inputs, 40);
    std::vector<float> frame;
    for (const auto& channel : harness.render(40, {16})) frame.push_back(channel.back());
    return frame;
}

void expectNear(const std::vector<float>& found, const std::vector<double>& wanted)
{
    ASSERT_EQ(found.size(), wanted.size());
    for (std::size_t c = 0; c < wanted.size(); ++c)
        EXPECT_NEAR(static_cast<double>(found[c]), wanted[c], 1e-5) << "channel " << c + 1;
}

} // namespace

TEST(ChannelMap, WhatIsNarrowerGoesChannelByChannelAndTheRestStaysSilent)
{
    EXPECT_EQ(through(ChannelMap::convert(2, 6)), (std::vector<float>{1, 2, 0, 0, 0, 0}));
    EXPECT_EQ(through(ChannelMap::convert(2, 6, 4)), (std::vector<float>{0, 0, 0, 0, 1, 2}));
    EXPECT_EQ(through(ChannelMap::convert(1, 4)), (std::vector<float>{1, 1, 0, 0}))
        << "mono is on both sides";
    EXPECT_EQ(through(ChannelMap::convert(4, 6, 3)), (std::vector<float>{0, 0, 0, 1, 2, 3}))
        << "there is no channel 7";
    EXPECT_EQ(through(ChannelMap::convert(6, 4)), (std::vector<float>{1, 2, 3, 4}));
}

TEST(ChannelMap, SurroundIsFoldedToStereoAfterBs775)
{
    const double down = std::pow(10.0, -3.0103 / 20.0);
    expectNear(through(ChannelMap::convert(3, 2)), {1 + 3 * down, 2 + 3 * down});
    expectNear(through(ChannelMap::convert(4, 2)), {1 + 3 * down, 2 + 4 * down});
    expectNear(through(ChannelMap::convert(5, 2)), {1 + (3 + 4) * down, 2 + (3 + 5) * down});
    expectNear(through(ChannelMap::convert(6, 2)), {1 + (3 + 5) * down, 2 + (3 + 6) * down});
    expectNear(through(ChannelMap::convert(8, 2)),
               {1 + (3 + 5 + 7) * down, 2 + (3 + 6 + 8) * down});
}

TEST(ChannelMap, OtherWidthsGoLeftAndRightInTurn)
{
    const double down = std::pow(10.0, -3.0103 / 20.0);
    expectNear(through(ChannelMap::convert(7, 2)), {1 + (3 + 5 + 7) * down, 2 + (4 + 6) * down});
}

TEST(ChannelMap, TheFirstTwoAndTheOthersAreTheWhole)
{
    EXPECT_EQ(through(ChannelMap::firstTwo(5)), (std::vector<float>{1, 2}));
    EXPECT_EQ(through(ChannelMap::others(5)), (std::vector<float>{0, 0, 3, 4, 5}));
}

TEST(WideStrip, TheFaderAndTheMuteMoveEveryChannelAlike)
{
    TrackStrip strip(6);
    strip.initialiseParameter(TrackStrip::gain, -6.0206f);
    strip.initialiseParameter(TrackStrip::pan, -1.0f);
    NodeHarness harness(strip);
    harness.input = steps(6, 4800);
    harness.events = {{2400, test::parameter(TrackStrip::mute, 1.0f)}};
    const auto out = harness.render(4800, {100});
    ASSERT_EQ(out.size(), 6u);
    for (std::size_t c = 0; c < 6; ++c) {
        EXPECT_NEAR(static_cast<double>(out[c][2000]), 0.5 * static_cast<double>(c + 1), 1e-4)
            << "no pan on channel " << c + 1;
        EXPECT_EQ(out[c].back(), 0.0f);
        for (std::size_t i = 1; i < out[c].size(); ++i)
            ASSERT_LE(std::abs(out[c][i] - out[c][i - 1]),
                      0.5f * static_cast<float>(c + 1) / 100.0f)
                << "mute clicks on channel " << c + 1;
    }
}

TEST(WideStrip, EveryChannelHasAMeterAndTheTwoBarsShowTheLoudest)
{
    for (const int channels : {3, 6, 16}) {
        TrackStrip strip(channels);
        NodeHarness harness(strip);
        harness.input = steps(channels, 1600);
        (void)harness.render(1600, {99});
        audio::MeterReading reading;
        ASSERT_TRUE(strip.takeMeter(reading));
        ASSERT_EQ(reading.numChannels, channels);
        for (int c = 0; c < channels; ++c) {
            const auto& level = reading.channels[static_cast<std::size_t>(c)];
            EXPECT_FLOAT_EQ(level.peak, static_cast<float>(c + 1));
            EXPECT_NEAR(level.rms, static_cast<float>(c + 1), 1e-3f);
        }
        EXPECT_FLOAT_EQ(std::max(reading.peakLeft, reading.peakRight),
                        static_cast<float>(channels));
    }
}

TEST(WideStrip, AStereoStripTellsItsTwoChannelsTheSameWay)
{
    TrackStrip strip;
    NodeHarness harness(strip);
    harness.input = steps(2, 1600);
    (void)harness.render(1600, {99});
    audio::MeterReading reading;
    ASSERT_TRUE(strip.takeMeter(reading));
    EXPECT_EQ(reading.numChannels, 2);
    EXPECT_EQ(reading.channels[0].peak, reading.peakLeft);
    EXPECT_EQ(reading.channels[1].rms, reading.rmsRight);
}

TEST(WideNodes, AnIdThatMakesNoSenseMakesNoNode)
{
    for (const char* id : {"cppmusic.strip-2", "cppmusic.strip-17", "cppmusic.strip-",
                           "cppmusic.strip-6x", "cppmusic.strip-6-2", "cppmusic.sum--6",
                           "cppmusic.convert-6", "cppmusic.convert-0-2", "cppmusic.convert-2-6-6",
                           "cppmusic.convert-2-6-1-1", "cppmusic.first-1", "cppmusic.wide"})
        EXPECT_EQ(audio::makeWideNode(id), nullptr) << id;
    EXPECT_NE(audio::makeWideNode(audio::wideNodeId("cppmusic.strip", 16)), nullptr);
    EXPECT_NE(audio::makeWideNode(audio::convertNodeId(2, 6, 5)), nullptr);
}

} // namespace cppmusic
