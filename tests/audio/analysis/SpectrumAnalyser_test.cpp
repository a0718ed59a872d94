// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/analysis/SpectrumAnalyser.h"

#include "audio/analysis/Spectrogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace cppmusic {
namespace {

using audio::Spectrogram;
using audio::SpectrumAnalyser;
using audio::SpectrumSettings;
using audio::SpectrumWindow;

constexpr double rate = 48000.0;

std::vector<float> tone(double hz, double peakDb, std::size_t frames)
{
    std::vector<float> wave(frames);
    for (std::size_t i = 0; i < frames; ++i)
        wave[i] = static_cast<float>(
            std::pow(10.0, peakDb / 20.0) *
            std::sin(2.0 * 3.14159265358979323846 * hz * static_cast<double>(i) / rate));
    return wave;
}

std::vector<float> noise(std::size_t frames)
{
    std::vector<float> wave(frames);
    std::uint64_t state = 42;
    for (auto& sample : wave) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        sample = static_cast<float>(static_cast<double>(state >> 11) * 0x1p-53 - 0.5);
    }
    return wave;
}

void add(SpectrumAnalyser& spectrum, const std::vector<float>& wave)
{
    spectrum.add(wave.data(), static_cast<int>(wave.size()));
}

TEST(SpectrumAnalyser, AToneReadsItsPeakWithEveryWindow)
{
    for (const auto window :
         {SpectrumWindow::hann, SpectrumWindow::blackmanHarris, SpectrumWindow::flatTop}) {
        SpectrumSettings settings;
        settings.window = window;
        SpectrumAnalyser spectrum(rate, settings);
        add(spectrum, tone(rate * 100.0 / 4096.0, -12.0, 48000)); // the middle of bin 100
        const auto bins = spectrum.bins();
        const auto loudest = std::max_element(bins.begin(), bins.end());
        EXPECT_EQ(loudest - bins.begin(), 100);
        EXPECT_NEAR(*loudest, -12.0, 0.01);
        EXPECT_NEAR(spectrum.frequencyOf(100), 1171.875, 1e-9);
        const float far = bins[200];
        EXPECT_LT(far, window == SpectrumWindow::hann ? -100.0f : -90.0f);
    }
}

TEST(SpectrumAnalyser, AFlatTopReadsTonesBetweenTwoBinsToTheHundredthOfADecibel)
{
    SpectrumSettings settings;
    settings.window = SpectrumWindow::flatTop;
    SpectrumAnalyser spectrum(rate, settings);
    add(spectrum, tone(rate * 100.5 / 4096.0, 0.0, 48000));
    const auto bins = spectrum.bins();
    EXPECT_NEAR(*std::max_element(bins.begin(), bins.end()), 0.0, 0.02);
}

TEST(SpectrumAnalyser, TheCurveFindsTheToneAndTheSlopeTurnsIt)
{
    SpectrumSettings settings;
    SpectrumAnalyser plain(rate, settings);
    settings.slopeDbPerOctave = 3.0;
    SpectrumAnalyser sloped(rate, settings);
    const auto wave = tone(rate * 350.0 / 4096.0, 0.0, 48000); // 4.1 kHz: two octaves above 1 kHz
    add(plain, wave);
    add(sloped, wave);
    std::vector<float> one(500), other(500);
    plain.curve(20.0, 20000.0, one);
    sloped.curve(20.0, 20000.0, other);
    const auto at = std::max_element(one.begin(), one.end()) - one.begin();
    const double hz = 20.0 * std::pow(1000.0, static_cast<double>(at) / 499.0);
    EXPECT_NEAR(hz, 4101.6, 4101.6 * 0.014);
    EXPECT_NEAR(other[static_cast<std::size_t>(at)] - one[static_cast<std::size_t>(at)],
                3.0 * std::log2(hz / 1000.0), 1e-3);
}

TEST(SpectrumAnalyser, SmoothedNoiseIsFlat)
{
    SpectrumSettings settings;
    settings.smoothingOctaves = 1.0;
    settings.fallSeconds = settings.riseSeconds = 2.0;
    SpectrumAnalyser spectrum(rate, settings);
    add(spectrum, noise(480000));
    std::vector<float> curve(50);
    spectrum.curve(200.0, 15000.0, curve);
    const auto [low, high] = std::minmax_element(curve.begin(), curve.end());
    EXPECT_LT(*high - *low, 1.5f);
}

TEST(SpectrumAnalyser, ItFallsInItsTime)
{
    SpectrumSettings settings;
    settings.fallSeconds = 0.3;
    SpectrumAnalyser spectrum(rate, settings);
    add(spectrum, tone(rate * 100.0 / 4096.0, 0.0, 48000));
    add(spectrum, std::vector<float>(4096)); // the tone has left the window
    const float before = spectrum.bins()[100];
    add(spectrum, std::vector<float>(14400)); // 0.3 s: power to 1/e
    EXPECT_NEAR(before - spectrum.bins()[100], 4.34, 0.5);
    EXPECT_LT(spectrum.lastBins()[100], -150.0f);
}

TEST(SpectrumAnalyser, BlocksDoNotMatterAndDamageIsSilence)
{
    auto wave = noise(20000);
    wave[3] = std::nanf("");
    SpectrumAnalyser whole(rate, {}), cut(rate, {});
    add(whole, wave);
    for (std::size_t from = 0; from < wave.size(); from += 50) cut.add(wave.data() + from, 50);
    EXPECT_EQ(whole.count(), cut.count());
    EXPECT_TRUE(std::equal(whole.bins().begin(), whole.bins().end(), cut.bins().begin()));
    EXPECT_TRUE(std::all_of(whole.bins().begin(), whole.bins().end(),
                            [](float bin) { return std::isfinite(bin); }));
}

TEST(Spectrogram, AColumnIsTheSpectrumOfItsTime)
{
    SpectrumSettings settings;
    settings.size = 1024;
    settings.overlap = 1;
    Spectrogram picture(rate, settings, 100.0, 10000.0, 64, 8);
    const auto low = tone(rate * 10.0 / 1024.0, 0.0, 10240),
               high = tone(rate * 100.0 / 1024.0, 0.0, 4096);
    picture.add(low.data(), static_cast<int>(low.size()));
    picture.add(high.data(), static_cast<int>(high.size()));
    ASSERT_EQ(picture.count(), 14u);
    EXPECT_TRUE(picture.column(5).empty()) << "gone";
    EXPECT_TRUE(picture.column(14).empty()) << "not yet";
    const auto rowOf = [&](std::uint64_t index) {
        const auto column = picture.column(index);
        return std::max_element(column.begin(), column.end()) - column.begin();
    };
    EXPECT_NEAR(static_cast<double>(rowOf(8)), 63.0 * std::log10(468.75 / 100.0) / 2.0, 1.0);
    EXPECT_NEAR(static_cast<double>(rowOf(13)), 63.0 * std::log10(4687.5 / 100.0) / 2.0, 1.0);
}

} // namespace
} // namespace cppmusic
