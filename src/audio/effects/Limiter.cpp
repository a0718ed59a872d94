// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Limiter.h"

#include "audio/dsp/LevelDetector.h"
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
}};

constexpr float unity = 16777216.0f; // 2^24: gains as whole numbers

} // namespace

Limiter::Limiter() : StereoEffect(table) {}

void Limiter::prepareEffect(const PrepareSpec& spec)
{
    window_ = std::max(2, static_cast<int>(spec.sampleRate.value * lookAheadSeconds + 0.5));
    const auto size = static_cast<std::size_t>(window_);
    candidates_.assign(size + 1, {});
    held_.assign(size, 0);
    for (auto& channel : delayed_) channel.assign(size, 0.0f);
}

void Limiter::clear() noexcept CPPMUSIC_NONBLOCKING
{
    firstCandidate_ = numCandidates_ = 0;
    std::fill(held_.begin(), held_.end(), static_cast<std::uint32_t>(unity));
    heldSum_ = static_cast<std::uint64_t>(unity) * held_.size();
    for (auto& channel : delayed_) std::fill(channel.begin(), channel.end(), 0.0f);
    frame_ = 0;
    position_ = 0;
    releasing_ = 1.0f;
}

double Limiter::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    return lookAheadSeconds + 16.0 * static_cast<double>(values[release]);
}

void Limiter::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    if (!point.hasChanged) return;
    move(gain_, core::math::dbToGain(value(gain)), point.isImmediate);
    move(ceiling_, core::math::dbToGain(value(ceiling)), point.isImmediate);
    releaseFactor_ = static_cast<float>(
        1.0 - smoothingFactor(static_cast<double>(value(release)), sampleRate()));
}

/// The least gain needed by the last window_ frames (a monotonic queue: each frame enters and
/// leaves once).
float Limiter::slidingMinimum(float needed) noexcept CPPMUSIC_NONBLOCKING
{
    const std::size_t size = candidates_.size();
    const auto at = [&](std::size_t i) -> Candidate& {
        const std::size_t index = firstCandidate_ + i;
        return candidates_[index < size ? index : index - size];
    };
    while (numCandidates_ > 0 && at(numCandidates_ - 1).gain >= needed) --numCandidates_;
    at(numCandidates_++) = {frame_, needed};
    while (at(0).frame <= frame_ - window_) {
        firstCandidate_ = firstCandidate_ + 1 < size ? firstCandidate_ + 1 : 0;
        --numCandidates_;
    }
    return at(0).gain;
}

float Limiter::average(float held) noexcept CPPMUSIC_NONBLOCKING
{
    auto& oldest = held_[static_cast<std::size_t>(position_)];
    heldSum_ -= oldest;
    oldest = static_cast<std::uint32_t>(held * unity); // rounds down: never too loud
    heldSum_ += oldest;
    return static_cast<float>(static_cast<double>(heldSum_) /
                              (static_cast<double>(unity) * static_cast<double>(window_)));
}

void Limiter::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < frames; ++i) {
        const float ceilingNow = ceiling_.at(i);
        const float l = left[i] * gain_.at(i);
        const float r = right[i] * gain_.at(i);
        const float peak = std::max(std::abs(l), std::abs(r));
        const float minimum = slidingMinimum(peak > ceilingNow ? ceilingNow / peak : 1.0f);
        releasing_ =
            minimum <= releasing_ ? minimum : releasing_ + releaseFactor_ * (minimum - releasing_);
        const float applied = average(std::min(releasing_, minimum));
        const auto place = static_cast<std::size_t>(position_);
        delayed_[0][place] = l;
        delayed_[1][place] = r;
        ++frame_;
        position_ = position_ + 1 < window_ ? position_ + 1 : 0;
        const auto oldest = static_cast<std::size_t>(position_); // window_ − 1 frames ago
        left[i] = std::clamp(delayed_[0][oldest] * applied, -ceilingNow, ceilingNow);
        right[i] = std::clamp(delayed_[1][oldest] * applied, -ceilingNow, ceilingNow);
    }
    gain_.advance(frames);
    ceiling_.advance(frames);
}

} // namespace cppmusic::audio
