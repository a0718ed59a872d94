// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/services/AssetPool.h"

#include "SongFile.h"
#include "audio/playback/DiskStreamer.h"
#include "audio/playback/SampleContent.h"
#include "core/memory/MemoryTracker.h"
#include "support/ScratchFolder.h"

#include <gtest/gtest.h>

#include <optional>

using namespace cppmusic;

namespace {

model::Asset assetOf(const std::string& file)
{
    model::Asset asset;
    asset.id = model::AssetId{1};
    asset.name = asset.file = file;
    return asset;
}

} // namespace

TEST(AssetPool, ASampleIsOnTheAccountWhileSomebodyPlaysIt)
{
    constexpr std::int64_t bytesOfOneSecond = 48000 * 2 * 4; // two channels of 32 bits
    const test::ScratchFolder folder;
    for (const auto* file : {"kick.wav", "snare.wav"})
        ASSERT_TRUE(test::writeTone(folder.path() / file, 100.0, 1.0, 48000));
    audio::DiskStreamer disk;
    std::optional<session::AssetPool> pool(std::in_place, disk);
    pool->setFolder(folder.path());
    EXPECT_EQ(pool->memory().bytes(), 0);
    auto kick = pool->sample(assetOf("kick.wav")).value();
    EXPECT_EQ(pool->memory().bytes(), bytesOfOneSecond);
    const auto again = pool->sample(assetOf("kick.wav")).value();
    EXPECT_EQ(again, kick);
    EXPECT_EQ(pool->memory().bytes(), bytesOfOneSecond) << "it is shared";
    auto snare = pool->sample(assetOf("snare.wav")).value();
    EXPECT_EQ(pool->memory().describeLeaks(), "samples: 768000 bytes");
    snare.reset();
    EXPECT_EQ(pool->memory().bytes(), bytesOfOneSecond);
    EXPECT_EQ(pool->memory().report().at(0).peakBytes, 2 * bytesOfOneSecond);
    EXPECT_FALSE(pool->sample(assetOf("missing.wav")).ok());
    EXPECT_EQ(pool->memory().bytes(), bytesOfOneSecond);
    pool.reset();
    EXPECT_EQ(kick->numFrames(), 48000) << "a sample may outlive its pool";
}
