// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Delay.h"

#include "audio/dsp/NoteValues.h"
#include "audio/dsp/Sanitise.h"
#include "core/MathUtils.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, Delay::numParameters> table{{
    {"mode", "Mode", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Stereo|Ping-pong"},
    {"sync", "Sync", "", 0.0f, 1.0f, 1.0f, Taper::stepped, true, "Off|On"},
    {"time", "Time", "s", 0.001f, 4.0f, 0.35f, Taper::logarithmic, true, {}},
    {"note", "Note", "", 0.0f, 13.0f, 6.0f, Taper::stepped, true, echoNoteNames},
    {"feedback", "Feedback", "", 0.0f, 0.95f, 0.4f, Taper::linear, true, {}},
    {"lowCut", "Low cut", "Hz", 20.0f, 2000.0f, 120.0f, Taper::logarithmic, true, {}},
    {"highCut", "High cut", "Hz", 500.0f, 20000.0f, 6000.0f, Taper::logarithmic, true, {}},
    {"mix", "Mix", "", 0.0f, 1.0f, 0.3f, Taper::linear, true, {}},
    {"modRate", "Modulation rate", "Hz", 0.05f, 10.0f, 0.5f, Taper::logarithmic, true, {}},
    {"modDepth", "Modulation", "s", 0.0f, 0.005f, 0.0f, Taper::linear, true, {}},
    {"duck", "Ducking", "dB", 0.0f, 24.0f, 0.0f, Taper::linear, true, {}},
    {"duckRelease", "Ducking release", "s", 0.02f, 2.0f, 0.25f, Taper::logarithmic, true, {}},
}};

constexpr int shortest = 2; // frames; a tap that swings needs a neighbour
constexpr double crossfadeSeconds = 0.03;
// What comes in ducks the echoes from the first level on, fully from the second (dBFS).
constexpr float duckFromDb = -40.0f, duckFullDb = -16.0f;

} // namespace

Delay::Delay() : StereoEffect(table, {false, true}) {}

void Delay::prepareEffect(const PrepareSpec& spec)
{
    maxDelay_ = static_cast<int>(spec.sampleRate.value * maxSeconds + 0.5);
    const int swing = static_cast<int>(spec.sampleRate.value * 0.01) + 4;
    for (auto& line : lines_) line.prepare(maxDelay_ + swing);
    fadeLength_ = std::max(1, static_cast<int>(spec.sampleRate.value * crossfadeSeconds));
}

void Delay::clear() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& line : lines_) line.clear();
    for (auto& filter : low_) filter.reset();
    for (auto& filter : high_) filter.reset();
    loudness_ = 0.0f;
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
    return (seconds + 2.0 * static_cast<double>(values[modDepth])) * repeats + 0.1;
}

void Delay::aimFor(int delayFrames, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    const int target = std::clamp(delayFrames, shortest, maxDelay_);
    if (isImmediate) {
        delay_ = nextDelay_ = target;
        fadeDone_ = fadeLength_;
    } else if (fadeDone_ >= fadeLength_ && target != delay_) {
        nextDelay_ = target;
        fadeDone_ = 0;
    }
}

void Delay::updateSwing(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    if (point.hasChanged) lfo_.setRate(static_cast<double>(value(modRate)), sampleRate());
    if (point.isGridContinuous)
        lfo_.advance(controlInterval);
    else
        lfo_.placeAt(point.gridFrame);
    const float depth = value(modDepth) * static_cast<float>(sampleRate());
    for (std::size_t c = 0; c < 2; ++c) {
        const float later = depth * (1.0f + lfo_.valueAhead(LfoShape::sine, c == 0 ? 0.0 : 0.25));
        move(swing_[c], later, point.isImmediate || isClear());
    }
}

void Delay::updateDucking(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    if (point.hasChanged) {
        const double frames = static_cast<double>(value(duckRelease)) * sampleRate();
        loudnessFall_ = static_cast<float>(core::math::exp(-1.0 / frames));
    }
    loudness_ = flushTiny(loudness_);
    float gain = 1.0f;
    if (value(duck) > 0.0f) {
        const float level = core::math::gainToDb(loudness_);
        const float share =
            std::clamp((level - duckFromDb) / (duckFullDb - duckFromDb), 0.0f, 1.0f);
        gain = core::math::dbToGain(-share * value(duck));
    }
    move(ducking_, gain, point.isImmediate || isClear());
}

