// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Saturator.h"

#include "audio/dsp/FastMath.h"
#include "core/MathUtils.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, Saturator::numParameters> table{{
    {"drive", "Drive", "dB", 0.0f, 36.0f, 9.0f, Taper::linear, true, {}},
    {"output", "Output", "dB", -24.0f, 12.0f, 0.0f, Taper::linear, true, {}},
    {"mix", "Mix", "", 0.0f, 1.0f, 1.0f, Taper::linear, true, {}},
}};

} // namespace

Saturator::Saturator() : StereoEffect(table) {}

void Saturator::clear() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& oversampler : oversamplers_) oversampler.reset();
    for (auto& channel : dry_) channel.fill(0.0f);
}

double Saturator::tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING
{
    return static_cast<double>(2 * latency + 2) / sampleRate();
}

void Saturator::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    if (!point.hasChanged) return;
    const float gain = core::math::dbToGain(value(drive));
    move(drive_, gain, point.isImmediate);
    move(level_, 0.25f / core::math::tanh(0.25f * gain), point.isImmediate);
    move(output_, core::math::dbToGain(value(output)), point.isImmediate);
    move(mix_, value(mix), point.isImmediate);
}

void Saturator::processChannel(int channel, float* samples,
                               int frames) noexcept CPPMUSIC_NONBLOCKING
{
    auto& oversampler = oversamplers_[static_cast<std::size_t>(channel)];
    auto& dry = dry_[static_cast<std::size_t>(channel)];
    std::copy_n(samples, frames, dry.begin() + latency);
    std::array<float, 2 * controlInterval> doubled;
    oversampler.up(samples, doubled.data(), frames);
    for (int i = 0; i < 2 * frames; ++i) {
        auto& sample = doubled[static_cast<std::size_t>(i)];
        sample = fastTanh(sample * drive_.at(i / 2)) * level_.at(i / 2);
    }
    oversampler.down(doubled.data(), samples, frames);
    for (int i = 0; i < frames; ++i) {
        const float d = dry[static_cast<std::size_t>(i)];
        samples[i] = (d + mix_.at(i) * (samples[i] - d)) * output_.at(i);
    }
    std::copy(dry.begin() + frames, dry.begin() + frames + latency, dry.begin());
}

void Saturator::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    processChannel(0, left, frames);
    processChannel(1, right, frames);
    for (auto* ramp : {&drive_, &level_, &output_, &mix_}) ramp->advance(frames);
}

} // namespace cppmusic::audio
