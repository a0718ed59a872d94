// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/Fader.h"

#include "ui/core/ValueText.h"
#include "ui/style/NumberText.h"

#include <algorithm>
#include <array>

namespace cppmusic::ui {
namespace {

constexpr float capHeight = 28.0f;
constexpr float capWidth = 20.0f;
constexpr float margin = capHeight * 0.5f;
constexpr float scaleWidth = 20.0f;

} // namespace

Fader::Fader(const juce::String& title) : ValueControl(title, 0.0f) {}

float Fader::positionOf(float decibels) const
{
    return faderPosition(decibels);
}

float Fader::valueAt(float position) const
{
    return faderDb(position);
}

float Fader::positionPerPixel() const
{
    return 1.0f / std::max(1.0f, static_cast<float>(getHeight()) - 2.0f * margin);
}

void Fader::setColour(juce::Colour colour)
{
    if (colour_ == colour) return;
    colour_ = colour;
    repaint();
}

float Fader::yOf(float decibels, float height) noexcept
{
    return margin + (height - 2.0f * margin) * (1.0f - faderPosition(decibels));
}

float Fader::grooveX() const
{
    return scaleWidth + (static_cast<float>(getWidth()) - scaleWidth) * 0.5f;
}

juce::Rectangle<float> Fader::capArea() const
{
    return juce::Rectangle<float>(capWidth, capHeight)
        .withCentre({grooveX(), yOf(value(), static_cast<float>(getHeight()))});
}

void Fader::paintScale(juce::Graphics& g) const
{
    static constexpr std::array<float, 8> marks = {6.0f,   0.0f,   -6.0f,  -12.0f,
                                                   -18.0f, -30.0f, -48.0f, -90.0f};
    const Theme& theme = themeOf(*this);
    const auto height = static_cast<float>(getHeight());
    const juce::Font font = Tokens::font(9.0f);
    float lastY = -100.0f;
    for (const float mark : marks) {
        const float y = yOf(mark, height);
        if (y - lastY < 11.0f) continue;
        lastY = y;
        const bool isUnity = mark == 0.0f;
        g.setColour(isUnity ? theme.textMid : theme.textDim.withMultipliedAlpha(0.85f));
        const juce::String text = mark <= -90.0f ? juce::String::charToString(0x221e)
                                                 : juce::String(std::abs(static_cast<int>(mark)));
        drawTabular(g, font, text, {0.0f, y - 6.0f, scaleWidth - 6.0f, 12.0f},
                    juce::Justification::right);
        g.setColour(isUnity ? theme.textDim : theme.hairlineStrong);
        g.fillRect(scaleWidth - 3.0f, std::round(y) - 0.5f, 5.0f, 1.0f);
    }
}

void Fader::paint(juce::Graphics& g)
{
    const Theme& theme = themeOf(*this);
    const auto height = static_cast<float>(getHeight());
    paintScale(g);

    const auto groove = juce::Rectangle<float>(3.0f, height - 2.0f * margin + 6.0f)
                            .withCentre({grooveX(), height * 0.5f});
    g.setColour(theme.surface0);
    g.fillRoundedRectangle(groove, 1.5f);

    const auto cap = capArea();
    const bool isHot = isMouseOverOrDragging();
    g.setColour(theme.shadow);
    g.fillRoundedRectangle(cap.translated(0.0f, 2.0f).expanded(0.5f), Tokens::Radius::control);
    const juce::Colour body =
        isHot ? theme.surfaceHover.brighter(0.22f) : theme.surfaceHover.brighter(0.1f);
    g.setGradientFill(juce::ColourGradient::vertical(body.brighter(0.12f), cap.getY(),
                                                     body.darker(0.18f), cap.getBottom()));
    g.fillRoundedRectangle(cap, Tokens::Radius::control);
    g.setColour(theme.hairlineStrong);
    g.drawRoundedRectangle(cap.reduced(0.5f), Tokens::Radius::control, 1.0f);
    g.setColour(isHot ? theme.accent : colour_.value_or(theme.textHigh));
    g.fillRect(juce::Rectangle<float>(capWidth - 4.0f, 2.0f).withCentre(cap.getCentre()));
}

void Fader::mouseDoubleClick(const juce::MouseEvent&)
{
    callbacks.set(0.0f);
}

void Fader::mouseWheelMove(const juce::MouseEvent& event, const juce::MouseWheelDetails& wheel)
{
    const float step = event.mods.isShiftDown() ? 0.1f : 0.5f;
    const float from = std::max(value(), -60.0f);
    callbacks.set(std::clamp(from + (wheel.deltaY > 0.0f ? step : -step), -90.0f, 6.0f));
}

} // namespace cppmusic::ui
