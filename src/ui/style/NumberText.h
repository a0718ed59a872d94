// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_graphics/juce_graphics.h>

namespace cppmusic::ui {

/// Width of a text whose digits all take the width of the widest digit. [main]
[[nodiscard]] float tabularWidth(const juce::Font&, const juce::String&);

/// Draws one line with tabular figures in the current colour: digits stay where they are while a
/// number counts. Vertically centred; never shortened. [main]
void drawTabular(juce::Graphics&, const juce::Font&, const juce::String&,
                 juce::Rectangle<float> area, juce::Justification);

} // namespace cppmusic::ui
