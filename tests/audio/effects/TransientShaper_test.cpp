// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/TransientShaper.h"
#include "support/NodeHarness.h"
#include "support/Tones.h"

#include <gtest/gtest.h>

namespace cppmusic {
namespace {

using audio::TransientShaper;
using test::NodeHarness;
using test::toDb;

/// A drum of 400 Hz, struck every half second, that dies away by 60 dB in 0.35 s.
std::vector<float> drum(double amplitude)
{
    auto hits = test::sineWave(400.0, amplitude, 96000);
    for (std::size_t i = 0; i < hits.size(); ++i) {
        const double since = static_cast<double>(i % 24000) / 48000.0;
        hits[i] = static_cast<float>(static_cast<double>(hits[i]) * std::exp(-since * 19.7));
    }
    return hits;
}

struct Hit {
    double onsetDb, ringDb; // of the third hit against the input
};

Hit shaped(float attack, float sustain, double amplitude)
{
    TransientShaper node;
    node.initialiseParameter(TransientShaper::attack, attack);
    node.initialiseParameter(TransientShaper::sustain, sustain);
    NodeHarness harness(node);
    const auto hits = drum(amplitude);
    harness.input = {hits, hits};
    const auto out = harness.render(96000);
    const auto changeAt = [&](std::size_t at, std::size_t length) {
        return toDb(test::rmsOf({out[0].data() + at, length}) /
                    test::rmsOf({hits.data() + at, length}));
    };
    return {changeAt(48000 + 48, 240), changeAt(48000 + 7200, 4800)};
}

TEST(TransientShaper, PassesSamplesUntouchedAtItsDefaults)
{
    TransientShaper node;
    NodeHarness harness(node);
    harness.input = test::whiteNoise(9600, 0.8);
    EXPECT_EQ(harness.render(9600), harness.input);
}

TEST(TransientShaper, AttackChangesTheOnsetAndLeavesTheRing)
{
    const auto more = shaped(12.0f, 0.0f, 0.5);
    EXPECT_GT(more.onsetDb, 5.0);
    EXPECT_NEAR(more.ringDb, 0.0, 0.5);
    const auto less = shaped(-12.0f, 0.0f, 0.5);
    EXPECT_LT(less.onsetDb, -5.0);
    EXPECT_NEAR(less.ringDb, 0.0, 0.5);
}

TEST(TransientShaper, SustainChangesTheRingAndLeavesTheOnset)
{
    const auto more = shaped(0.0f, 12.0f, 0.5);
    EXPECT_GT(more.ringDb, 6.0);
    EXPECT_NEAR(more.onsetDb, 0.0, 1.0);
    const auto less = shaped(0.0f, -12.0f, 0.5);
    EXPECT_LT(less.ringDb, -6.0);
    EXPECT_NEAR(less.onsetDb, 0.0, 1.0);
}

TEST(TransientShaper, DoesTheSameToSoftHits)
{
    const auto loud = shaped(12.0f, -12.0f, 0.8);
    const auto soft = shaped(12.0f, -12.0f, 0.08);
    EXPECT_NEAR(soft.onsetDb, loud.onsetDb, 0.6);
    EXPECT_NEAR(soft.ringDb, loud.ringDb, 0.6);
}

TEST(TransientShaper, LeavesASteadyToneNearlyAlone)
{
    TransientShaper node;
    node.initialiseParameter(TransientShaper::attack, 12.0f);
    NodeHarness harness(node);
    harness.input = {test::sineWave(440.0, 0.5, 96000), test::sineWave(440.0, 0.5, 96000)};
    const auto out = harness.render(96000);
    EXPECT_NEAR(toDb(test::rmsOf({out[0].data() + 48000, 48000}) / (0.5 / std::sqrt(2.0))), 0.0,
                1.0);
}

} // namespace
} // namespace cppmusic
