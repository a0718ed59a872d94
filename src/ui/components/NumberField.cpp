// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/NumberField.h"

#include "ui/style/NumberText.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::ui {

NumberField::NumberField(const juce::String& title, Range range)
    : ValueControl(title, range.min),
      range_(range),
      format_([](float value) { return juce::String(std::lround(value)); }),
      parse_([](const juce::String& text) -> std::optional<float> {
          if (!text.containsAnyOf("0123456789")) return std::nullopt;
          return text.replaceCharacter(',', '.').getFloatValue();
      })
{
    setMouseCursor(juce::MouseCursor::UpDownResizeCursor);
}

void NumberField::setFormat(std::function<juce::String(float)> format,
                            std::function<std::optional<float>(const juce::String&)> parse)
{
    format_ = std::move(format);
    parse_ = std::move(parse);
    repaint();
}

void NumberField::setTextSize(float size, Weight weight)
{
    textSize_ = size;
    weight_ = weight;
}

void NumberField::setUnit(const juce::String& unit)
{
    unit_ = unit;
}

bool NumberField::looksDifferent(float a, float b) const
{
    return textOf(a) != textOf(b);
}

float NumberField::clamped(float value) const noexcept
{
    return std::clamp(value, range_.min, range_.max);
}

juce::String NumberField::textOf(float value) const
{
    return format_(value);
}

void NumberField::paint(juce::Graphics& g)
{
    const Theme& theme = themeOf(*this);
    if (isMouseOverOrDragging() && isEnabled()) {
        g.setColour(theme.surface3);
        g.fillRoundedRectangle(getLocalBounds().toFloat(), Tokens::Radius::control);
    }
    auto area = getLocalBounds().toFloat().reduced(4.0f, 0.0f);
    const juce::Font font = Tokens::font(textSize_, weight_);
    const juce::Font unitFont = Tokens::font(Tokens::Type::micro);
    if (unit_.isNotEmpty()) {
        const float width = unitFont.getStringWidthFloat(unit_) + 4.0f;
        g.setColour(theme.textDim);
        g.setFont(unitFont);
        g.drawText(unit_, area.removeFromRight(width).translated(0.0f, 0.5f),
                   juce::Justification::centredRight);
    }
    g.setColour(isEnabled() ? theme.textHigh : theme.textDim);
    drawTabular(g, font, textOf(value()), area, justification_);
}

void NumberField::mouseDoubleClick(const juce::MouseEvent& event)
{
    if (event.mods.isAltDown() && default_) {
        callbacks.set(*default_);
        return;
    }
    editor_.open(*this, getLocalBounds(), textOf(value()), [this](const juce::String& text) {
        if (const auto typed = parse_(text)) callbacks.set(clamped(*typed));
    });
}

void NumberField::mouseWheelMove(const juce::MouseEvent& event,
                                 const juce::MouseWheelDetails& wheel)
{
    const float step = range_.step * (event.mods.isShiftDown() ? 0.1f : 1.0f);
    callbacks.set(clamped(value() + (wheel.deltaY > 0.0f ? step : -step)));
}

} // namespace cppmusic::ui
