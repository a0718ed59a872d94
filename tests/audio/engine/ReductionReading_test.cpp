// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/ReductionMeter.h"
#include "audio/engine/NodeFactory.h"

#include <gtest/gtest.h>

#include <set>

namespace cppmusic {
namespace {

TEST(ReductionReading, EveryDynamicsProcessorTellsItAndNoOther)
{
    const std::set<std::string_view> dynamics{"cppmusic.compressor", "cppmusic.gate",
                                              "cppmusic.multiband",  "cppmusic.deesser",
                                              "cppmusic.transient",  "cppmusic.limiter"};
    for (const auto& type : audio::nodeTypes()) {
        const auto node = type.make();
        const bool isTold = dynamic_cast<audio::ReductionSource*>(node.get()) != nullptr;
        EXPECT_EQ(isTold, dynamics.contains(type.id)) << type.id;
    }
}

TEST(ReductionReading, TakesTheDeepestSinceTheLast)
{
    audio::ReductionMeter meter;
    for (const float decibels : {-1.0f, -6.0f, -3.0f, 0.0f}) meter.note(decibels);
    EXPECT_EQ(meter.takeDb(), -6.0f);
    EXPECT_EQ(meter.takeDb(), 0.0f);
}

} // namespace
} // namespace cppmusic
