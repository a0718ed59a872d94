// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/DeEsser.h"

#include "audio/dsp/CompressorCurve.h"
#include "audio/dsp/FastMath.h"
#include "audio/dsp/LevelDetector.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, DeEsser::numParameters> table{{
    {"frequency", "Frequency", "Hz", 2000.0f, 16000.0f, 6500.0f, Taper::logarithmic, true, {}},
    {"threshold", "Threshold", "dB", -60.0f, 0.0f, -30.0f, Taper::linear, true, {}},
    {"ratio", "Ratio", ":1", 1.0f, 20.0f, 4.0f, Taper::logarithmic, true, {}},
    {"range", "Range", "dB", -36.0f, 0.0f, -12.0f, Taper::linear, true, {}},
    {"attack", "Attack", "s", 0.0001f, 0.02f, 0.001f, Taper::logarithmic, true, {}},
    {"release", "Release", "s", 0.005f, 0.5f, 0.06f, Taper::logarithmic, true, {}},
    {"mode", "Mode", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Split|Wide"},
    {"listen", "Listen to sibilants", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Off|On"},
}};

constexpr float dbPerOctave = 6.0205999f;
constexpr float faintest = 1.0e-7f;

} // namespace

DeEsser::DeEsser() : StereoEffect(table) {}

void DeEsser::prepareEffect(const PrepareSpec& spec)
{
    fadeStep_ =
        static_cast<float>(std::min(1.0, controlInterval / (fadeSeconds * spec.sampleRate.value)));
    peakFall_ = static_cast<float>(peakFallDbPerSecond / spec.sampleRate.value);
}

void DeEsser::clear() noexcept CPPMUSIC_NONBLOCKING
{
    crossover_.reset();
    peakDb_ = dbPerOctave * fastLog2(faintest);
    gainDb_ = 0.0f;
}

double DeEsser::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    return 10.0 * static_cast<double>(values[release]) + 0.1;
}

/// A choice that comes and goes in a while; true when it stands.
bool DeEsser::fade(float& amount, ControlRamp& ramp, bool isOn,
                   bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    const float wanted = isOn ? 1.0f : 0.0f;
    amount = isImmediate ? wanted : std::clamp(wanted, amount - fadeStep_, amount + fadeStep_);
    move(ramp, amount, isImmediate);
    return amount == wanted && !ramp.isMoving();
}

void DeEsser::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    crossover_.flush();
    gainDb_ = flushTiny(gainDb_);
    if (!point.hasChanged && !point.isImmediate && isSteady_) return;
    const auto factor = [this](int index) CPPMUSIC_NONBLOCKING {
        return static_cast<float>(smoothingFactor(static_cast<double>(value(index)), sampleRate()));
    };
    attackFactor_ = factor(attack);
    releaseFactor_ = factor(release);
    tuning_.tune(static_cast<double>(value(frequency)), sampleRate(), point.isImmediate);
    const CompressorCurve curve{value(threshold), value(ratio), kneeDb};
    move(threshold_, curve.thresholdDb, point.isImmediate);
    move(slope_, curve.slope(), point.isImmediate);
    move(range_, value(range), point.isImmediate);
    const bool isWideSteady = fade(wide_, wideRamp_, step(mode) != 0, point.isImmediate);
    const bool isListenSteady = fade(listening_, listenRamp_, step(listen) != 0, point.isImmediate);
    isSteady_ = isWideSteady && isListenSteady && !tuning_.isMoving() && !threshold_.isMoving() &&
                !slope_.isMoving() && !range_.isMoving();
}

/// Linear gains.
void DeEsser::findGains(const StereoRun& highs, Run& gains,
                        int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < frames; ++i) {
        const auto n = static_cast<std::size_t>(i);
        const float peak = std::max(std::abs(highs[0][n]), std::abs(highs[1][n]));
        gains[n] = dbPerOctave * fastLog2(std::max(peak, faintest));
    }
    float least = 0.0f;
    for (int i = 0; i < frames; ++i) {
        float& gain = gains[static_cast<std::size_t>(i)];
        peakDb_ = std::max(gain, peakDb_ - peakFall_);
        const float into = peakDb_ - threshold_.at(i) + 0.5f * kneeDb;
        const float inKnee = std::clamp(into, 0.0f, kneeDb);
        // The parabola up to the end of the knee, then the straight line.
        const float rise = inKnee * inKnee / (2.0f * kneeDb) + std::max(into - kneeDb, 0.0f);
        const float target = std::max(slope_.at(i) * rise, range_.at(i));
        const float smoothing = target < gainDb_ ? attackFactor_ : releaseFactor_;
        gainDb_ = target + smoothing * (gainDb_ - target);
        gain = gainDb_;
        least = std::min(least, gainDb_);
    }
    for (int i = 0; i < frames; ++i) {
        float& gain = gains[static_cast<std::size_t>(i)];
        gain = fastExp2(gain * (1.0f / dbPerOctave));
    }
    meter_.note(least);
}

void DeEsser::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    StereoRun lows, highs;
    std::copy_n(left, frames, lows[0].data());
    std::copy_n(right, frames, lows[1].data());
    tuning_.begin(frames);
    crossover_.run(tuning_, lows, lows, highs, frames);
    Run gains;
    findGains(highs, gains, frames);
    float* outputs[2] = {left, right};
    for (std::size_t c = 0; c < 2; ++c) {
        for (int i = 0; i < frames; ++i) {
            const auto n = static_cast<std::size_t>(i);
            const float ofLows = 1.0f + wideRamp_.at(i) * (gains[n] - 1.0f);
            const float mixed = ofLows * lows[c][n] + gains[n] * highs[c][n];
            outputs[c][i] = mixed + listenRamp_.at(i) * (highs[c][n] - mixed);
        }
    }
    for (auto* ramp : {&threshold_, &slope_, &range_, &wideRamp_, &listenRamp_})
        ramp->advance(frames);
}

} // namespace cppmusic::audio
