// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"
#include "ui/components/IconButton.h"
#include "ui/components/Knob.h"
#include "ui/components/ScrolledRow.h"
#include "ui/core/Workspace.h"

#include <memory>
#include <vector>

namespace cppmusic::ui {

/// One device as a card: its name, on and off, and a knob for every parameter. [main]
class DeviceCard final : public juce::Component {
public:
    DeviceCard(Workspace&, const model::Device&);

    void show(const model::Device&, juce::Colour);
    /// Once a frame: what automation moves.
    void showFrame();
    [[nodiscard]] model::DeviceId device() const noexcept { return device_; }
    /// The width it needs at a height.
    [[nodiscard]] int widthFor(int height) const;

private:
    struct Control {
        core::ParameterSpec spec;
        std::unique_ptr<Knob> knob;
    };

    void paint(juce::Graphics&) override;
    void resized() override;
    [[nodiscard]] static int rowsFor(int height);

    Workspace& workspace_;
    model::DeviceId device_;
    juce::String name_;
    juce::Colour colour_;
    IconButton enabled_{"On", std::nullopt, "On"};
    std::vector<Control> controls_;
};

/// The devices of the selected track from left to right. [main]
class DeviceView final : public juce::Component {
public:
    explicit DeviceView(Workspace&);
    /// The document changed, or the selection.
    void refresh();
    void showFrame();

private:
    void paint(juce::Graphics&) override;
    void resized() override;

    Workspace& workspace_;
    ScrolledRow row_;
    std::vector<std::unique_ptr<DeviceCard>> cards_;
    juce::String emptyText_;
};

} // namespace cppmusic::ui
