// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/params/ParameterSpec.h"
#include "ui/components/InlineEditor.h"
#include "ui/components/ValueCallbacks.h"
#include "ui/style/UltraDesignSystem.h"

namespace cppmusic::ui {

/// A 270° knob: value arc in colour from zero or the lower end, pointer line, label under it that
/// turns into the value under the mouse. Drag up and down (Shift or Ctrl: fine), wheel, double
/// click resets, right click types. [main]
class Knob final : public juce::Component, public juce::SettableTooltipClient {
public:
    Knob(const juce::String& label, const core::ParameterSpec&);

    /// Shows a plain value without telling anybody.
    void show(float plainValue);
    void setColour(juce::Colour);
    void setFormat(std::function<juce::String(float)> format,
                   std::function<std::optional<float>(const juce::String&)> parse);
    /// Without a label the value appears nowhere but in the tooltip.
    void setShowsLabel(bool shows) { showsLabel_ = shows; }

    ValueCallbacks callbacks; ///< plain values

private:
    void paint(juce::Graphics&) override;
    void mouseEnter(const juce::MouseEvent&) override { repaint(); }
    void mouseExit(const juce::MouseEvent&) override { repaint(); }
    void mouseDown(const juce::MouseEvent&) override;
    void mouseDrag(const juce::MouseEvent&) override;
    void mouseUp(const juce::MouseEvent&) override;
    void mouseDoubleClick(const juce::MouseEvent&) override;
    void mouseWheelMove(const juce::MouseEvent&, const juce::MouseWheelDetails&) override;
    void openEditor();
    [[nodiscard]] juce::Rectangle<float> dialArea() const;

    juce::String label_;
    core::ParameterSpec spec_;
    float value_;
    std::optional<juce::Colour> colour_;
    std::function<juce::String(float)> format_;
    std::function<std::optional<float>(const juce::String&)> parse_;
    InlineEditor editor_;
    bool showsLabel_ = true;
    bool isDragging_ = false;
    float dragPosition_ = 0.0f;
    int lastY_ = 0;
};

} // namespace cppmusic::ui
