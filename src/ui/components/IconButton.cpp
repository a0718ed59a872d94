// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/IconButton.h"

namespace cppmusic::ui {

IconButton::IconButton(const juce::String& title, std::optional<Icon> icon,
                       const juce::String& label)
    : juce::Button(title), icon_(icon), text_(label), hover_(0.0f, [this](float) { repaint(); })
{
    setTitle(title);
    setComponentID(title);
    setWantsKeyboardFocus(false);
    setMouseClickGrabsKeyboardFocus(false);
}

void IconButton::setOnColour(juce::Colour colour)
{
    onColour_ = colour;
    repaint();
}

void IconButton::setIcon(Icon icon)
{
    icon_ = icon;
    repaint();
}

void IconButton::setText(const juce::String& label)
{
    if (label == text_) return;
    text_ = label;
    repaint();
}

void IconButton::mouseEnter(const juce::MouseEvent& event)
{
    juce::Button::mouseEnter(event);
    hover_.animateTo(1.0f, Tokens::Motion::hoverMs);
}

void IconButton::mouseExit(const juce::MouseEvent& event)
{
    juce::Button::mouseExit(event);
    hover_.animateTo(0.0f, Tokens::Motion::hoverMs);
}

void IconButton::paintButton(juce::Graphics& g, bool, bool isDown)
{
    const Theme& theme = themeOf(*this);
    const auto area = getLocalBounds().toFloat();
    const bool isLit = getToggleState();
    const juce::Colour on = onColour_.value_or(theme.accent);
    const float hover = isEnabled() ? hover_.value() : 0.0f;

    juce::Colour fill = theme.surface3.interpolatedWith(theme.surfaceHover, hover);
    juce::Colour glyph = theme.textMid.interpolatedWith(theme.textHigh, hover);
    if (isLit && isQuiet_) {
        fill = theme.surface3.interpolatedWith(on, 0.2f + 0.08f * hover);
        glyph = on;
    } else if (isLit) {
        fill = on.interpolatedWith(juce::Colours::white, 0.12f * hover);
        glyph = theme.textOnColour;
    }
    if (isDown) fill = fill.darker(0.2f);
    if (!isEnabled()) {
        fill = theme.surface3.withMultipliedAlpha(0.45f);
        glyph = theme.textDim.withMultipliedAlpha(0.7f);
    }
    g.setColour(fill);
    g.fillRoundedRectangle(area, Tokens::Radius::control);

    g.setColour(glyph);
    auto content = area.reduced(icon_ && text_.isNotEmpty() ? 6.0f : 1.0f, 0.0f);
    if (icon_)
        drawIcon(g, *icon_, text_.isEmpty() ? content : content.removeFromLeft(iconSize_),
                 iconSize_);
    if (text_.isNotEmpty()) {
        g.setFont(Tokens::font(textSize_, Weight::semibold));
        g.drawText(text_, content.withTrimmedLeft(icon_ ? 5.0f : 0.0f),
                   icon_ ? juce::Justification::centredLeft : juce::Justification::centred);
    }
}

} // namespace cppmusic::ui