void Delay::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& filter : low_) filter.flush();
    for (auto& filter : high_) filter.flush();
    const double seconds = step(sync) == 0 ? static_cast<double>(value(time))
                                           : beatsOfNote(step(note)) * 60.0 / point.tempo;
    aimFor(static_cast<int>(std::min(seconds, maxSeconds) * sampleRate() + 0.5),
           point.isImmediate || isEmpty_);
    updateSwing(point);
    updateDucking(point);
    if (!point.hasChanged) return;
    isPingPong_ = step(mode) != 0;
    move(feedback_, value(feedback), point.isImmediate);
    move(mix_, value(mix), point.isImmediate);
    for (auto& filter : low_) filter.setCutoff(static_cast<double>(value(lowCut)), sampleRate());
    for (auto& filter : high_) filter.setCutoff(static_cast<double>(value(highCut)), sampleRate());
}

/// A tap that stands still, or one that swings: between its samples by Catmull and Rom's cubic.
void Delay::readTap(std::size_t channel, int delay, int frames,
                    float* to) const noexcept CPPMUSIC_NONBLOCKING
{
    const auto& line = lines_[channel];
    const auto& swing = swing_[channel];
    if (swing.isZero()) {
        MirroredRing::Room room;
        copyRun(line.view(delay, room), frames, to);
        return;
    }
    for (int i = 0; i < frames; ++i) {
        const float later = swing.at(i);
        const int whole = static_cast<int>(later);
        const float share = later - static_cast<float>(whole);
        const int back = delay + whole - i;
        const float newer = line.read(back - 1), one = line.read(back), two = line.read(back + 1),
                    older = line.read(back + 2);
        const float slopeOne = 0.5f * (two - newer), slopeTwo = 0.5f * (older - one);
        const float step = two - one;
        const float cubic = slopeOne + slopeTwo - 2.0f * step;
        const float square = step - slopeOne - cubic;
        to[i] = ((cubic * share + square) * share + slopeOne) * share + one;
    }
}

/// What the lines give for a run: the tap that is heard, or on the way to another.
void Delay::readLines(StereoRun& wet, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    const bool isFading = fadeDone_ < fadeLength_;
    for (std::size_t c = 0; c < 2; ++c) {
        readTap(c, delay_, frames, wet[c].data());
        if (!isFading) continue;
        std::array<float, controlInterval> next;
        readTap(c, nextDelay_, frames, next.data());
        for (int i = 0; i < frames; ++i) {
            float& sample = wet[c][static_cast<std::size_t>(i)];
            const int done = fadeDone_ + i;
            const float share = static_cast<float>(done) / static_cast<float>(fadeLength_);
            const float target = next[static_cast<std::size_t>(i)];
            sample = done < fadeLength_ ? sample + share * (target - sample) : target;
        }
    }
    if (!isFading) return;
    fadeDone_ = std::min(fadeDone_ + frames, fadeLength_);
    if (fadeDone_ == fadeLength_) delay_ = nextDelay_;
}

/// A run that is shorter than the delay, so that all it repeats has been written.
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
        const float loudest = std::max(std::abs(left[i]), std::abs(right[i]));
        loudness_ = std::max(loudest, loudness_ * loudnessFall_);
    }
    if (hasSound) isEmpty_ = false;
    for (std::size_t c = 0; c < 2; ++c) lines_[c].write(into[c].data(), frames);
    for (int i = 0; i < frames; ++i) {
        const auto k = static_cast<std::size_t>(i);
        const float share = mix_.at(i);
        const float gain = ducking_.at(i);
        left[i] += share * (gain * wet[0][k] - left[i]);
        right[i] += share * (gain * wet[1][k] - right[i]);
    }
    for (auto& swing : swing_) swing.advance(frames);
    ducking_.advance(frames);
    feedback_.advance(frames);
    mix_.advance(frames);
}

void Delay::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (int done = 0; done < frames;) {
        const int part = std::min(frames - done, std::min(delay_, nextDelay_) - 1);
        processPart(left + done, right + done, part);
        done += part;
    }
}

} // namespace cppmusic::audio
