// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/core/Workspace.h"
#include "ui/style/UltraDesignSystem.h"

namespace cppmusic::ui {

/// The line at the foot of the window: the project and whether it is saved, the last message, the
/// sound device and blocks that came too late. An error is red, has a sign, and stays until
/// clicked. [main]
class StatusStrip final : public juce::Component, private juce::Timer {
public:
    StatusStrip();

    /// Saved: green; work that is not saved: an amber ring; work that is not kept: amber.
    enum class Lamp { good, waiting, bad };
    /// `state`: "saved", "not being saved".
    void showProject(const juce::String& name, const juce::String& state, Lamp lamp);
    void showDevice(const DeviceStatus&);
    void showMessage(const juce::String& text, bool isError);
    /// What would happen at the mouse, while there is no message.
    void showHint(const juce::String& text);
    /// Called when the device's part is clicked.
    std::function<void()> onDeviceClicked;

private:
    void paint(juce::Graphics&) override;
    void mouseUp(const juce::MouseEvent&) override;
    void timerCallback() override;
    [[nodiscard]] juce::Rectangle<int> deviceArea() const;

    juce::String project_, state_, message_, hint_, device_;
    Lamp lamp_ = Lamp::good;
    bool isError_ = false, hasDevice_ = false, hasOverloads_ = false;
};

} // namespace cppmusic::ui
