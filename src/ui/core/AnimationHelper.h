// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <juce_gui_basics/juce_gui_basics.h>

namespace cppmusic::ui {

/// Runs one number from where it is to a target in a given time, eased out; with "reduce motion" it
/// jumps. Asks for frames only while it moves. [main]
class AnimationHelper final : private juce::Timer {
public:
    /// `onChange` is called with every value on the way, the target last.
    AnimationHelper(float value, std::function<void(float)> onChange);

    void animateTo(float target, int milliseconds);
    void jumpTo(float value);
    [[nodiscard]] float value() const noexcept { return value_; }
    [[nodiscard]] bool isMoving() const noexcept { return isTimerRunning(); }

    /// The curve: 0 → 0, 1 → 1, fast at first (cubic ease-out). [any]
    [[nodiscard]] static float easeOut(float progress) noexcept;

    /// Off for people who asked their system for it. [main]
    void setReducesMotion(bool reduces) noexcept { reducesMotion_ = reduces; }

private:
    void timerCallback() override;

    std::function<void(float)> onChange_;
    float value_, from_, target_;
    double startMs_ = 0.0;
    int durationMs_ = 0;
    bool reducesMotion_ = false;
};

} // namespace cppmusic::ui
