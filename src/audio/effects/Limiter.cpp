// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Limiter.h"

#include "audio/dsp/FastMath.h"
#include "core/MathUtils.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, Limiter::numParameters> table{{
    {"gain", "Gain", "dB", 0.0f, 24.0f, 0.0f, Taper::linear, true, {}},
    {"ceiling", "Ceiling", "dB", -24.0f, 0.0f, -0.3f, Taper::linear, true, {}},
    {"release", "Release", "s", 0.005f, 1.0f, 0.1f, Taper::logarithmic, true, {}},
    {"truePeak", "True peak", "", 0.0f, 1.0f, 0.0f, Taper::stepped, false, "Off|On"},
    {"releaseMode", "Release mode", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Fixed|Adaptive"},
}};

/// Around a true peak the gain stands for so long: what lies beyond has little weight in the curve.
constexpr int steadyFrames = 12;
/// The first stage catches the programme, the other what its movement adds.
constexpr std::size_t numTruePeakStages = 2;
constexpr double shortLookAheadSeconds = 0.0005;
/// −0.039 dB: so far do meters with other windows read higher than the detector.
constexpr float truePeakMargin = 0.9955f;

} // namespace

Limiter::Limiter() : StereoEffect(table) {}

void Limiter::Stage::prepare(int averageFrames, int steady, int detectorFrames)
{
    gain.prepare(averageFrames, steady);
    delay = gain.delayFrames() + detectorFrames;
    for (auto& channel : delayed) channel.assign(static_cast<std::size_t>(delay) + 1, 0.0f);
    clear();
}

void Limiter::Stage::clear() noexcept CPPMUSIC_NONBLOCKING
{
    gain.reset();
    for (auto& channel : delayed) std::fill(channel.begin(), channel.end(), 0.0f);
    position = 0;
}

void Limiter::Stage::run(float* left, float* right, float* needed,
                         int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < frames; ++i) {
        const float applied = gain.next(needed[i]);
        delayed[0][position] = left[i];
        delayed[1][position] = right[i];
        position = position + 1 < delayed[0].size() ? position + 1 : 0; // the oldest
        left[i] = delayed[0][position] * applied;
        right[i] = delayed[1][position] * applied;
        needed[i] = applied;
    }
}

void Limiter::prepareEffect(const PrepareSpec& spec)
{
    const auto framesOf = [&spec](double seconds) {
        return std::max(2, static_cast<int>(spec.sampleRate.value * seconds + 0.5));
    };
    const bool isTruePeak = parameterValue(truePeak) >= 0.5f;
    stages_.assign(isTruePeak ? numTruePeakStages : 1, {});
    detectors_ = std::vector<Detectors>(isTruePeak ? numTruePeakStages : 0);
    latency_ = 0;
    for (std::size_t s = 0; s < stages_.size(); ++s) {
        const int average = framesOf(s == 0 ? lookAheadSeconds : shortLookAheadSeconds);
        stages_[s].prepare(average, isTruePeak ? steadyFrames : 0,
                           isTruePeak ? TruePeakDetector::latencyFrames : 0);
        latency_ += stages_[s].delay;
    }
}

void Limiter::clear() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& stage : stages_) stage.clear();
    for (auto& stage : detectors_)
        for (auto& detector : stage) detector.reset();
}

double Limiter::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    const double times = values[releaseMode] < 0.5f ? 16.0 : 16.0 * LookAheadGain::slowest;
    const double seconds = times * static_cast<double>(values[release]);
    if (detectors_.empty()) return lookAheadSeconds + seconds;
    return static_cast<double>(latency_) / sampleRate() + seconds;
}

void Limiter::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    if (!point.hasChanged) return;
    move(gain_, core::math::dbToGain(value(gain)), point.isImmediate);
    move(ceiling_, core::math::dbToGain(value(ceiling)), point.isImmediate);
    const auto seconds = static_cast<double>(value(release));
    for (std::size_t s = 0; s < stages_.size(); ++s) {
        // What the first stage leaves is short.
        stages_[s].gain.setRelease(s == 0 ? seconds : std::min(seconds, 0.02),
                                   s == 0 && step(releaseMode) != 0, sampleRate());
    }
}

/// The gain that each frame needs.
void Limiter::findNeeds(std::size_t stage, const float* left, const float* right,
                        const Run& ceilings, float* needed,
                        int frames) noexcept CPPMUSIC_NONBLOCKING
{
    Run other;
    if (detectors_.empty()) {
        for (int i = 0; i < frames; ++i)
            needed[i] = std::max(std::abs(left[i]), std::abs(right[i]));
    } else {
        auto& [first, second] = detectors_[stage];
        first.run(left, ceilings.data(), needed, frames);
        second.run(right, ceilings.data(), other.data(), frames);
        for (int i = 0; i < frames; ++i)
            needed[i] = std::max(needed[i], other[static_cast<std::size_t>(i)]);
    }
    for (int i = 0; i < frames; ++i) {
        const float ceilingNow = ceilings[static_cast<std::size_t>(i)];
        needed[i] = needed[i] > ceilingNow ? ceilingNow / needed[i] : 1.0f;
    }
}

void Limiter::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    Run ceilings, targets, needed;
    for (int i = 0; i < frames; ++i) {
        const auto n = static_cast<std::size_t>(i);
        ceilings[n] = ceiling_.at(i);
        targets[n] = detectors_.empty() ? ceilings[n] : ceilings[n] * truePeakMargin;
        left[i] *= gain_.at(i);
        right[i] *= gain_.at(i);
    }
    float least = 1.0f;
    for (std::size_t s = 0; s < stages_.size(); ++s) {
        findNeeds(s, left, right, targets, needed.data(), frames);
        stages_[s].run(left, right, needed.data(), frames);
        least *= *std::min_element(needed.data(), needed.data() + frames);
    }
    for (int i = 0; i < frames; ++i) {
        const float ceilingNow = ceilings[static_cast<std::size_t>(i)];
        left[i] = std::clamp(left[i], -ceilingNow, ceilingNow);
        right[i] = std::clamp(right[i], -ceilingNow, ceilingNow);
    }
    if (least < 1.0f) meter_.note(6.0205999f * fastLog2(least));
    gain_.advance(frames);
    ceiling_.advance(frames);
}

} // namespace cppmusic::audio
