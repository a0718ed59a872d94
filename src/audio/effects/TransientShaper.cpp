// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/TransientShaper.h"

#include "audio/dsp/FastMath.h"
#include "audio/dsp/LevelDetector.h"
#include "core/MathUtils.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, TransientShaper::numParameters> table{{
    {"attack", "Attack", "dB", -15.0f, 15.0f, 0.0f, Taper::linear, true, {}},
    {"sustain", "Sustain", "dB", -24.0f, 24.0f, 0.0f, Taper::linear, true, {}},
    {"speed", "Speed", "s", 0.003f, 0.1f, 0.02f, Taper::logarithmic, true, {}},
    {"output", "Output", "dB", -24.0f, 12.0f, 0.0f, Taper::linear, true, {}},
    {"mix", "Mix", "", 0.0f, 1.0f, 1.0f, Taper::linear, true, {}},
}};

constexpr float dbPerOctave = 6.0205999f;
/// What lies below −100 dBFS has neither onset nor sustain.
constexpr float faintest = 1.0e-5f;
constexpr float faintestDb = -100.0f;
constexpr float halfway = 6.0f; // dB

float part(float difference) noexcept CPPMUSIC_NONBLOCKING
{
    const float d = std::max(difference, 0.0f);
    return d / (d + halfway);
}

void follow(float& state, float level, float rise, float fall) noexcept CPPMUSIC_NONBLOCKING
{
    state = level + (level > state ? rise : fall) * (state - level);
}

} // namespace

TransientShaper::TransientShaper() : StereoEffect(table) {}

void TransientShaper::prepareEffect(const PrepareSpec& spec)
{
    const auto factor = [&](double seconds) {
        return static_cast<float>(smoothingFactor(seconds, spec.sampleRate.value));
    };
    quickRise_ = factor(quickSeconds);
    fall_ = factor(fallSeconds);
    slowFall_ = factor(sustainSeconds);
    smoothing_ = factor(smoothSeconds);
    peakFall_ = static_cast<float>(peakFallDbPerSecond / spec.sampleRate.value);
}

void TransientShaper::clear() noexcept CPPMUSIC_NONBLOCKING
{
    peak_ = quick_ = rising_ = falling_ = faintestDb;
    gainDb_ = 0.0f;
}

double TransientShaper::tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING
{
    return 14.0 * sustainSeconds;
}

void TransientShaper::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    gainDb_ = flushTiny(gainDb_);
    if (!point.hasChanged && !point.isImmediate && isSteady_) return;
    slowRise_ =
        static_cast<float>(smoothingFactor(static_cast<double>(value(speed)), sampleRate()));
    move(attack_, value(attack), point.isImmediate);
    move(sustain_, value(sustain), point.isImmediate);
    move(output_, value(output), point.isImmediate);
    move(mix_, value(mix), point.isImmediate);
    isSteady_ =
        !attack_.isMoving() && !sustain_.isMoving() && !output_.isMoving() && !mix_.isMoving();
}

/// The gain in dB for one frame.
float TransientShaper::shape(float levelDb, float onset,
                             float ringing) noexcept CPPMUSIC_NONBLOCKING
{
    peak_ = std::max(levelDb, peak_ - peakFall_);
    follow(quick_, peak_, quickRise_, fall_);
    follow(rising_, peak_, slowRise_, fall_);
    follow(falling_, peak_, quickRise_, slowFall_);
    const float target = onset * part(quick_ - rising_) + ringing * part(falling_ - quick_);
    gainDb_ = target + smoothing_ * (gainDb_ - target);
    return gainDb_;
}

void TransientShaper::processRun(float* left, float* right,
                                 int frames) noexcept CPPMUSIC_NONBLOCKING
{
    std::array<float, controlInterval> gains;
    for (int i = 0; i < frames; ++i) {
        const float peak = std::max(std::abs(left[i]), std::abs(right[i]));
        gains[static_cast<std::size_t>(i)] = dbPerOctave * fastLog2(std::max(peak, faintest));
    }
    float least = 0.0f;
    for (int i = 0; i < frames; ++i) {
        float& gain = gains[static_cast<std::size_t>(i)];
        gain = shape(std::max(gain, faintestDb), attack_.at(i), sustain_.at(i));
        least = std::min(least, gain);
        gain += output_.at(i);
    }
    for (int i = 0; i < frames; ++i) {
        const float shaped = fastExp2(gains[static_cast<std::size_t>(i)] * (1.0f / dbPerOctave));
        const float factor = 1.0f + mix_.at(i) * (shaped - 1.0f);
        left[i] *= factor;
        right[i] *= factor;
    }
    meter_.note(least);
    for (auto* ramp : {&attack_, &sustain_, &output_, &mix_}) ramp->advance(frames);
}

} // namespace cppmusic::audio
