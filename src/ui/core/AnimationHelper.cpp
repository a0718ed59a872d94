// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/core/AnimationHelper.h"

#include <algorithm>

namespace cppmusic::ui {

AnimationHelper::AnimationHelper(float value, std::function<void(float)> onChange)
    : onChange_(std::move(onChange)), value_(value), from_(value), target_(value)
{
}

void AnimationHelper::animateTo(float target, int milliseconds)
{
    if (target == target_) return;
    if (reducesMotion_ || milliseconds <= 0) {
        jumpTo(target);
        return;
    }
    from_ = value_;
    target_ = target;
    durationMs_ = milliseconds;
    startMs_ = juce::Time::getMillisecondCounterHiRes();
    startTimerHz(60);
}

void AnimationHelper::jumpTo(float value)
{
    stopTimer();
    value_ = from_ = target_ = value;
    onChange_(value_);
}

float AnimationHelper::easeOut(float progress) noexcept
{
    const float rest = 1.0f - std::clamp(progress, 0.0f, 1.0f);
    return 1.0f - rest * rest * rest;
}

void AnimationHelper::timerCallback()
{
    const auto elapsed = static_cast<float>(juce::Time::getMillisecondCounterHiRes() - startMs_);
    const float progress = elapsed / static_cast<float>(durationMs_);
    if (progress >= 1.0f) {
        jumpTo(target_);
        return;
    }
    value_ = from_ + (target_ - from_) * easeOut(progress);
    onChange_(value_);
}

} // namespace cppmusic::ui
