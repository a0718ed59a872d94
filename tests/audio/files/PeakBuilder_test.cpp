// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/PeakBuilder.h"

#include "PlanarAudio.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>

#include <random>

using namespace cppmusic::audio;
using namespace cppmusic::test;

TEST(PeakBuilder, ARecordingsPeaksAreAtAnyTimeThoseOfTheFile)
{
    TemporaryFolder folder;
    AudioFileSpec spec;
    spec.samples = SampleFormat::float32;
    auto sound = noise(70000, 2);
    PeakBuilder builder(2);
    std::mt19937 random(4);
    for (std::int64_t at = 0; at < sound.frames();) {
        const auto count = std::min<std::int64_t>(
            static_cast<std::int64_t>(random() % (at < 3000 ? 90u : 9000u)), sound.frames() - at);
        const auto changed = builder.append(sound.constView(at, count));
        EXPECT_LE(changed, at);
        EXPECT_GE(changed, at - Peaks::finestFramesPerPeak) << "only what is new, and its stretch";
        at += count;
        if (at % 7 != 0 && at < sound.frames()) continue;
        PlanarAudio soFar(2, at);
        for (std::size_t c = 0; c < 2; ++c)
            std::copy_n(sound.channels[c].begin(), at, soFar.channels[c].begin());
        ASSERT_TRUE(writeFile(folder.file("a.wav"), soFar, spec).ok());
        auto reader = AudioFileReader::open(folder.file("a.wav"));
        ASSERT_TRUE(reader.ok());
        ASSERT_EQ(builder.peaks(), *buildPeaks(*reader)) << "after " << at << " frames";
    }
}

TEST(PeakBuilder, WhatWasDrawnBeforeTheChangeStaysRight)
{
    auto sound = noise(20000, 1);
    PeakBuilder builder(1);
    builder.append(sound.constView(0, 10000));
    const Peaks before = builder.peaks();
    const auto changed = builder.append(sound.constView(10000, 10000));
    EXPECT_EQ(changed, 9984);
    const auto& old = before.levels[0].channels[0];
    const auto& now = builder.peaks().levels[0].channels[0];
    for (std::size_t i = 0; i < static_cast<std::size_t>(changed / 256); ++i)
        ASSERT_EQ(now[i], old[i]);
    EXPECT_NE(now[39], old[39]) << "the stretch that was unfinished";
}
