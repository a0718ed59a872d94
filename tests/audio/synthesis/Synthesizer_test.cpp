// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/synthesis/Synthesizer.h"

#include "support/NodeHarness.h"
#include "support/Spectrum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <random>

namespace cppmusic {
namespace {

using audio::Oscillator;
using audio::Synthesizer;
using audio::Waveform;
using audio::Wavetables;
using test::NodeHarness;
using test::toDb;
using P = audio::SynthParameter;

constexpr double rate = 48000.0;

std::vector<float> waveOf(Waveform waveform, double hz, int frames, float pulseWidth = 0.5f)
{
    const auto tables = Wavetables::shared();
    Oscillator oscillator;
    std::vector<float> wave(static_cast<std::size_t>(frames));
    const auto increment = audio::phaseIncrement(hz, rate);
    for (int start = 0; start < frames; start += 32)
        oscillator.addTo({tables.get(), waveform, increment, pulseWidth}, 1.0f, 1.0f,
                         wave.data() + start, nullptr, std::min(32, frames - start));
    return wave;
}

/// The strongest bin that is no harmonic, relative to the fundamental.
double strongestAlias(Waveform waveform, double hz)
{
    constexpr std::size_t size = 65536;
    const auto spectrum =
        test::amplitudeSpectrum(waveOf(waveform, hz, static_cast<int>(size)), size);
    const double binHz = rate / static_cast<double>(size);
    double fundamental = 0.0;
    double alias = 0.0;
    for (std::size_t k = 8; k < spectrum.size(); ++k) {
        const double harmonic = std::round(static_cast<double>(k) * binHz / hz);
        const bool isNearHarmonic = harmonic >= 1.0 && std::abs(static_cast<double>(k) * binHz -
                                                                harmonic * hz) < 6.0 * binHz;
        if (isNearHarmonic) {
            if (harmonic == 1.0) fundamental = std::max(fundamental, spectrum[k]);
        } else {
            alias = std::max(alias, spectrum[k]);
        }
    }
    return toDb(alias / fundamental);
}

TEST(Oscillator, FiveKilohertzHasNoAliases)
{
    for (const auto waveform :
         {Waveform::saw, Waveform::square, Waveform::triangle, Waveform::sine})
        for (const double hz : {4998.7, 5013.3})
            EXPECT_LT(strongestAlias(waveform, hz), -90.0)
                << static_cast<int>(waveform) << " " << hz;
}

TEST(Oscillator, AliasesStayInaudibleOverTheKeyboard)
{
    for (const double hz : {55.3, 220.7, 1046.9, 2093.1, 9001.7})
        for (const auto waveform : {Waveform::saw, Waveform::square})
            EXPECT_LT(strongestAlias(waveform, hz), -85.0) << hz;
}

TEST(Oscillator, HarmonicsHaveTheirFourierAmplitudes)
{
    const auto saw = waveOf(Waveform::saw, 500.0, 48000);
    const auto square = waveOf(Waveform::square, 500.0, 48000);
    const auto triangle = waveOf(Waveform::triangle, 500.0, 48000);
    const double pi = 3.14159265358979323846;
    for (const int h : {1, 2, 3, 5, 9, 20}) {
        EXPECT_NEAR(toDb(test::toneAmplitude(saw, 500.0 * h)), toDb(2.0 / (pi * h)), 0.02) << h;
        if (h % 2 == 1) {
            EXPECT_NEAR(toDb(test::toneAmplitude(square, 500.0 * h)), toDb(4.0 / (pi * h)), 0.02)
                << h;
            EXPECT_NEAR(toDb(test::toneAmplitude(triangle, 500.0 * h)),
                        toDb(8.0 / (pi * pi * h * h)), 0.02)
                << h;
        }
    }
}

TEST(Oscillator, IsInTuneToATenthOfACent)
{
    for (const double hz : {27.5, 110.0, 440.0, 1760.0, 4186.009}) {
        const double measured = test::measuredFrequency(waveOf(Waveform::sine, hz, 96000), hz);
        EXPECT_LT(std::abs(1200.0 * std::log2(measured / hz)), 0.1) << hz;
    }
}

TEST(Oscillator, APulseHasNoConstantPart)
{
    const auto wave = waveOf(Waveform::square, 480.0, 48000, 0.1f);
    double sum = 0.0;
    for (const float s : wave) sum += static_cast<double>(s);
    EXPECT_LT(std::abs(sum / 48000.0), 1e-4);
}

TEST(VoiceAllocator, StealsTheOldestReleasedThenTheQuietest)
{
    using State = audio::VoiceAllocator::State;
    audio::VoiceAllocator allocator;
    for (int i = 0; i < audio::VoiceAllocator::polyphony; ++i) {
        const auto slot = allocator.allocate(static_cast<std::uint8_t>(i), 0, i).slot;
        allocator.slot(slot).level = 0.5f;
    }
    allocator.slot(20).state = State::released;
    allocator.slot(10).state = State::released;
    allocator.slot(30).level = 0.1f;
    EXPECT_EQ(allocator.allocate(100, 0, 100).stolen, 10);
    EXPECT_EQ(allocator.allocate(101, 0, 101).stolen, 20);
    allocator.slot(64).level = allocator.slot(65).level = 0.5f;
    EXPECT_EQ(allocator.allocate(102, 0, 102).stolen, 30);
    allocator.slot(66).level = 0.5f;
    EXPECT_EQ(allocator.allocate(103, 0, 103).stolen, 0); // all alike: the oldest
    EXPECT_EQ(allocator.numSounding(), audio::VoiceAllocator::polyphony);
}

/// A patch of one plain oscillator, for measuring.
void makePlain(Synthesizer& synth, float wave = 3.0f)
{
    synth.initialiseParameter(P::osc1Wave, wave);
    synth.initialiseParameter(P::osc1Level, 1.0f);
    synth.initialiseParameter(P::osc2Level, 0.0f);
    synth.initialiseParameter(P::cutoff, 20000.0f);
    synth.initialiseParameter(P::filterEnvelope, 0.0f);
    synth.initialiseParameter(P::velocityToCutoff, 0.0f);
    synth.initialiseParameter(P::resonance, 0.0f);
    synth.initialiseParameter(P::ampSustain, 1.0f);
}

TEST(Synthesizer, PlaysKeysInTuneAndBendsByTwoSemitones)
{
    const auto frequencyOf = [](int key, std::optional<float> bend) {
        Synthesizer synth;
        makePlain(synth);
        NodeHarness harness(synth);
        if (bend) {
            audio::Event event;
            event.type = audio::EventType::pitchBend;
            event.value = *bend;
            harness.events.push_back({0, event});
        }
        harness.events.push_back({0, test::noteOn(key)});
        const double hz =
            440.0 * std::exp2((key - 69 + (bend ? 2.0 * static_cast<double>(*bend) : 0.0)) / 12.0);
        auto out = harness.render(48000);
        out[0].erase(out[0].begin(), out[0].begin() + 9600);
        return 1200.0 * std::log2(test::measuredFrequency(out[0], hz) / hz);
    };
    for (const int key : {33, 60, 69, 96}) EXPECT_LT(std::abs(frequencyOf(key, {})), 0.1) << key;
    EXPECT_LT(std::abs(frequencyOf(69, 1.0f)), 0.1);
    EXPECT_LT(std::abs(frequencyOf(69, -0.5f)), 0.1);
}

TEST(Synthesizer, ANoteStartsOnItsFrame)
{
    Synthesizer synth;
    makePlain(synth, 1.0f);
    NodeHarness harness(synth);
    harness.events = {{1237, test::noteOn(60)}};
    const auto out = harness.render(4096);
    EXPECT_EQ(test::peakOf({out[0].data(), 1237}), 0.0);
    EXPECT_GT(test::peakOf({out[0].data() + 1237, 2}), 0.0);
}

TEST(Synthesizer, ItsFilterIsThreeDecibelsDownAtTheCutoff)
{
    const auto levelAt = [](float cutoff) {
        Synthesizer synth;
        makePlain(synth);
        synth.initialiseParameter(P::cutoff, cutoff);
        synth.initialiseParameter(P::keyTracking, 0.0f);
        NodeHarness harness(synth);
        harness.events = {{0, test::noteOn(69)}};
        auto out = harness.render(57600);
        out[0].erase(out[0].begin(), out[0].begin() + 9600);
        return toDb(test::toneAmplitude(out[0], 440.0));
    };
    EXPECT_NEAR(levelAt(440.0f) - levelAt(20000.0f), -3.01, 0.05);
}

void addMelody(NodeHarness& harness)
{
    std::mt19937 random(99);
    for (int i = 0; i < 60; ++i) {
        const int key = 40 + static_cast<int>(random() % 40);
        const std::int64_t on = static_cast<std::int64_t>(random() % 20000);
        harness.events.push_back(
            {on, test::noteOn(key, 0.3f + 0.1f * static_cast<float>(random() % 7), i)});
        harness.events.push_back(
            {on + 300 + static_cast<std::int64_t>(random() % 4000), test::noteOff(key, i)});
    }
    harness.events.push_back({3001, test::parameter(P::cutoff, 9000.0f, 5000)});
    harness.events.push_back({7777, test::parameter(P::osc2Level, 0.1f, 640)});
    harness.events.push_back({5000, test::controller(64, 1.0f)});
    harness.events.push_back({9000, test::controller(64, 0.0f)});
    harness.events.push_back({10000, test::controller(1, 0.7f)});
}

Synthesizer& makeRich(Synthesizer& synth)
{
    synth.initialiseParameter(P::unisonVoices, 5.0f);
    synth.initialiseParameter(P::subLevel, 0.4f);
    synth.initialiseParameter(P::noiseLevel, 0.1f);
    synth.initialiseParameter(P::lfoToPitch, 30.0f);
    synth.initialiseParameter(P::lfoToCutoff, 1.0f);
    synth.initialiseParameter(P::lfoToAmp, 0.3f);
    synth.initialiseParameter(P::lfoShape, 4.0f);
    synth.initialiseParameter(P::glide, 0.05f);
    return synth;
}

TEST(Synthesizer, GivesTheSameBitsForAnyBlocksAndAgainAfterReset)
{
    for (const float mode : {0.0f, 1.0f, 2.0f}) {
        std::vector<test::Signal> results;
        Synthesizer synth;
        makeRich(synth).initialiseParameter(P::voiceMode, mode);
        for (const auto& blocks : test::blockCuttings()) {
            NodeHarness harness(synth);
            addMelody(harness);
            results.push_back(harness.render(26000, blocks));
        }
        for (const auto& result : results) EXPECT_EQ(result, results.front()) << mode;
        EXPECT_GT(test::rmsOf(results.front()[0]), 0.01);
    }
}

TEST(Synthesizer, StealingVoicesDoesNotClick)
{
    Synthesizer synth;
    makePlain(synth);
    synth.initialiseParameter(P::ampAttack, 0.02f);
    synth.initialiseParameter(P::velocity, 0.0f);
    NodeHarness harness(synth);
    for (int i = 0; i < 100; ++i)
        harness.events.push_back({i * 600, test::noteOn(36, 1.0f, i)}); // all low: steps are small
    const auto out = harness.render(60000);
    // 65.4 Hz at 64 × 0.25 moves by at most 0.14 a frame; a hard cut of a voice at its peak is
    // 0.25.
    EXPECT_EQ(synth.numActiveVoices(), audio::VoiceAllocator::polyphony);
    double bend = 0.0; // a click is a kink: measured by the second difference
    for (std::size_t i = 2; i < out[0].size(); ++i)
        bend = std::max(
            bend, std::abs(static_cast<double>(out[0][i] - 2.0f * out[0][i - 1] + out[0][i - 2])));
    EXPECT_LT(bend, 0.02);
}

TEST(Synthesizer, AfterTheReleaseThereIsExactSilence)
{
    Synthesizer synth;
    makeRich(synth);
    NodeHarness harness(synth);
    harness.events = {{0, test::noteOn(60, 1.0f, 1)}, {5000, test::noteOff(60, 1)}};
    harness.render(5000 + static_cast<int>(synth.tailFrames()));
    EXPECT_EQ(test::peakOf(harness.render(2000)[0]), 0.0);
    EXPECT_EQ(synth.numActiveVoices(), 0);
}

TEST(Synthesizer, ThePedalHoldsAndAllNotesOffLetsGo)
{
    Synthesizer synth;
    NodeHarness harness(synth);
    harness.events = {{0, test::controller(64, 1.0f)},
                      {10, test::noteOn(60, 1.0f, 1)},
                      {500, test::noteOff(60, 1)}};
    harness.render(48000);
    EXPECT_EQ(synth.numActiveVoices(), 1);
    audio::Event off;
    off.type = audio::EventType::allNotesOff;
    harness.events = {{0, off}};
    harness.render(static_cast<int>(synth.tailFrames()));
    EXPECT_EQ(synth.numActiveVoices(), 0);
}

TEST(Synthesizer, LegatoGlidesWithoutANewAttackAndGoesBackToTheHeldKey)
{
    Synthesizer synth;
    makePlain(synth);
    synth.initialiseParameter(P::voiceMode, 2.0f);
    NodeHarness harness(synth);
    harness.events = {{0, test::noteOn(57, 1.0f, 1)},
                      {20000, test::noteOn(69, 1.0f, 2)},
                      {60000, test::noteOff(69, 2)}};
    const auto out = harness.render(120000);
    EXPECT_EQ(synth.numActiveVoices(), 1);
    const auto cents = [&](int from, double hz) {
        const std::span<const float> part(out[0].data() + from, 30000);
        return std::abs(1200.0 * std::log2(test::measuredFrequency(part, hz) / hz));
    };
    EXPECT_LT(cents(25000, 440.0), 0.2);
    EXPECT_LT(cents(80000, 220.0), 0.2);
    EXPECT_GT(test::peakOf({out[0].data() + 20000, 240}), 0.1);
}

TEST(Synthesizer, ANoteSoundsTheSameWhateverWasPlayedBefore)
{
    const auto render = [](bool withOthers) {
        Synthesizer synth;
        makeRich(synth).initialiseParameter(P::glide, 0.0f); // no memory of the former key
        NodeHarness harness(synth);
        if (withOthers) harness.events.push_back({0, test::noteOn(40, 0.5f, 1)});
        if (withOthers) harness.events.push_back({100, test::noteOff(40, 1)});
        harness.events.push_back({48000 * 3, test::noteOn(60, 0.8f, 2)});
        auto out = harness.render(48000 * 4);
        return std::vector<float>(out[0].begin() + 48000 * 3, out[0].end());
    };
    EXPECT_EQ(render(false), render(true));
}

} // namespace
} // namespace cppmusic
