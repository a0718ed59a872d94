// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Utility.h"

#include "audio/dsp/Sanitise.h"
#include "audio/dsp/TrapezoidPole.h"
#include "core/MathUtils.h"

#include <algorithm>
#include <array>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, Utility::numParameters> table{{
    {"gain", "Gain", "dB", -90.0f, 24.0f, 0.0f, Taper::fader, true, {}},
    {"phaseLeft", "Polarity left", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Normal|Inverted"},
    {"phaseRight", "Polarity right", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Normal|Inverted"},
    {"channels", "Channels", "", 0.0f, 4.0f, 0.0f, Taper::stepped, true,
     "Stereo|Mono|Left|Right|Swapped"},
    {"blockDc", "Remove DC", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Off|On"},
}};

constexpr double blockerHz = 5.0;

} // namespace

Utility::Utility() : StereoEffect(table) {}

void Utility::prepareEffect(const PrepareSpec& spec)
{
    const double rate = spec.sampleRate.value;
    fadeStep_ = static_cast<float>(std::min(1.0, controlInterval / (fadeSeconds * rate)));
    pole_ = poleShare(blockerHz, rate);
}

double Utility::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    // The blocker falls by 120 dB in 13.8 of its time constants.
    return values[blockDc] > 0.5f ? 13.8 / (core::math::twoPi * blockerHz) : 0.02;
}

bool Utility::isSteady() const noexcept CPPMUSIC_NONBLOCKING
{
    bool isMoving = progress_ < 1.0f || gain_.isMoving();
    for (const auto& ramp : matrix_) isMoving = isMoving || ramp.isMoving();
    return !isMoving;
}

Utility::Matrix Utility::wanted() const noexcept CPPMUSIC_NONBLOCKING
{
    constexpr std::array<std::array<float, 4>, 5> ways{{{1.0f, 0.0f, 0.0f, 1.0f},
                                                        {0.5f, 0.5f, 0.5f, 0.5f},
                                                        {1.0f, 0.0f, 1.0f, 0.0f},
                                                        {0.0f, 1.0f, 0.0f, 1.0f},
                                                        {0.0f, 1.0f, 1.0f, 0.0f}}};
    const auto& way = ways[static_cast<std::size_t>(std::clamp(step(channels), 0, 4))];
    // Polarity is that of the inputs.
    const float left = step(phaseLeft) != 0 ? -1.0f : 1.0f;
    const float right = step(phaseRight) != 0 ? -1.0f : 1.0f;
    return {way[0] * left, way[1] * right, way[2] * left, way[3] * right,
            step(blockDc) != 0 ? 1.0f : 0.0f};
}

void Utility::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    for (float& state : blocked_) state = flushTiny(state);
    if (!point.hasChanged && !point.isImmediate && progress_ >= 1.0f) return;
    move(gain_, core::math::dbToGain(value(gain)), point.isImmediate);
    const Matrix next = wanted();
    if (next != to_) {
        for (std::size_t i = 0; i < next.size(); ++i) from_[i] = matrix_[i].target();
        to_ = next;
        progress_ = 0.0f;
    }
    progress_ = point.isImmediate ? 1.0f : std::min(1.0f, progress_ + fadeStep_);
    for (std::size_t i = 0; i < to_.size(); ++i) {
        const float now = progress_ >= 1.0f ? to_[i] : from_[i] + progress_ * (to_[i] - from_[i]);
        move(matrix_[i], now, point.isImmediate);
    }
}

void Utility::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    const bool isBlocking = !matrix_[4].isZero();
    for (int i = 0; i < frames; ++i) {
        float l = left[i];
        float r = right[i];
        if (isBlocking) {
            const float amount = matrix_[4].at(i);
            l -= amount * lowPass(l, pole_, blocked_[0]);
            r -= amount * lowPass(r, pole_, blocked_[1]);
        }
        const float g = gain_.at(i);
        left[i] = g * (matrix_[0].at(i) * l + matrix_[1].at(i) * r);
        right[i] = g * (matrix_[2].at(i) * l + matrix_[3].at(i) * r);
    }
    if (!isBlocking) blocked_ = {};
    for (auto& ramp : matrix_) ramp.advance(frames);
    gain_.advance(frames);
}

} // namespace cppmusic::audio
