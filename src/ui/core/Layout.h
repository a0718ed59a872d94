// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_graphics/juce_graphics.h>

namespace cppmusic::ui {

/// Where the parts of the window lie. Empty: hidden. [any]
struct MainLayout {
    juce::Rectangle<int> transport, arrange, splitter, dockTabs, dock, banner, status;
};

/// The dock takes what it asks for as long as the playlist keeps room for four rows. `banner`: the
/// height of what has to be said above the status line.
[[nodiscard]] MainLayout computeMainLayout(juce::Rectangle<int> bounds, bool isDockOpen,
                                           int dockHeight, int banner = 0);

/// Where the parts of the transport bar lie. What has no room in a narrow window is empty, the
/// least important first: load, then the clock time, then the master's level figure.
struct TransportLayout {
    juce::Rectangle<int> menu, undo, redo, toStart, play, record, loop, metronome, display, bars,
        time, tempo, signature, snap, follow, meter, meterText, load;
};

[[nodiscard]] TransportLayout computeTransportLayout(juce::Rectangle<int> bounds);

/// Where the parts of a mixer strip lie. Slots shrink first, then the pan knob goes.
struct StripLayout {
    juce::Rectangle<int> name, slots, pan, mute, solo, fader, meter, value, route;
    int slotCount = 0;
};

[[nodiscard]] StripLayout computeStripLayout(juce::Rectangle<int> bounds, bool isMaster);

} // namespace cppmusic::ui
