// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/core/MeterBallistics.h"
#include "ui/style/UltraDesignSystem.h"

#include <array>

namespace cppmusic::ui {

/// A stereo meter: peak bars with a hold line, an RMS bar inside, and a lamp that stays lit after a
/// clip until clicked. Repaints only what changed; paint() allocates nothing. [main]
class LevelMeter final : public juce::Component {
public:
    enum class Direction { vertical, horizontal };
    explicit LevelMeter(Direction, bool hasClipLamp = true);

    /// Shows these readings; repaints the stretch between old and new only.
    void show(const StereoBallistics&);
    /// Called when the lamp is clicked.
    std::function<void()> onClipReset;

    /// Where a level lies on the travel, 0–1: −60…+6 dB, finer at the top. [any]
    [[nodiscard]] static float positionOf(float decibels) noexcept;

private:
    struct Bar {
        float peak = 0.0f, rms = 0.0f, hold = 0.0f; // positions
    };

    void paint(juce::Graphics&) override;
    void mouseDown(const juce::MouseEvent&) override;
    [[nodiscard]] juce::Rectangle<int> barArea(std::size_t channel) const;
    [[nodiscard]] juce::Rectangle<int> lampArea() const;
    [[nodiscard]] juce::Rectangle<int> stretch(juce::Rectangle<int> bar, float from,
                                               float to) const;
    void paintBar(juce::Graphics&, juce::Rectangle<int> area, const Bar&) const;
    void repaintChange(juce::Rectangle<int> area, float before, float after);

    Direction direction_;
    bool hasClipLamp_;
    std::array<Bar, 2> bars_;
    bool hasClipped_ = false;
};

} // namespace cppmusic::ui
