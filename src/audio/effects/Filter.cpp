// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Filter.h"

#include "audio/dsp/FastMath.h"
#include "core/MathUtils.h"

#include <array>

namespace cppmusic::audio {

namespace {

using core::Taper;
namespace math = core::math;

constexpr std::array<core::ParameterSpec, Filter::numParameters> table{{
    {"mode", "Mode", "", 0.0f, 3.0f, 0.0f, Taper::stepped, true, "Low|High|Band|Notch"},
    {"slope", "Slope", "", 0.0f, 1.0f, 1.0f, Taper::stepped, true, "12 dB|24 dB"},
    {"cutoff", "Cutoff", "Hz", 20.0f, 20000.0f, 20000.0f, Taper::logarithmic, true, {}},
    {"resonance", "Resonance", "", 0.0f, 1.0f, 0.0f, Taper::linear, true, {}},
    {"drive", "Drive", "dB", 0.0f, 36.0f, 0.0f, Taper::linear, true, {}},
    {"mix", "Mix", "", 0.0f, 1.0f, 1.0f, Taper::linear, true, {}},
    {"amount", "Follower", "oct", -5.0f, 5.0f, 0.0f, Taper::linear, true, {}},
    {"attack", "Attack", "s", 0.0001f, 0.5f, 0.005f, Taper::logarithmic, true, {}},
    {"release", "Release", "s", 0.005f, 2.0f, 0.15f, Taper::logarithmic, true, {}},
}};

/// The share of its way that a one-pole follower of this time constant goes in a frame.
float shareOf(float seconds, double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    return static_cast<float>(-math::expm1(-1.0 / (static_cast<double>(seconds) * sampleRate)));
}

} // namespace

Filter::Filter() : StereoEffect(table) {}

void Filter::clear() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& channel : stages_)
        for (auto& stage : channel) stage.reset();
    level_ = 0.0f;
}

double Filter::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    // The follower falls by 120 dB in 13.8 of its time constants.
    const float lowest =
        values[cutoff] *
        static_cast<float>(math::exp2(-std::max(0.0, -static_cast<double>(values[amount]))));
    const double following =
        values[amount] == 0.0f ? 0.0 : 13.8 * static_cast<double>(values[release]);
    // A pole pair of frequency f and quality Q falls by 60 dB in 2.2·Q/f seconds.
    const auto damping = svfDamping(values[resonance]);
    const double q = 1.0 / static_cast<double>(std::min(damping.single, damping.secondOfTwo));
    return 0.01 + following + 3.0 * 2.2 * q / static_cast<double>(std::max(20.0f, lowest));
}

void Filter::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& channel : stages_)
        for (auto& stage : channel) stage.flush();
    level_ = flushTiny(level_);
    if (!point.hasChanged && !isFollowed_) return;
    isFollowed_ = value(amount) != 0.0f;
    mode_ = step(mode);
    isSteep_ = step(slope) != 0;
    const bool isButterworth = isSteep_ && mode_ <= 1; // low and high of fourth order
    const auto damping = svfDamping(value(resonance));
    const double octaves =
        static_cast<double>(value(amount)) * std::min(1.0, 2.0 * static_cast<double>(level_));
    const double hz = octaves == 0.0 ? static_cast<double>(value(cutoff))
                                     : static_cast<double>(value(cutoff)) * math::exp2(octaves);
    move(gain_, svfGain(std::clamp(hz, 20.0, 20000.0), sampleRate()), point.isImmediate);
    rise_ = shareOf(value(attack), sampleRate());
    fall_ = shareOf(value(release), sampleRate());
    move(firstDamping_, isButterworth ? damping.firstOfTwo : damping.single, point.isImmediate);
    move(secondDamping_, isButterworth ? damping.secondOfTwo : damping.single, point.isImmediate);
    const float decibels = value(drive);
    move(drive_, core::math::dbToGain(decibels), point.isImmediate);
    move(driveBlend_, std::min(1.0f, decibels / 3.0f), point.isImmediate);
    move(mix_, value(mix), point.isImmediate);
}

template <class Pick>
void Filter::run(int channel, float* samples, int frames, Pick pick) noexcept CPPMUSIC_NONBLOCKING
{
    auto& [first, second] = stages_[static_cast<std::size_t>(channel)];
    for (int i = 0; i < frames; ++i) {
        const float g = gain_.at(i);
        float wet = pick(first.next(samples[i], g, firstDamping_.at(i)));
        if (isSteep_) wet = pick(second.next(wet, g, secondDamping_.at(i)));
        samples[i] = wet;
    }
}

void Filter::filterChannel(int channel, float* samples, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    using Outputs = StateVariableFilter::Outputs;
    switch (mode_) {
    case 0: run(channel, samples, frames, [](const Outputs& o) { return o.low; }); break;
    case 1: run(channel, samples, frames, [](const Outputs& o) { return o.high; }); break;
    case 2: run(channel, samples, frames, [](const Outputs& o) { return o.band; }); break;
    default: run(channel, samples, frames, [](const Outputs& o) { return o.notch; }); break;
    }
}

/// The level of the louder channel, by a follower of one pole each way.
void Filter::follow(const float* left, const float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < frames; ++i) {
        const float peak = std::max(std::abs(left[i]), std::abs(right[i]));
        level_ += (peak > level_ ? rise_ : fall_) * (peak - level_);
    }
}

void Filter::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    if (isFollowed_) follow(left, right, frames);
    float* channels[2] = {left, right};
    for (int c = 0; c < 2; ++c) {
        float* samples = channels[c];
        std::array<float, controlInterval> dry;
        std::copy_n(samples, frames, dry.data());
        if (!driveBlend_.isZero()) {
            for (int i = 0; i < frames; ++i) {
                const float g = drive_.at(i);
                // Held at the level of a signal of −12 dBFS, so that drive adds colour, not
                // loudness.
                const float driven = fastTanh(g * samples[i]) * (0.25f / fastTanh(0.25f * g));
                samples[i] += driveBlend_.at(i) * (driven - samples[i]);
            }
        }
        filterChannel(c, samples, frames);
        for (int i = 0; i < frames; ++i) {
            const float d = dry[static_cast<std::size_t>(i)];
            samples[i] = d + mix_.at(i) * (samples[i] - d);
        }
    }
    for (auto* ramp : {&gain_, &firstDamping_, &secondDamping_, &drive_, &driveBlend_, &mix_})
        ramp->advance(frames);
}

} // namespace cppmusic::audio
