// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/IconButton.h"
#include "ui/components/LevelMeter.h"
#include "ui/components/NumberField.h"
#include "ui/core/Layout.h"
#include "ui/core/Workspace.h"

namespace cppmusic::ui {

/// The bar at the top: menu, transport, position, tempo and time signature, grid, master level,
/// load of the processor. [main]
class TransportBar final : public juce::Component {
public:
    explicit TransportBar(Workspace&);

    /// The document changed.
    void refresh();
    /// Once a frame.
    void showFrame();
    void showDevice(const DeviceStatus&);
    /// Called when the menu button is pressed.
    std::function<void(juce::Component&)> onMenu;

private:
    void paint(juce::Graphics&) override;
    void resized() override;
    void mouseDown(const juce::MouseEvent&) override;
    void connect(juce::Button&, int commandId);
    void setUpTempo();
    void showSnapMenu();
    void showSignatureMenu();
    void paintDisplay(juce::Graphics&) const;

    Workspace& workspace_;
    TransportLayout layout_;
    IconButton menu_{"Menu", Icon::menu};
    IconButton undo_{"Undo", Icon::undo}, redo_{"Redo", Icon::redo};
    IconButton toStart_{"To start", Icon::toStart};
    IconButton play_{"Play", Icon::play}, record_{"Record", Icon::record};
    IconButton loop_{"Loop", Icon::loop}, metronome_{"Metronome", Icon::metronome};
    IconButton snap_{"Grid", Icon::magnet, "1/16"};
    IconButton follow_{"Follow the playhead", Icon::follow};
    NumberField tempo_{"Tempo", {20.0f, 999.0f, 0.25f, 1.0f}};
    LevelMeter meter_{LevelMeter::Direction::horizontal};
    juce::String bars_, time_, signature_, peakText_;
    bool hasClipped_ = false, isPlaying_ = false;
    float load_ = 0.0f;
    bool hasDevice_ = false;
};

} // namespace cppmusic::ui
