// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/analysis/LoudnessMeter.h"

#include "support/NodeHarness.h"

#include <gtest/gtest.h>

namespace cppmusic {
namespace {

audio::Loudness measure(const std::vector<float>& wave)
{
    audio::LoudnessMeter meter(2, 48000.0);
    const int frames = static_cast<int>(wave.size());
    for (int start = 0; start < frames; start += 4800) {
        const float* channels[2] = {wave.data() + start, wave.data() + start};
        meter.add({channels, 2, std::min(4800, frames - start)});
    }
    return meter.result();
}

TEST(LoudnessMeter, AStereoToneOfMinus23ReadsMinus23Lufs)
{
    // EBU Tech 3341, case 1: a stereo sine of 1000 Hz at −23 dBFS for 20 s.
    const auto loudness = measure(test::sineWave(1000.0, std::pow(10.0, -23.0 / 20.0), 960000));
    EXPECT_NEAR(loudness.integratedLufs, -23.0, 0.1);
    EXPECT_NEAR(loudness.truePeakDb, -23.0, 0.1);
    EXPECT_NEAR(loudness.rangeLu, 0.0, 0.2);
}

TEST(LoudnessMeter, TheTruePeakSeesBetweenTheSamples)
{
    // A sine of a quarter of the rate, sampled 45° off its crests.
    std::vector<float> wave(48000);
    for (std::size_t i = 0; i < wave.size(); ++i) wave[i] = (i % 4 < 2 ? 0.5f : -0.5f);
    const auto loudness = measure(wave);
    EXPECT_NEAR(loudness.samplePeakDb, -6.02, 0.01);
    EXPECT_GT(loudness.truePeakDb, -3.6);
}

TEST(LoudnessMeter, SilenceHasNoLoudness)
{
    const auto loudness = measure(std::vector<float>(48000, 0.0f));
    EXPECT_TRUE(std::isinf(loudness.integratedLufs));
    EXPECT_TRUE(std::isinf(loudness.truePeakDb));
    audio::LoudnessMeter broken(0, 48000.0);
    EXPECT_TRUE(std::isinf(broken.result().integratedLufs));
}

} // namespace
} // namespace cppmusic
