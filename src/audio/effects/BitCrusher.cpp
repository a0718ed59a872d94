// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/BitCrusher.h"

#include "audio/dsp/FastMath.h"
#include "core/MathUtils.h"

#include <array>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, BitCrusher::numParameters> table{{
    {"bits", "Bits", "", 1.0f, 24.0f, 8.0f, Taper::linear, true, {}},
    {"rate", "Rate", "Hz", 200.0f, 48000.0f, 48000.0f, Taper::logarithmic, true, {}},
    {"filter", "Filter", "", 0.0f, 2.0f, 0.0f, Taper::stepped, true,
     "Off|Before|Before and behind"},
    {"dither", "Dither", "", 0.0f, 1.0f, 0.0f, Taper::linear, true, {}},
    {"mix", "Mix", "", 0.0f, 1.0f, 1.0f, Taper::linear, true, {}},
}};

/// The nearest whole number, ties to even, for |x| below 2^51.
double nearest(double x) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr double shifter = 0x1.8p52;
    return (x + shifter) - shifter;
}

/// Evenly distributed, −½ … ½.
float noiseAt(std::uint64_t place) noexcept CPPMUSIC_NONBLOCKING
{
    return static_cast<float>(hashBits(place)) * 0x1p-32f - 0.5f;
}

} // namespace

BitCrusher::BitCrusher() : StereoEffect(table) {}

void BitCrusher::clear() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto* guards : {&before_, &behind_})
        for (auto& channel : *guards)
            for (auto& stage : channel) stage.reset();
    held_ = {};
}

double BitCrusher::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    return 0.01 + 12.0 / static_cast<double>(values[rate]);
}

bool BitCrusher::isSteady() const noexcept CPPMUSIC_NONBLOCKING
{
    return !mix_.isMoving() && !coarse_.isMoving();
}

void BitCrusher::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    for (auto* guards : {&before_, &behind_})
        for (auto& channel : *guards)
            for (auto& stage : channel) stage.flush();
    frame_ = static_cast<std::uint64_t>(std::max<std::int64_t>(0, point.gridFrame));
    inCell_ = 0;
    if (point.hasChanged || point.isImmediate) {
        const double depth = static_cast<double>(value(bits));
        steps_ = core::math::exp2(depth - 1.0);
        move(coarse_, static_cast<float>(std::min(1.0, 24.0 - depth)), point.isImmediate);
        move(mix_, value(mix), point.isImmediate);
        dither_ = value(dither);
        isHeld_ = value(rate) < fullRate && static_cast<double>(value(rate)) < sampleRate();
        pace_ = static_cast<double>(value(rate)) / sampleRate();
        guards_ = isHeld_ ? step(filter) : 0;
        guardGain_ = svfGain(0.42 * static_cast<double>(value(rate)), sampleRate());
    }
    const double clock = static_cast<double>(frame_) * pace_;
    clock_ = clock - static_cast<double>(static_cast<std::int64_t>(clock));
}

float BitCrusher::guarded(Guard& guard, float x) const noexcept CPPMUSIC_NONBLOCKING
{
    // Butterworth of fourth order.
    const float once = guard[0].next(x, guardGain_, 1.8477590650225735f).low;
    return guard[1].next(once, guardGain_, 0.7653668647301797f).low;
}

float BitCrusher::quantised(float x, std::uint64_t place) const noexcept CPPMUSIC_NONBLOCKING
{
    double scaled = static_cast<double>(x) * steps_;
    if (dither_ > 0.0f && x != 0.0f)
        scaled += static_cast<double>(dither_ * (noiseAt(2 * place) + noiseAt(2 * place + 1)));
    return static_cast<float>(nearest(scaled) / steps_);
}

void BitCrusher::processChannel(std::size_t channel, float* samples,
                                int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < frames; ++i) {
        const float dry = samples[i];
        const float x = guards_ > 0 ? guarded(before_[channel], dry) : dry;
        const int now = inCell_ + i;
        // The clock passes a whole number in this frame.
        const double after = clock_ + pace_ * static_cast<double>(now + 1);
        const double before = clock_ + pace_ * static_cast<double>(now);
        const bool isTaken = static_cast<std::int64_t>(after) != static_cast<std::int64_t>(before);
        if (!isHeld_ || isTaken) {
            const std::uint64_t place = (frame_ + static_cast<std::uint64_t>(now)) * 2 + channel;
            const float coarse = coarse_.at(i);
            held_[channel] = coarse == 0.0f ? x : x + coarse * (quantised(x, place) - x);
        }
        float wet = held_[channel];
        if (guards_ > 1) wet = guarded(behind_[channel], wet);
        samples[i] = mix_.at(i) * wet + (1.0f - mix_.at(i)) * dry;
    }
}

void BitCrusher::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    processChannel(0, left, frames);
    processChannel(1, right, frames);
    inCell_ += frames;
    mix_.advance(frames);
    coarse_.advance(frames);
}

} // namespace cppmusic::audio
