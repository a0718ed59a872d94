// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/StereoImager.h"

#include <array>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, StereoImager::numParameters> table{{
    {"width", "Width", "", 0.0f, 2.0f, 1.0f, Taper::linear, true, {}},
    {"lowWidth", "Width of lows", "", 0.0f, 2.0f, 1.0f, Taper::linear, true, {}},
    {"midWidth", "Width of middles", "", 0.0f, 2.0f, 1.0f, Taper::linear, true, {}},
    {"highWidth", "Width of highs", "", 0.0f, 2.0f, 1.0f, Taper::linear, true, {}},
    {"lowFrequency", "Lows below", "Hz", 40.0f, 1000.0f, 200.0f, Taper::logarithmic, true, {}},
    {"highFrequency",
     "Highs above",
     "Hz",
     1000.0f,
     16000.0f,
     4000.0f,
     Taper::logarithmic,
     true,
     {}},
}};

constexpr float butterworth = 1.4142135623730951f;

} // namespace

StereoImager::StereoImager() : StereoEffect(table) {}

void StereoImager::clear() noexcept CPPMUSIC_NONBLOCKING
{
    lows_.reset();
    highs_.reset();
}

double StereoImager::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    // −120 dB of a Butterworth filter.
    return 0.01 + 3.2 / static_cast<double>(values[lowFrequency]);
}

bool StereoImager::isSteady() const noexcept CPPMUSIC_NONBLOCKING
{
    return !lowGain_.isMoving() && !highGain_.isMoving() && !low_.isMoving() && !mid_.isMoving() &&
           !high_.isMoving();
}

void StereoImager::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    lows_.flush();
    highs_.flush();
    if (!point.hasChanged && !point.isImmediate) return;
    const auto moveTo = [&](ControlRamp& ramp, float to)
                            CPPMUSIC_NONBLOCKING { move(ramp, to, point.isImmediate); };
    moveTo(lowGain_, svfGain(static_cast<double>(value(lowFrequency)), sampleRate()));
    moveTo(highGain_, svfGain(static_cast<double>(value(highFrequency)), sampleRate()));
    moveTo(low_, 0.5f * (value(width) * value(lowWidth) - 1.0f));
    moveTo(mid_, 0.5f * (value(width) * value(midWidth) - 1.0f));
    moveTo(high_, 0.5f * (value(width) * value(highWidth) - 1.0f));
}

void StereoImager::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < frames; ++i) {
        const float difference = left[i] - right[i];
        const float low = lows_.next(difference, lowGain_.at(i), butterworth).low;
        const float high = highs_.next(difference, highGain_.at(i), butterworth).high;
        const float mid = difference - low - high;
        const float more = low_.at(i) * low + mid_.at(i) * mid + high_.at(i) * high;
        left[i] += more;
        right[i] -= more;
    }
    for (auto* ramp : {&lowGain_, &highGain_, &low_, &mid_, &high_}) ramp->advance(frames);
}

} // namespace cppmusic::audio
