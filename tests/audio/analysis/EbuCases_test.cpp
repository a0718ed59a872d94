// SPDX-License-Identifier: GPL-3.0-or-later
// The cases of EBU Tech 3341 (loudness metering, version 4) and Tech 3342 (loudness range) that are
// made of tones, at three rates. Cases 7 and 8 of 3341 and 5 and 6 of 3342 are recordings.
#include "audio/analysis/LoudnessMeter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

namespace cppmusic {
namespace {

constexpr double pi = 3.14159265358979323846;

struct Tone {
    double decibels; ///< of its peak; −200 for silence
    double seconds;
};

class EbuCases : public ::testing::TestWithParam<double> {
protected:
    /// Tones of 1 kHz one after the other into all channels of a meter.
    void play(audio::LoudnessMeter& meter, const std::vector<Tone>& tones, int channels = 2)
    {
        for (const auto& tone : tones) {
            const auto frames = static_cast<int>(std::lround(tone.seconds * GetParam()));
            std::vector<float> wave(static_cast<std::size_t>(frames));
            const double gain = tone.decibels > -199.0 ? std::pow(10.0, tone.decibels / 20.0) : 0.0;
            for (auto& sample : wave)
                sample =
                    static_cast<float>(gain * std::sin(2.0 * pi * 1000.0 *
                                                       static_cast<double>(frame_++) / GetParam()));
            const std::vector<const float*> same(static_cast<std::size_t>(channels), wave.data());
            meter.add({same.data(), channels, frames});
        }
    }
    audio::Loudness measure(const std::vector<Tone>& tones)
    {
        audio::LoudnessMeter meter(2, GetParam());
        play(meter, tones);
        return meter.result();
    }
    static constexpr double silent = -200.0;

private:
    std::int64_t frame_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Rates, EbuCases, ::testing::Values(44100.0, 48000.0, 96000.0),
                         [](const auto& rate) {
                             return std::to_string(static_cast<int>(rate.param));
                         });

TEST_P(EbuCases, Tech3341Cases1And2SteadyTones)
{
    for (const double level : {-23.0, -33.0}) {
        const auto loudness = measure({{level, 20.0}});
        EXPECT_NEAR(loudness.integratedLufs, level, 0.1);
        EXPECT_NEAR(loudness.momentaryLufs, level, 0.1);
        EXPECT_NEAR(loudness.shortTermLufs, level, 0.1);
    }
}

TEST_P(EbuCases, Tech3341Cases3To5Gates)
{
    EXPECT_NEAR(measure({{-36, 10}, {-23, 60}, {-36, 10}}).integratedLufs, -23.0, 0.1);
    EXPECT_NEAR(measure({{-72, 10}, {-36, 10}, {-23, 60}, {-36, 10}, {-72, 10}}).integratedLufs,
                -23.0, 0.1);
    EXPECT_NEAR(measure({{-26, 20}, {-20, 20.1}, {-26, 20}}).integratedLufs, -23.0, 0.1);
}

TEST_P(EbuCases, Tech3341Case6FiveChannels)
{
    const auto frames = static_cast<int>(20.0 * GetParam());
    std::vector<std::vector<float>> waves;
    for (const double level : {-28.0, -28.0, -24.0, -30.0, -30.0}) {
        auto& wave = waves.emplace_back();
        for (int i = 0; i < frames; ++i)
            wave.push_back(static_cast<float>(std::pow(10.0, level / 20.0) *
                                              std::sin(2.0 * pi * 1000.0 * i / GetParam())));
    }
    const float* channels[5] = {};
    for (std::size_t c = 0; c < 5; ++c) channels[c] = waves[c].data();
    audio::LoudnessMeter meter(5, GetParam());
    meter.add({channels, 5, frames});
    EXPECT_NEAR(meter.result().integratedLufs, -23.0, 0.1);
}

TEST_P(EbuCases, Tech3341Case9ShortTermStandsStillOverAPatternOfItsLength)
{
    audio::LoudnessMeter meter(2, GetParam());
    for (int turn = 0; turn < 5; ++turn) {
        for (const auto& [level, seconds] : {std::pair{-20.0, 1.34}, std::pair{-30.0, 1.66}})
            for (int part = 0; part < 2; ++part) {
                play(meter, {{level, 0.5 * seconds}});
                if (turn > 0) { EXPECT_NEAR(meter.result().shortTermLufs, -23.0, 0.1) << turn; }
            }
    }
}

TEST_P(EbuCases, Tech3341Cases10And11TheLoudestShortTerm)
{
    for (int index = 0; index < 20; ++index) {
        const auto alone = measure({{silent, index * 0.15}, {-23, 3}, {silent, 1}});
        EXPECT_NEAR(alone.maxShortTermLufs, -23.0, 0.1) << index;
    }
    audio::LoudnessMeter meter(2, GetParam());
    for (int index = 0; index < 20; ++index) {
        play(meter, {{silent, 3.0 + index * 0.15}, {-38.0 + index, 3}});
        EXPECT_NEAR(meter.result().maxShortTermLufs, -38.0 + index, 0.1) << index;
    }
}

TEST_P(EbuCases, Tech3341Case12MomentaryStandsStillOverAPatternOfItsLength)
{
    audio::LoudnessMeter meter(2, GetParam());
    for (int turn = 0; turn < 25; ++turn)
        for (const auto& [level, seconds] : {std::pair{-20.0, 0.18}, std::pair{-30.0, 0.22}}) {
            play(meter, {{level, seconds}});
            if (turn > 2) { EXPECT_NEAR(meter.result().momentaryLufs, -23.0, 0.1) << turn; }
        }
}

TEST_P(EbuCases, Tech3341Cases13And14TheLoudestMomentary)
{
    for (int index = 0; index < 20; ++index) {
        const auto alone = measure({{silent, index * 0.02}, {-23, 0.4}, {silent, 1}});
        EXPECT_NEAR(alone.maxMomentaryLufs, -23.0, 0.1) << index;
    }
    audio::LoudnessMeter meter(2, GetParam());
    for (int index = 0; index < 20; ++index) {
        play(meter, {{silent, 0.4 + index * 0.02}, {-38.0 + index, 0.4}});
        EXPECT_NEAR(meter.result().maxMomentaryLufs, -38.0 + index, 0.1) << index;
    }
}

TEST_P(EbuCases, Tech3341Cases15To19PeaksBetweenTheSamples)
{
    struct Case {
        double divisor, amplitude, degrees, expected;
    };
    for (const Case& tone : {Case{4, 0.5, 0, -6}, Case{4, 0.5, 45, -6}, Case{6, 0.5, 60, -6},
                             Case{8, 0.5, 67.5, -6}, Case{4, 1.41, 45, 3}}) {
        std::vector<float> wave(static_cast<std::size_t>(GetParam()));
        const double fade = 0.01 * GetParam(); // the document's files fade in and out, too
        const double size = static_cast<double>(wave.size());
        for (std::size_t i = 0; i < wave.size(); ++i) {
            const double at = static_cast<double>(i);
            const double gain = std::min({1.0, at / fade, (size - at) / fade});
            wave[i] = static_cast<float>(
                gain * tone.amplitude *
                std::sin(2.0 * pi * at / tone.divisor + tone.degrees * pi / 180.0));
        }
        const float* channels[2] = {wave.data(), wave.data()};
        audio::LoudnessMeter meter(2, GetParam());
        meter.add({channels, 2, static_cast<int>(wave.size())});
        EXPECT_LE(meter.result().truePeakDb, tone.expected + 0.2) << tone.degrees;
        EXPECT_GE(meter.result().truePeakDb, tone.expected - 0.4) << tone.degrees;
    }
}

TEST_P(EbuCases, Tech3342Cases1To4LoudnessRange)
{
    EXPECT_NEAR(measure({{-20, 20}, {-30, 20}}).rangeLu, 10.0, 1.0);
    EXPECT_NEAR(measure({{-20, 20}, {-15, 20}}).rangeLu, 5.0, 1.0);
    EXPECT_NEAR(measure({{-40, 20}, {-20, 20}}).rangeLu, 20.0, 1.0);
    EXPECT_NEAR(measure({{-50, 20}, {-35, 20}, {-20, 20}, {-35, 20}, {-50, 20}}).rangeLu, 15.0,
                1.0);
}

} // namespace
} // namespace cppmusic
