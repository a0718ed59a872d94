// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/params/ParameterSpec.h"
#include "ui/components/InlineEditor.h"
#include "ui/components/ValueControl.h"

namespace cppmusic::ui {

/// A 270° knob: value arc in colour from zero or the lower end, pointer line, label under it that
/// turns into the value under the mouse. Drag up and down (Shift or Ctrl: fine), wheel, double
/// click resets, right click types. [main]
class Knob final : public ValueControl {
public:
    Knob(const juce::String& label, const core::ParameterSpec&);

    void setColour(juce::Colour);
    void setFormat(std::function<juce::String(float)> format,
                   std::function<std::optional<float>(const juce::String&)> parse);
    /// Without a label the value appears nowhere but in the tooltip.
    void setShowsLabel(bool shows) { showsLabel_ = shows; }

private:
    void paint(juce::Graphics&) override;
    [[nodiscard]] float positionOf(float value) const override;
    [[nodiscard]] float valueAt(float position) const override;
    [[nodiscard]] float positionPerPixel() const override;
    void openMenu() override { openEditor(); }
    void mouseDoubleClick(const juce::MouseEvent&) override;
    void mouseWheelMove(const juce::MouseEvent&, const juce::MouseWheelDetails&) override;
    void openEditor();
    [[nodiscard]] juce::Rectangle<float> dialArea() const;

    juce::String label_;
    core::ParameterSpec spec_;
    std::optional<juce::Colour> colour_;
    std::function<juce::String(float)> format_;
    std::function<std::optional<float>(const juce::String&)> parse_;
    InlineEditor editor_;
    bool showsLabel_ = true;
};

} // namespace cppmusic::ui
