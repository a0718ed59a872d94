// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/StatusStrip.h"

#include "ui/style/Icons.h"

#include <algorithm>

namespace cppmusic::ui {
namespace {

constexpr int deviceWidth = 330;
constexpr int messageMs = 6000;
const juce::String separator = juce::String::fromUTF8("  ·  ");

} // namespace

StatusStrip::StatusStrip()
{
    setTitle("Status");
    setComponentID("status");
    setOpaque(true);
}

void StatusStrip::showProject(const juce::String& name, const juce::String& state, Lamp lamp)
{
    if (name == project_ && state == state_ && lamp == lamp_) return;
    project_ = name;
    state_ = state;
    lamp_ = lamp;
    repaint();
}

void StatusStrip::showDevice(const DeviceStatus& status)
{
    juce::String text = "No audio device";
    if (status.name.isNotEmpty()) {
        text = status.name + separator + juce::String(status.sampleRate / 1000.0, 1) + " kHz" +
               separator + juce::String(status.blockFrames) + " frames";
        if (status.overloads > 0)
            text << separator << status.overloads
                 << (status.overloads == 1 ? " dropout" : " dropouts");
    }
    const bool hasDevice = status.name.isNotEmpty() && status.isRunning;
    const bool hasOverloads = status.overloads > 0;
    if (text == device_ && hasDevice == hasDevice_ && hasOverloads == hasOverloads_) return;
    device_ = text;
    hasDevice_ = hasDevice;
    hasOverloads_ = hasOverloads;
    repaint(deviceArea());
}

void StatusStrip::showMessage(const juce::String& text, bool isError)
{
    message_ = text;
    isError_ = isError;
    setDescription(text);
    if (isError)
        stopTimer();
    else
        startTimer(messageMs);
    repaint();
}

void StatusStrip::showHint(const juce::String& text)
{
    if (text == hint_) return;
    hint_ = text;
    if (message_.isEmpty()) repaint();
}

void StatusStrip::timerCallback()
{
    stopTimer();
    message_.clear();
    repaint();
}

juce::Rectangle<int> StatusStrip::deviceArea() const
{
    return getLocalBounds().removeFromRight(deviceWidth);
}

void StatusStrip::paint(juce::Graphics& g)
{
    const Theme& theme = themeOf(*this);
    g.fillAll(theme.surface1);
    g.setColour(theme.hairline);
    g.fillRect(getLocalBounds().removeFromTop(1));

    auto area = getLocalBounds().withTrimmedTop(1).reduced(Tokens::Space::m, 0);
    const juce::Font font = Tokens::font(Tokens::Type::small);
    g.setFont(font);

    auto device = area.removeFromRight(deviceWidth - Tokens::Space::m);
    g.setColour(!hasDevice_ || hasOverloads_ ? theme.mute : theme.textDim);
    g.drawText(device_, device, juce::Justification::centredRight);
    const auto textWidth = static_cast<int>(font.getStringWidthFloat(device_)) + 18;
    const auto lamp = device.removeFromRight(textWidth).removeFromLeft(6).toFloat();
    g.setColour(hasDevice_ ? theme.play : theme.mute);
    g.fillEllipse(lamp.withSizeKeepingCentre(6.0f, 6.0f));

    const int nameWidth = std::min(260, static_cast<int>(font.getStringWidthFloat(project_)) + 10);
    g.setColour(theme.textMid);
    g.drawText(project_, area.removeFromLeft(nameWidth), juce::Justification::centredLeft);
    const auto dot = area.removeFromLeft(10).toFloat();
    g.setColour(lamp_ == Lamp::good ? theme.play : theme.mute);
    if (lamp_ == Lamp::waiting)
        g.drawEllipse(dot.withSizeKeepingCentre(5.0f, 5.0f), 1.5f);
    else
        g.fillEllipse(dot.withSizeKeepingCentre(6.0f, 6.0f));
    g.setColour(lamp_ == Lamp::bad ? theme.textHigh : theme.textDim);
    const int stateWidth = std::max(62, static_cast<int>(font.getStringWidthFloat(state_)) + 12);
    g.drawText(state_, area.removeFromLeft(stateWidth).withTrimmedLeft(4),
               juce::Justification::centredLeft);

    area.removeFromLeft(Tokens::Space::m);
    if (isError_ && message_.isNotEmpty()) {
        g.setColour(theme.record);
        drawIcon(g, Icon::warning, area.removeFromLeft(16).toFloat(), 13.0f);
        area.removeFromLeft(Tokens::Space::xs);
        g.setFont(Tokens::font(Tokens::Type::small, Weight::medium));
        g.setColour(theme.textHigh);
    } else {
        g.setColour(message_.isNotEmpty() ? theme.textHigh : theme.textDim);
    }
    g.drawText(message_.isNotEmpty() ? message_ : hint_, area, juce::Justification::centredLeft);
}

void StatusStrip::mouseUp(const juce::MouseEvent& event)
{
    if (deviceArea().contains(event.getPosition())) {
        if (onDeviceClicked) onDeviceClicked();
    } else if (message_.isNotEmpty()) {
        timerCallback();
    }
}

} // namespace cppmusic::ui
