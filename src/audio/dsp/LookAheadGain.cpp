// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/LookAheadGain.h"

#include "audio/dsp/LevelDetector.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {

constexpr float unity = 16777216.0f; // 2^24: gains as whole numbers
/// What lingers of a long reduction follows it in so many release times.
constexpr double sinkTimes = 2.0;

float stepTowards(double seconds, double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    return static_cast<float>(1.0 - smoothingFactor(seconds, sampleRate));
}

} // namespace

void LookAheadGain::prepare(int averageFrames, int steadyFrames)
{
    span_ = averageFrames;
    hold_ = averageFrames + 2 * steadyFrames;
    delay_ = averageFrames - 1 + steadyFrames;
    candidates_.assign(static_cast<std::size_t>(hold_) + 1, {});
    held_.assign(static_cast<std::size_t>(span_), 0);
    reset();
}

void LookAheadGain::reset() noexcept CPPMUSIC_NONBLOCKING
{
    firstCandidate_ = numCandidates_ = 0;
    std::fill(held_.begin(), held_.end(), static_cast<std::uint32_t>(unity));
    heldSum_ = static_cast<std::uint64_t>(unity) * held_.size();
    frame_ = 0;
    position_ = 0;
    releasing_ = lingering_ = 1.0f;
}

void LookAheadGain::setRelease(double seconds, bool isAdaptive,
                               double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    releaseFactor_ = stepTowards(seconds, sampleRate);
    sinkFactor_ = stepTowards(sinkTimes * seconds, sampleRate);
    riseFactor_ = stepTowards(slowest * seconds, sampleRate);
    if (!isAdaptive_) lingering_ = 1.0f;
    isAdaptive_ = isAdaptive;
}

/// The least gain needed by the last hold_ frames (a monotonic queue: each frame enters and leaves
/// once).
float LookAheadGain::slidingMinimum(float needed) noexcept CPPMUSIC_NONBLOCKING
{
    const std::size_t size = candidates_.size();
    const auto at = [&](std::size_t i) CPPMUSIC_NONBLOCKING -> Candidate& {
        const std::size_t index = firstCandidate_ + i;
        return candidates_[index < size ? index : index - size];
    };
    while (numCandidates_ > 0 && at(numCandidates_ - 1).gain >= needed) --numCandidates_;
    at(numCandidates_++) = {frame_, needed};
    while (at(0).frame <= frame_ - hold_) {
        firstCandidate_ = firstCandidate_ + 1 < size ? firstCandidate_ + 1 : 0;
        --numCandidates_;
    }
    return at(0).gain;
}

float LookAheadGain::average(float held) noexcept CPPMUSIC_NONBLOCKING
{
    auto& oldest = held_[position_];
    heldSum_ -= oldest;
    oldest = static_cast<std::uint32_t>(held * unity); // rounds down: never too loud
    heldSum_ += oldest;
    position_ = position_ + 1 < held_.size() ? position_ + 1 : 0;
    return static_cast<float>(static_cast<double>(heldSum_) /
                              (static_cast<double>(unity) * static_cast<double>(span_)));
}

float LookAheadGain::next(float needed) noexcept CPPMUSIC_NONBLOCKING
{
    const float minimum = slidingMinimum(needed);
    releasing_ =
        minimum <= releasing_ ? minimum : releasing_ + releaseFactor_ * (minimum - releasing_);
    float held = std::min(releasing_, minimum);
    if (isAdaptive_) {
        const float factor = held < lingering_ ? sinkFactor_ : riseFactor_;
        lingering_ += factor * (held - lingering_);
        held = std::min(held, lingering_);
    }
    ++frame_;
    return average(held);
}

} // namespace cppmusic::audio
