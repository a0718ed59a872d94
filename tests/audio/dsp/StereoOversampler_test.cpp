// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/StereoOversampler.h"

#include "audio/dsp/FFT.h"
#include "support/NodeHarness.h"
#include "support/Spectrum.h"

#include <gtest/gtest.h>

namespace cppmusic {
namespace {

using audio::Oversampling;
using test::toDb;

struct Doubled {
    std::vector<float> wide, back;
};

/// The left channel up and down again, in runs of these lengths; the right one gets silence.
Doubled throughBoth(Oversampling setting, const std::vector<float>& input,
                    std::vector<int> runs = {32})
{
    audio::StereoUpsampler up;
    audio::StereoDownsampler down;
    up.prepare(setting);
    down.prepare(setting);
    Doubled result;
    std::array<std::array<float, audio::maxOversampledFrames + 32>, 2> wide{};
    std::array<std::array<float, 64>, 2> in{}, out{};
    std::size_t turn = 0;
    for (std::size_t at = 0; at < input.size();) {
        const auto frames =
            std::min(input.size() - at, static_cast<std::size_t>(runs[turn++ % runs.size()]));
        std::copy_n(input.data() + at, frames, in[0].data());
        up.process({in[0].data(), in[1].data()}, {wide[0].data(), wide[1].data()},
                   static_cast<int>(frames));
        down.process({wide[0].data(), wide[1].data()}, {out[0].data(), out[1].data()},
                     static_cast<int>(frames));
        for (std::size_t i = 0; i < frames << setting.doublings; ++i)
            result.wide.push_back(wide[0][i]);
        for (std::size_t i = 0; i < frames; ++i) {
            result.back.push_back(out[0][i]);
            EXPECT_EQ(out[1][i], 0.0f) << "the channels don't mix";
        }
        at += frames;
    }
    return result;
}

std::vector<Oversampling> allSettings()
{
    std::vector<Oversampling> settings;
    for (int doublings = 1; doublings <= 3; ++doublings)
        for (const auto phase : {Oversampling::Phase::linear, Oversampling::Phase::minimum})
            settings.push_back({doublings, phase});
    return settings;
}

TEST(StereoOversampler, UpAndDownIsFlatTo20Kilohertz)
{
    for (const auto setting : allSettings()) {
        for (const double hz : {50.0, 1000.0, 5000.0, 15000.0, 19000.0, 20000.0}) {
            const auto back = throughBoth(setting, test::sineWave(hz, 0.5, 14400)).back;
            EXPECT_NEAR(toDb(test::toneAmplitude({back.data() + 4800, 9600}, hz) / 0.5), 0.0, 0.01)
                << setting.doublings << ": " << hz;
        }
    }
}

TEST(StereoOversampler, LinearPhaseIsADelayOfItsLatency)
{
    for (int doublings = 1; doublings <= 3; ++doublings) {
        const Oversampling setting{doublings, Oversampling::Phase::linear};
        const auto latency = static_cast<std::size_t>(setting.latencyFrames());
        const auto input = test::sineWave(3000.0, 0.5, 9600);
        const auto back = throughBoth(setting, input).back;
        double difference = 0.0;
        for (std::size_t i = 2000; i < 9600; ++i)
            difference =
                std::max(difference, std::abs(static_cast<double>(back[i] - input[i - latency])));
        EXPECT_LT(toDb(difference), -95.0) << doublings;
    }
}

TEST(StereoOversampler, MinimumPhaseAnswersAtOnce)
{
    for (int doublings = 1; doublings <= 3; ++doublings) {
        const auto back =
            throughBoth({doublings, Oversampling::Phase::minimum}, {1.0f, 0.0f, 0.0f, 0.0f}).back;
        EXPECT_NE(back[0], 0.0f);
    }
}

TEST(StereoOversampler, ImagesAreGone)
{
    for (const auto setting : allSettings()) {
        const auto wide = throughBoth(setting, test::sineWave(18000.0, 0.5, 16384)).wide;
        const std::size_t size = std::size_t{8192} << setting.doublings;
        std::vector<std::complex<double>> spectrum(wide.begin() + static_cast<std::ptrdiff_t>(size),
                                                   wide.begin() +
                                                       static_cast<std::ptrdiff_t>(2 * size));
        audio::FFT(size).forward(spectrum); // 18 kHz is 3,072 whole cycles
        double strongest = 0.0;
        for (std::size_t k = 0; k < size / 2; ++k)
            if (k != 3072) strongest = std::max(strongest, std::abs(spectrum[k]));
        EXPECT_LT(toDb(strongest / std::abs(spectrum[3072])), -98.0) << setting.doublings;
    }
}

TEST(StereoOversampler, AnyRunsGiveTheSameBits)
{
    for (const auto setting : allSettings()) {
        const auto input = test::sineWave(777.0, 0.9, 2000);
        const auto whole = throughBoth(setting, input);
        for (const std::vector<int>& runs :
             {std::vector<int>{1}, {31, 1}, {7, 19, 6}, {32, 3, 29}}) {
            const auto cut = throughBoth(setting, input, runs);
            EXPECT_EQ(cut.wide, whole.wide);
            EXPECT_EQ(cut.back, whole.back);
        }
    }
}

} // namespace
} // namespace cppmusic
