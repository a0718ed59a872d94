// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/CompressorLoop.h"

#include "audio/dsp/LevelDetector.h"
#include "audio/simd/CompressorKernel.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

void CompressorLoop::set(bool isFeedBack, bool isAutomatic, float attackSeconds,
                         float releaseSeconds, float ratio,
                         double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    const auto factor = [sampleRate](double seconds)
                            CPPMUSIC_NONBLOCKING { return smoothingFactor(seconds, sampleRate); };
    const auto releaseTime = static_cast<double>(releaseSeconds);
    double attack = factor(static_cast<double>(attackSeconds));
    if (isFeedBack) {
        // Above the knee the loop's own factor is a/(1 + (1 − a)·(ratio − 1)).
        const auto r = static_cast<double>(ratio);
        attack = attack * r / (1.0 + attack * (r - 1.0));
    }
    attack_ = static_cast<float>(attack);
    release_ = static_cast<float>(factor(releaseTime));
    sink_ = static_cast<float>(factor(sinkTimes * releaseTime));
    rise_ = static_cast<float>(factor(std::min(riseTimes * releaseTime, slowestRise)));
    if (isAutomatic && !isAutomatic_) lingering_ = gain_;
    isFeedBack_ = isFeedBack;
    isAutomatic_ = isAutomatic;
}

float CompressorLoop::fedForward(const Curve& curve,
                                 float level) const noexcept CPPMUSIC_NONBLOCKING
{
    const float over = level - curve.threshold;
    const float into = over + curve.halfKnee;
    if (into <= 0.0f) return 0.0f;
    return over >= curve.halfKnee ? curve.slope * over : curve.bend * into * into;
}

float CompressorLoop::fedBack(const Curve& curve, float level) const noexcept CPPMUSIC_NONBLOCKING
{
    const float over = level - curve.threshold;
    const float half = curve.halfKnee;
    const float a = fedForward(curve, level) < gain_ ? attack_ : release_;
    const float kept = a * gain_;
    if (over + kept <= -half) return kept;
    const float strength = (1.0f - a) * (1.0f / (1.0f + curve.slope) - 1.0f);
    const float above = (kept - strength * over) / (1.0f + strength);
    if (over + above >= (1.0f + curve.slope) * half) return above;
    const float w = over + half + kept;
    const float root = std::sqrt(std::max(0.0f, 1.0f + 4.0f * a * curve.bend * w));
    const float into = 2.0f * w / (1.0f + root);
    return kept + (1.0f - a) * curve.bend * into * into;
}

void CompressorLoop::flush() noexcept CPPMUSIC_NONBLOCKING
{
    gain_ = flushTiny(gain_);
    lingering_ = flushTiny(lingering_);
}

void CompressorLoop::run(const CompressorLane& lane, float* levels,
                         int frames) noexcept CPPMUSIC_NONBLOCKING
{
    using Lane = CompressorLane;
    const auto& controls = lane.controls;
    for (int i = 0; i < frames; ++i) {
        const int place = std::min(controls.position + i, LaneRun::maxFrames);
        const float phase = static_cast<float>(place) * (1.0f / LaneRun::maxFrames);
        const auto at = [&](std::size_t control) CPPMUSIC_NONBLOCKING {
            return controls.from[control] + controls.delta[control] * phase;
        };
        const Curve curve{at(Lane::threshold), at(Lane::slope), at(Lane::halfKnee),
                          at(Lane::curve)};
        if (isFeedBack_) {
            gain_ = fedBack(curve, levels[i]);
        } else {
            const float target = fedForward(curve, levels[i]);
            gain_ = target + (target < gain_ ? attack_ : release_) * (gain_ - target);
        }
        float heard = gain_;
        if (isAutomatic_) {
            lingering_ = gain_ + (gain_ < lingering_ ? sink_ : rise_) * (lingering_ - gain_);
            heard = std::min(gain_, lingering_);
        }
        levels[i] = heard;
    }
}

} // namespace cppmusic::audio
