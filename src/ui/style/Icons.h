// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace cppmusic::ui {

enum class Icon {
    menu,
    toStart,
    play,
    stop,
    record,
    loop,
    metronome,
    magnet,
    undo,
    redo,
    add,
    chevronDown,
    close,
    mixer,
    devices,
    waveform,
    notes,
    speaker,
    warning,
    folder,
    follow
};

/// Draws an icon of the 16-pixel line set (1.5 px stroke) in the current colour, centred in an area
/// and scaled to `size`. [main]
void drawIcon(juce::Graphics&, Icon, juce::Rectangle<float> area, float size = 16.0f);

} // namespace cppmusic::ui
