// SPDX-License-Identifier: GPL-3.0-or-later
#include "RandomMix.h"
#include "audio/engine/DawEngine.h"
#include "audio/engine/EngineContext.h"
#include "support/EngineRig.h"
#include "support/RealtimeGuard.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

namespace cppmusic::audio {
namespace {

constexpr PrepareSpec spec{core::SampleRate(48000.0), 4096};
constexpr int frames = 5000;

struct Rendering {
    test::StereoAudio audio;
    std::uint64_t parallelBlocks = 0;
};

Rendering render(unsigned seed, const PlanOptions& options, int blockFrames)
{
    EngineContext context(spec, options);
    context.realtime().runner().setAlwaysParallel(true);
    const auto status = context.setGraph(test::RandomMix(seed).graph);
    EXPECT_TRUE(status) << status.error().text();
    context.command(TransportCommand::play());
    Rendering rendering;
    rendering.audio = test::pull(context, frames, blockFrames);
    rendering.parallelBlocks = context.realtime().runner().parallelBlocks();
    return rendering;
}

bool sameBits(const test::StereoAudio& a, const test::StereoAudio& b)
{
    for (std::size_t c = 0; c < a.size(); ++c) {
        if (std::memcmp(a[c].data(), b[c].data(), a[c].size() * sizeof(float)) != 0) return false;
    }
    return true;
}

/// Above -80 dBFS in either channel.
bool isHeard(const test::StereoAudio& audio)
{
    return std::any_of(audio.begin(), audio.end(), [](const auto& channel) {
        return std::any_of(channel.begin(), channel.end(),
                           [](float sample) { return std::abs(sample) > 1.0e-4f; });
    });
}

/// A part of the 200 mixes in the quick run; all of them with CPPMUSIC_ALL_SEEDS set.
unsigned numSeeds()
{
    return std::getenv("CPPMUSIC_ALL_SEEDS") != nullptr ? 200 : 10;
}

TEST(SameBits, WhateverTheThreadsTheBatchesAndTheBlocksOfRandomMixes)
{
    constexpr int threads[] = {1, 2, 4, 8};
    constexpr int batches[] = {16, 1, 5};
    constexpr int blocks[] = {64, 4096, 17, 480, 1000, 1};
    int sounding = 0;
    std::uint64_t parallelBlocks = 0;
    for (unsigned seed = 0; seed < numSeeds(); ++seed) {
        PlanOptions plain;
        plain.batchSize = 1;
        plain.foldsGains = false;
        const auto expected = render(seed, plain, 512);
        sounding += isHeard(expected.audio);
        for (unsigned k = 0; k < 6; ++k) {
            PlanOptions options;
            options.threads = threads[(seed + k) % 4];
            options.batchSize = batches[(seed / 2 + k) % 3];
            const int block = blocks[k] == 1 && seed % 8 != 0 ? 33 : blocks[k];
            const auto other = render(seed, options, block);
            parallelBlocks += other.parallelBlocks;
            ASSERT_TRUE(sameBits(other.audio, expected.audio))
                << "seed " << seed << ", " << options.threads << " threads, batches of "
                << options.batchSize << ", blocks of " << block;
        }
    }
    EXPECT_GE(20 * sounding, 19 * static_cast<int>(numSeeds())) << "silence would prove nothing";
    EXPECT_GT(parallelBlocks, 1000u);
}

TEST(SameBits, SeveralThreadsNeitherAllocateNorLockInABlock)
{
    PlanOptions options;
    options.threads = 4;
    EngineContext context(spec, options);
    context.realtime().runner().setAlwaysParallel(true);
    ASSERT_TRUE(context.setGraph(test::RandomMix(3).graph));
    context.command(TransportCommand::play());
    const test::RealtimeWatch watch;
    test::pull(context, 20'000, 64);
    EXPECT_EQ(watch.violations().total(), 0u) << watch.violations().text();
    if (test::RealtimeGuard::isWatching()) { EXPECT_GT(watch.sections(), 20'000u / 64); }
}

} // namespace
} // namespace cppmusic::audio
