// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"
#include "ui/components/Fader.h"
#include "ui/components/IconButton.h"
#include "ui/components/Knob.h"
#include "ui/components/LevelMeter.h"
#include "ui/components/NumberField.h"
#include "ui/core/Layout.h"
#include "ui/core/Workspace.h"

namespace cppmusic::ui {

/// One strip of the mixer: name on its colour, devices, pan, mute, solo, fader, meter, level,
/// route. [main]
class MixerStripView final : public juce::Component, public juce::SettableTooltipClient {
public:
    MixerStripView(Workspace&, model::TrackId);

    void show(const model::Project&, const model::Track&, int number, bool isSelected);
    /// Once a frame: meter, and fader and pan where automation moves them.
    void showFrame();
    [[nodiscard]] model::TrackId track() const noexcept { return track_; }

private:
    struct Slot {
        juce::String name;
        model::DeviceId device;
        bool isEnabled = true;
        bool isInstrument = false;
    };

    void paint(juce::Graphics&) override;
    void resized() override;
    void mouseDown(const juce::MouseEvent&) override;
    void setUpControls();
    void paintSlots(juce::Graphics&) const;
    void pressSlot(int index, bool isMenu);
    void showInsertMenu();
    void showRouteMenu();

    Workspace& workspace_;
    model::TrackId track_;
    StripLayout layout_;
    juce::String name_, route_;
    juce::Colour colour_;
    bool isSelected_ = false, isMaster_ = false;
    std::vector<Slot> slots_;
    Knob pan_;
    Fader fader_{"Level"};
    IconButton mute_{"Mute", std::nullopt, "M"};
    IconButton solo_{"Solo", std::nullopt, "S"};
    LevelMeter meter_{LevelMeter::Direction::vertical};
    NumberField value_{"Level in dB", {-90.0f, 6.0f, 0.1f, 0.5f}};
};

} // namespace cppmusic::ui
