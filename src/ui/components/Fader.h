// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/ValueCallbacks.h"
#include "ui/style/UltraDesignSystem.h"

namespace cppmusic::ui {

/// A channel fader, −90 (silence) … +6 dB, 0 dB at 75 % of the travel, with a dB scale beside the
/// groove. Drag (Shift or Ctrl: fine), wheel 0.5 dB, double click resets to 0 dB. [main]
class Fader final : public juce::Component, public juce::SettableTooltipClient {
public:
    explicit Fader(const juce::String& title);

    /// Shows a value in dB without telling anybody.
    void show(float decibels);
    [[nodiscard]] float value() const noexcept { return value_; }
    void setColour(juce::Colour);

    /// Where a level lies in a fader of this height, from the top.
    [[nodiscard]] static float yOf(float decibels, float height) noexcept;

    ValueCallbacks callbacks; ///< dB

private:
    void paint(juce::Graphics&) override;
    void mouseEnter(const juce::MouseEvent&) override { repaint(); }
    void mouseExit(const juce::MouseEvent&) override { repaint(); }
    void mouseDown(const juce::MouseEvent&) override;
    void mouseDrag(const juce::MouseEvent&) override;
    void mouseUp(const juce::MouseEvent&) override;
    void mouseDoubleClick(const juce::MouseEvent&) override;
    void mouseWheelMove(const juce::MouseEvent&, const juce::MouseWheelDetails&) override;
    void paintScale(juce::Graphics&) const;
    [[nodiscard]] float grooveX() const;
    [[nodiscard]] juce::Rectangle<float> capArea() const;

    float value_ = 0.0f;
    std::optional<juce::Colour> colour_;
    bool isDragging_ = false;
    float dragPosition_ = 0.0f;
    int lastY_ = 0;
};

} // namespace cppmusic::ui
