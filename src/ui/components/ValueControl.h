// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/ValueCallbacks.h"
#include "ui/style/UltraDesignSystem.h"

namespace cppmusic::ui {

/// What a knob, a fader and a number have in common: a value that is shown, and dragged up and down
/// (Shift or Ctrl: ten times finer). A drag moves a position, which the control maps to its value.
/// [main]
class ValueControl : public juce::Component, public juce::SettableTooltipClient {
public:
    /// Shows a value without telling anybody.
    void show(float value);
    [[nodiscard]] float value() const noexcept { return value_; }

    ValueCallbacks callbacks; ///< plain values

protected:
    ValueControl(const juce::String& title, float value);

    [[nodiscard]] virtual float positionOf(float value) const = 0;
    [[nodiscard]] virtual float valueAt(float position) const = 0;
    /// The ends of the travel.
    [[nodiscard]] virtual juce::Range<float> travel() const { return {0.0f, 1.0f}; }
    /// How far a drag of one pixel moves the position.
    [[nodiscard]] virtual float positionPerPixel() const = 0;
    /// Whether the two values look different.
    [[nodiscard]] virtual bool looksDifferent(float a, float b) const { return a != b; }

private:
    void mouseEnter(const juce::MouseEvent&) override { repaint(); }
    void mouseExit(const juce::MouseEvent&) override { repaint(); }
    void mouseDown(const juce::MouseEvent&) final;
    void mouseDrag(const juce::MouseEvent&) final;
    void mouseUp(const juce::MouseEvent&) final;
    /// The right button was pressed.
    virtual void openMenu() {}

    float value_;
    bool isDragging_ = false;
    float dragPosition_ = 0.0f;
    int lastY_ = 0;
};

} // namespace cppmusic::ui
