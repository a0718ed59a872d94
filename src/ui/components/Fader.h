// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/ValueControl.h"

namespace cppmusic::ui {

/// A channel fader, −90 (silence) … +6 dB, 0 dB at 75 % of the travel, with a dB scale beside the
/// groove. Drag (Shift or Ctrl: fine), wheel 0.5 dB, double click resets to 0 dB. [main]
class Fader final : public ValueControl {
public:
    explicit Fader(const juce::String& title);

    void setColour(juce::Colour);

    /// Where a level lies in a fader of this height, from the top.
    [[nodiscard]] static float yOf(float decibels, float height) noexcept;

private:
    void paint(juce::Graphics&) override;
    [[nodiscard]] float positionOf(float decibels) const override;
    [[nodiscard]] float valueAt(float position) const override;
    [[nodiscard]] float positionPerPixel() const override;
    void mouseDoubleClick(const juce::MouseEvent&) override;
    void mouseWheelMove(const juce::MouseEvent&, const juce::MouseWheelDetails&) override;
    void paintScale(juce::Graphics&) const;
    [[nodiscard]] float grooveX() const;
    [[nodiscard]] juce::Rectangle<float> capArea() const;

    std::optional<juce::Colour> colour_;
};

} // namespace cppmusic::ui
