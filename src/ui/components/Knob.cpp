// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/Knob.h"

#include "core/params/Taper.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::ui {
namespace {

constexpr float startAngle = juce::MathConstants<float>::pi * 1.25f;
constexpr float sweep = juce::MathConstants<float>::pi * 1.5f;
constexpr float pixelsForWholeTravel = 180.0f;
constexpr int labelHeight = 14;

float angleAt(float position)
{
    return startAngle + sweep * position;
}

} // namespace

Knob::Knob(const juce::String& label, const core::ParameterSpec& spec)
    : ValueControl(label, spec.defaultValue),
      label_(label),
      spec_(spec),
      format_([spec](float value) {
          return juce::String::fromUTF8(core::textOf(spec, value).c_str());
      }),
      parse_([spec](const juce::String& text) -> std::optional<float> {
          const auto value = core::parseValue(spec, text.toStdString());
          return value.ok() ? std::optional(value.value()) : std::nullopt;
      })
{
}

float Knob::positionOf(float value) const
{
    return core::positionOf(spec_, value);
}

float Knob::valueAt(float position) const
{
    return core::valueAt(spec_, position);
}

float Knob::positionPerPixel() const
{
    return 1.0f / pixelsForWholeTravel;
}

void Knob::setColour(juce::Colour colour)
{
    if (colour_ == colour) return;
    colour_ = colour;
    repaint();
}

void Knob::setFormat(std::function<juce::String(float)> format,
                     std::function<std::optional<float>(const juce::String&)> parse)
{
    format_ = std::move(format);
    parse_ = std::move(parse);
}

juce::Rectangle<float> Knob::dialArea() const
{
    auto area = getLocalBounds();
    if (showsLabel_) area.removeFromBottom(labelHeight);
    const auto side = static_cast<float>(std::min(area.getWidth(), area.getHeight()));
    return area.toFloat().withSizeKeepingCentre(side, side).reduced(2.0f);
}

void Knob::paint(juce::Graphics& g)
{
    const Theme& theme = themeOf(*this);
    const auto dial = dialArea();
    const auto centre = dial.getCentre();
    const float radius = dial.getWidth() * 0.5f;
    const float position = core::positionOf(spec_, value());
    // From zero where there are two sides, else from the lower end.
    const bool hasTwoSides =
        spec_.min < 0.0f && spec_.max > 0.0f && spec_.taper != core::Taper::fader;
    const float origin = hasTwoSides ? core::positionOf(spec_, 0.0f) : 0.0f;
    const bool isHot = isMouseOverOrDragging();

    g.setColour(isHot ? theme.surfaceHover : theme.surface3);
    g.fillEllipse(dial.reduced(radius * 0.26f));

    const float thickness = std::max(2.0f, radius * 0.15f);
    const float arcRadius = radius - thickness * 0.5f;
    const juce::PathStrokeType stroke(thickness, juce::PathStrokeType::curved,
                                      juce::PathStrokeType::rounded);
    juce::Path track;
    track.addCentredArc(centre.x, centre.y, arcRadius, arcRadius, 0.0f, angleAt(0.0f),
                        angleAt(1.0f), true);
    g.setColour(theme.surface0);
    g.strokePath(track, stroke);
    if (std::abs(position - origin) > 0.002f) {
        juce::Path arc;
        arc.addCentredArc(centre.x, centre.y, arcRadius, arcRadius, 0.0f,
                          angleAt(std::min(position, origin)), angleAt(std::max(position, origin)),
                          true);
        g.setColour(colour_.value_or(theme.accent));
        g.strokePath(arc, stroke);
    }

    const float angle = angleAt(position);
    const auto tip = centre.getPointOnCircumference(radius * 0.66f, angle);
    const auto base = centre.getPointOnCircumference(radius * 0.22f, angle);
    g.setColour(theme.textHigh);
    juce::Path pointer;
    pointer.startNewSubPath(base);
    pointer.lineTo(tip);
    g.strokePath(pointer, juce::PathStrokeType(1.75f, juce::PathStrokeType::curved,
                                               juce::PathStrokeType::rounded));

    if (!showsLabel_) return;
    g.setFont(Tokens::font(Tokens::Type::micro, isHot ? Weight::medium : Weight::regular));
    g.setColour(isHot ? theme.textHigh : theme.textDim);
    g.drawFittedText(isHot ? format_(value()) : label_,
                     getLocalBounds().removeFromBottom(labelHeight), juce::Justification::centred,
                     1, 0.8f);
}

void Knob::mouseDoubleClick(const juce::MouseEvent&)
{
    callbacks.set(spec_.defaultValue);
}

void Knob::mouseWheelMove(const juce::MouseEvent& event, const juce::MouseWheelDetails& wheel)
{
    const bool isStepped = spec_.taper == core::Taper::stepped;
    const float direction = wheel.deltaY > 0.0f ? 1.0f : -1.0f;
    const float step = isStepped ? 1.0f / std::max(1.0f, spec_.max - spec_.min)
                                 : (event.mods.isShiftDown() ? 0.004f : 0.02f);
    callbacks.set(core::valueAt(spec_, core::positionOf(spec_, value()) + direction * step));
}

void Knob::openEditor()
{
    auto area = getLocalBounds();
    editor_.open(*this, area.removeFromBottom(18), format_(value()),
                 [this](const juce::String& text) {
                     if (const auto typed = parse_(text))
                         callbacks.set(core::clampToRange(spec_, *typed));
                 });
}

} // namespace cppmusic::ui
