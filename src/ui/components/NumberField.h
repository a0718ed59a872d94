// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/InlineEditor.h"
#include "ui/components/ValueControl.h"

#include <optional>

namespace cppmusic::ui {

/// A number that is dragged up and down, stepped by the wheel, or typed over after a double click.
/// Tabular figures; Shift or Ctrl makes the drag ten times finer. [main]
class NumberField final : public ValueControl {
public:
    struct Range {
        float min = 0.0f, max = 1.0f;
        float perPixel = 0.01f; ///< change of a drag of one pixel
        float step = 1.0f;      ///< change of a step of the wheel
    };
    NumberField(const juce::String& title, Range range);

    /// How the value is written; whole numbers if never set.
    void setFormat(std::function<juce::String(float)> format,
                   std::function<std::optional<float>(const juce::String&)> parse);
    void setTextSize(float size, Weight weight = Weight::medium);
    void setUnit(const juce::String& unit);
    void setDefault(float value) { default_ = value; }
    void setJustification(juce::Justification justification) { justification_ = justification; }

private:
    void paint(juce::Graphics&) override;
    [[nodiscard]] float positionOf(float value) const override { return value; }
    [[nodiscard]] float valueAt(float position) const override { return position; }
    [[nodiscard]] float positionPerPixel() const override { return range_.perPixel; }
    [[nodiscard]] juce::Range<float> travel() const override { return {range_.min, range_.max}; }
    [[nodiscard]] bool looksDifferent(float a, float b) const override;
    void mouseDoubleClick(const juce::MouseEvent&) override;
    void mouseWheelMove(const juce::MouseEvent&, const juce::MouseWheelDetails&) override;
    [[nodiscard]] float clamped(float value) const noexcept;
    [[nodiscard]] juce::String textOf(float value) const;

    Range range_;
    std::optional<float> default_;
    float textSize_ = Tokens::Type::body;
    Weight weight_ = Weight::medium;
    juce::Justification justification_ = juce::Justification::centred;
    juce::String unit_;
    std::function<juce::String(float)> format_;
    std::function<std::optional<float>(const juce::String&)> parse_;
    InlineEditor editor_;
};

} // namespace cppmusic::ui
