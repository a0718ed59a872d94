// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_graphics/juce_graphics.h>

namespace cppmusic::ui {

/// A colour by perceived lightness, chroma and hue: equal lightness looks equally light in any hue.
/// Conversion: Björn Ottosson, "A perceptual color space for image processing" (2020). [any]
struct Oklch {
    double lightness = 0.0;  ///< 0 black … 1 white
    double chroma = 0.0;     ///< 0 grey … about 0.32
    double hueDegrees = 0.0; ///< 0–360: 0 pink, 90 yellow, 180 green-blue, 270 blue

    /// The opaque sRGB colour; channels outside sRGB are clipped.
    [[nodiscard]] juce::Colour toColour() const;
    [[nodiscard]] static Oklch fromColour(juce::Colour);
    /// Whether sRGB can show it without clipping.
    [[nodiscard]] bool isInGamut() const;
    /// Place on the blue–yellow axis (negative is blue), the one red–green blindness leaves intact.
    [[nodiscard]] double blueYellow() const;
};

/// Contrast of two opaque colours, 1–21 (WCAG 2.1, relative luminance). [any]
[[nodiscard]] double contrastRatio(juce::Colour, juce::Colour);

} // namespace cppmusic::ui
