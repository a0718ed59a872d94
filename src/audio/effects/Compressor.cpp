// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Compressor.h"

#include "audio/dsp/FastMath.h"
#include "audio/dsp/LevelDetector.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, Compressor::numParameters> table{{
    {"threshold", "Threshold", "dB", -60.0f, 0.0f, -18.0f, Taper::linear, true, {}},
    {"ratio", "Ratio", ":1", 1.0f, 20.0f, 3.0f, Taper::logarithmic, true, {}},
    {"attack", "Attack", "s", 0.0001f, 0.3f, 0.01f, Taper::logarithmic, true, {}},
    {"release", "Release", "s", 0.005f, 3.0f, 0.15f, Taper::logarithmic, true, {}},
    {"knee", "Knee", "dB", 0.0f, 24.0f, 6.0f, Taper::linear, true, {}},
    {"makeUp", "Make-up", "dB", -12.0f, 24.0f, 0.0f, Taper::linear, true, {}},
    {"mix", "Mix", "", 0.0f, 1.0f, 1.0f, Taper::linear, true, {}},
}};

constexpr float dbPerOctave = 6.0205999f; // 20·log10(2)
constexpr float octavePerDb = 0.16609640f;

} // namespace

Compressor::Compressor() : StereoEffect(table) {}

double Compressor::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    return 10.0 * static_cast<double>(values[release]) + 0.1;
}

void Compressor::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    gainDb_ = flushTiny(gainDb_);
    if (!point.hasChanged) return;
    move(threshold_, value(threshold), point.isImmediate);
    move(slope_, 1.0f / value(ratio) - 1.0f, point.isImmediate);
    move(knee_, value(knee), point.isImmediate);
    move(makeUp_, value(makeUp), point.isImmediate);
    move(mix_, value(mix), point.isImmediate);
    const auto factor = [this](int index) {
        return static_cast<float>(smoothingFactor(static_cast<double>(value(index)), sampleRate()));
    };
    attackFactor_ = factor(attack);
    releaseFactor_ = factor(release);
}

float Compressor::staticGain(float levelDb, float thresholdDb, float slope,
                             float kneeDb) noexcept CPPMUSIC_NONBLOCKING
{
    const float over = levelDb - thresholdDb;
    const float half = 0.5f * kneeDb;
    if (over <= -half) return 0.0f;
    if (over >= half) return slope * over;
    const float into = over + half;
    return slope * into * into / (2.0f * kneeDb);
}

void Compressor::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    std::array<float, controlInterval> gain;
    for (int i = 0; i < frames; ++i) {
        const float peak = std::max(std::max(std::abs(left[i]), std::abs(right[i])), 1.0e-7f);
        gain[static_cast<std::size_t>(i)] = dbPerOctave * fastLog2(peak);
    }
    for (int i = 0; i < frames; ++i) {
        auto& decibels = gain[static_cast<std::size_t>(i)];
        decibels = staticGain(decibels, threshold_.at(i), slope_.at(i), knee_.at(i));
    }
    for (int i = 0; i < frames; ++i) {
        auto& decibels = gain[static_cast<std::size_t>(i)];
        const float factor = decibels < gainDb_ ? attackFactor_ : releaseFactor_;
        gainDb_ = decibels + factor * (gainDb_ - decibels);
        decibels = gainDb_;
    }
    for (int i = 0; i < frames; ++i) {
        const float applied =
            fastExp2((gain[static_cast<std::size_t>(i)] + makeUp_.at(i)) * octavePerDb);
        const float factor = 1.0f + mix_.at(i) * (applied - 1.0f);
        left[i] *= factor;
        right[i] *= factor;
    }
    for (auto* ramp : {&threshold_, &slope_, &knee_, &makeUp_, &mix_}) ramp->advance(frames);
}

} // namespace cppmusic::audio
