// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace cppmusic::ui {

/// Every colour of the desktop by its meaning. Accent is selected, active or focused; red is
/// recording or clipping only; amber is mute or warning; green is playing or safe; yellow is solo.
struct Theme {
    juce::Colour surface0, surface1, surface2, surface3; ///< behind, panels, raised, controls
    juce::Colour surfaceHover;                           ///< a control under the mouse
    juce::Colour hairline, hairlineStrong;
    juce::Colour textHigh, textMid, textDim;
    juce::Colour textOnColour; ///< on track colours and on the accent
    juce::Colour accent, accentDim;
    juce::Colour record, solo, mute, play, clip;
    juce::Colour meterLow, meterMid, meterHigh, meterOver, meterTrack;
    juce::Colour gridBar, gridBeat; ///< lines of the timeline
    juce::Colour shadow;

    [[nodiscard]] static const Theme& dark();
};

/// The theme of a component's look and feel; the dark theme when it has another one. [main]
[[nodiscard]] const Theme& themeOf(const juce::Component&);

enum class Weight { regular, medium, semibold };

/// The measures of the desktop: type sizes, spaces, radii, durations, in logical pixels and
/// milliseconds. Nothing else in the desktop states a colour or a size of its own.
struct UltraDesignSystem {
    struct Type {
        static constexpr float micro = 10.0f, small = 11.0f, body = 12.0f, large = 13.0f,
                               title = 16.0f, display = 22.0f;
    };
    struct Space {
        static constexpr int xxs = 2, xs = 4, s = 8, m = 12, l = 16, xl = 24, xxl = 32;
    };
    struct Radius {
        static constexpr float control = 3.0f, card = 6.0f, window = 10.0f;
    };
    struct Motion {
        static constexpr int hoverMs = 90, panelMs = 140, viewMs = 220;
    };
    struct Size {
        static constexpr int transportBar = 48, statusStrip = 24, browser = 248, inspector = 264,
                             ruler = 44, trackHeader = 200, trackRow = 56, control = 24,
                             mixerStrip = 76, masterStrip = 112, dockTabs = 28, splitter = 5,
                             scrollBar = 10;
        static constexpr int smallestWidth = 1024, smallestHeight = 640;
    };
    static constexpr int paletteSize = 16;
    static constexpr double paletteLightness = 0.74, paletteChroma = 0.12;

    /// The track palette, round robin: any index is valid. Equal lightness and chroma; the hue
    /// alternates between the blue and the yellow side, so neighbours stay apart without red–green
    /// vision.
    [[nodiscard]] static juce::Colour trackColour(int index);
    /// A clip's body: 22 % of its colour over the surface.
    [[nodiscard]] static juce::Colour clipBody(juce::Colour track, const Theme&);
    /// Notes and waveforms inside a clip: lighter than its header.
    [[nodiscard]] static juce::Colour clipContent(juce::Colour track);
    /// Inter at a size in pixels of the em. [main]
    [[nodiscard]] static juce::Font font(float pixels, Weight = Weight::regular);
};

using Tokens = UltraDesignSystem;

} // namespace cppmusic::ui
