// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/NodeFactory.h"
#include "support/NodeHarness.h"
#include "support/Tones.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace cppmusic {
namespace {

/// A minute of every parameter going somewhere else at random; the loudest sample.
double loudestUnderAutomation(const audio::NodeType& type, unsigned seed)
{
    const auto node = type.make();
    test::NodeHarness harness(*node);
    std::mt19937 random(seed);
    const auto noise = test::whiteNoise(48000, 0.5, seed);
    const auto numParameters = static_cast<unsigned>(node->parameters().size());
    double loudest = 0.0;
    for (int second = 0; second < 60; ++second) {
        harness.input = noise;
        for (int change = 0; change < 100; ++change) {
            const auto index = random() % numParameters;
            const auto& spec = node->parameters()[index];
            const float share = static_cast<float>(random() % 1001) / 1000.0f;
            harness.events.push_back(
                {static_cast<std::int64_t>(random() % 48000),
                 test::parameter(static_cast<int>(index), spec.min + (spec.max - spec.min) * share,
                                 static_cast<int>(random() % 3000))});
        }
        const auto out = harness.render(48000);
        for (const auto& channel : out) {
            for (const float sample : channel) {
                if (!std::isfinite(sample)) return std::numeric_limits<double>::infinity();
                loudest = std::max(loudest, static_cast<double>(std::abs(sample)));
            }
        }
    }
    return loudest;
}

TEST(DynamicsAutomation, AMinuteOfRandomMovesNeverExplodes)
{
    for (const char* id : {"cppmusic.compressor", "cppmusic.gate", "cppmusic.limiter",
                           "cppmusic.multiband", "cppmusic.deesser", "cppmusic.transient"}) {
        const double loudest = loudestUnderAutomation(*audio::findNodeType(id), 17);
        // The most that make-up, its automatic part, attack and sustain could add to −6 dBFS.
        EXPECT_LT(test::toDb(loudest), -6.0 + 54.0) << id;
        EXPECT_GT(test::toDb(loudest), -24.0) << id;
    }
}

} // namespace
} // namespace cppmusic
