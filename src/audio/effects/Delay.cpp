// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Delay.h"

#include "core/MathUtils.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, Delay::numParameters> table{{
    {"mode", "Mode", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Stereo|Ping-pong"},
    {"sync", "Sync", "", 0.0f, 1.0f, 1.0f, Taper::stepped, true, "Off|On"},
    {"time", "Time", "s", 0.001f, 4.0f, 0.35f, Taper::logarithmic, true, {}},
    {"note", "Note", "", 0.0f, 13.0f, 6.0f, Taper::stepped, true,
     "1/32|1/16T|1/16|1/16D|1/8T|1/8|1/8D|1/4T|1/4|1/4D|1/2T|1/2|1/2D|1/1"},
    {"feedback", "Feedback", "", 0.0f, 0.95f, 0.4f, Taper::linear, true, {}},
    {"lowCut", "Low cut", "Hz", 20.0f, 2000.0f, 120.0f, Taper::logarithmic, true, {}},
    {"highCut", "High cut", "Hz", 500.0f, 20000.0f, 6000.0f, Taper::logarithmic, true, {}},
    {"mix", "Mix", "", 0.0f, 1.0f, 0.3f, Taper::linear, true, {}},
}};

constexpr std::array<double, 14> noteBeats{0.125,     1.0 / 6.0, 0.25,      0.375, 1.0 / 3.0,
                                           0.5,       0.75,      2.0 / 3.0, 1.0,   1.5,
                                           4.0 / 3.0, 2.0,       3.0,       4.0};
constexpr double crossfadeSeconds = 0.03;

} // namespace

Delay::Delay() : StereoEffect(table, {false, true}) {}

double Delay::beatsOfNote(int step) noexcept CPPMUSIC_NONBLOCKING
{
    return noteBeats[static_cast<std::size_t>(std::clamp(step, 0, 13))];
}

void Delay::prepareEffect(const PrepareSpec& spec)
{
    maxDelay_ = static_cast<int>(spec.sampleRate.value * maxSeconds + 0.5);
    for (auto& line : lines_) line.prepare(maxDelay_);
    fadeLength_ = std::max(1, static_cast<int>(spec.sampleRate.value * crossfadeSeconds));
}

void Delay::clear() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& line : lines_) line.clear();
    for (auto& filter : low_) filter.reset();
    for (auto& filter : high_) filter.reset();
    isEmpty_ = true;
}

double Delay::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    // The tempo is not known here: a synced echo is taken at 20 bpm or at the longest time.
    const double seconds =
        values[sync] < 0.5f
            ? static_cast<double>(values[time])
            : std::min(maxSeconds, beatsOfNote(static_cast<int>(values[note] + 0.5f)) * 3.0);
    const double gain = static_cast<double>(values[feedback]);
    const double repeats =
        gain < 0.001 ? 1.0 : 1.0 - 6.0 / (core::math::log(gain) / 2.302585092994046);
    return seconds * repeats + 0.1;
}

void Delay::aimFor(int delayFrames, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    const int target = std::clamp(delayFrames, 1, maxDelay_);
    if (isImmediate) {
        delay_ = nextDelay_ = target;
        fadeDone_ = fadeLength_;
    } else if (fadeDone_ >= fadeLength_ && target != delay_) {
        nextDelay_ = target;
        fadeDone_ = 0;
    }
}

void Delay::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& filter : low_) filter.flush();
    for (auto& filter : high_) filter.flush();
    const double seconds = step(sync) == 0 ? static_cast<double>(value(time))
                                           : beatsOfNote(step(note)) * 60.0 / point.tempo;
    aimFor(static_cast<int>(std::min(seconds, maxSeconds) * sampleRate() + 0.5),
           point.isImmediate || isEmpty_);
    if (!point.hasChanged) return;
    isPingPong_ = step(mode) != 0;
    move(feedback_, value(feedback), point.isImmediate);
    move(mix_, value(mix), point.isImmediate);
    for (auto& filter : low_) filter.setCutoff(static_cast<double>(value(lowCut)), sampleRate());
    for (auto& filter : high_) filter.setCutoff(static_cast<double>(value(highCut)), sampleRate());
}

float Delay::filterFeedback(int channel, float sample) noexcept CPPMUSIC_NONBLOCKING
{
    const auto c = static_cast<std::size_t>(channel);
    return low_[c].high(high_[c].low(sample));
}

void Delay::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < frames; ++i) {
        float wetLeft = lines_[0].read(delay_);
        float wetRight = lines_[1].read(delay_);
        if (fadeDone_ < fadeLength_) {
            const float share = static_cast<float>(fadeDone_) / static_cast<float>(fadeLength_);
            wetLeft += share * (lines_[0].read(nextDelay_) - wetLeft);
            wetRight += share * (lines_[1].read(nextDelay_) - wetRight);
            if (++fadeDone_ == fadeLength_) delay_ = nextDelay_;
        }
        if (left[i] != 0.0f || right[i] != 0.0f) isEmpty_ = false;
        const float gain = feedback_.at(i);
        const float backLeft = filterFeedback(0, wetLeft) * gain;
        const float backRight = filterFeedback(1, wetRight) * gain;
        if (isPingPong_) {
            lines_[0].write(0.5f * (left[i] + right[i]) + backRight);
            lines_[1].write(backLeft);
        } else {
            lines_[0].write(left[i] + backLeft);
            lines_[1].write(right[i] + backRight);
        }
        const float share = mix_.at(i);
        left[i] += share * (wetLeft - left[i]);
        right[i] += share * (wetRight - right[i]);
    }
    feedback_.advance(frames);
    mix_.advance(frames);
}

} // namespace cppmusic::audio
