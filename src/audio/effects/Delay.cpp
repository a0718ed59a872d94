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

/// What the lines give for a run: the tap that is heard, or on the way to another.
void Delay::readLines(StereoRun& wet, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    const bool isFading = fadeDone_ < fadeLength_;
    for (std::size_t c = 0; c < 2; ++c) {
        MirroredRing::Room room;
        copyRun(lines_[c].view(delay_, room), frames, wet[c].data());
        if (!isFading) continue;
        const float* next = lines_[c].view(nextDelay_, room);
        for (int i = 0; i < frames; ++i) {
            float& sample = wet[c][static_cast<std::size_t>(i)];
            const int done = fadeDone_ + i;
            const float share = static_cast<float>(done) / static_cast<float>(fadeLength_);
            sample = done < fadeLength_ ? sample + share * (next[i] - sample) : next[i];
        }
    }
    if (!isFading) return;
    fadeDone_ = std::min(fadeDone_ + frames, fadeLength_);
    if (fadeDone_ == fadeLength_) delay_ = nextDelay_;
}

/// A run that is no longer than the delay, so that all it repeats has been written.
void Delay::processPart(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    StereoRun wet, into;
    readLines(wet, frames);
    bool hasSound = false;
    for (int i = 0; i < frames; ++i) {
        const auto k = static_cast<std::size_t>(i);
        const float gain = feedback_.at(i);
        const float backLeft = low_[0].high(high_[0].low(wet[0][k])) * gain;
        const float backRight = low_[1].high(high_[1].low(wet[1][k])) * gain;
        into[0][k] = isPingPong_ ? 0.5f * (left[i] + right[i]) + backRight : left[i] + backLeft;
        into[1][k] = isPingPong_ ? backLeft : right[i] + backRight;
        hasSound |= left[i] != 0.0f || right[i] != 0.0f;
    }
    if (hasSound) isEmpty_ = false;
    for (std::size_t c = 0; c < 2; ++c) lines_[c].write(into[c].data(), frames);
    for (int i = 0; i < frames; ++i) {
        const auto k = static_cast<std::size_t>(i);
        const float share = mix_.at(i);
        left[i] += share * (wet[0][k] - left[i]);
        right[i] += share * (wet[1][k] - right[i]);
    }
    feedback_.advance(frames);
    mix_.advance(frames);
}

void Delay::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (int done = 0; done < frames;) {
        const int part = std::min(frames - done, std::min(delay_, nextDelay_));
        processPart(left + done, right + done, part);
        done += part;
    }
}

} // namespace cppmusic::audio
