// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/UltraDesignSystem.h"

#include "ui/style/Oklch.h"

#include <gtest/gtest.h>

namespace cppmusic::ui {
namespace {

constexpr double readableText = 4.5;   // WCAG 2.1 AA, text below 18 point
constexpr double readableShapes = 3.0; // WCAG 2.1 AA, user interface components

TEST(Contrast, IsTwentyOneForBlackOnWhiteAndOneForAColourOnItself)
{
    EXPECT_NEAR(contrastRatio(juce::Colours::black, juce::Colours::white), 21.0, 1e-6);
    EXPECT_NEAR(contrastRatio(juce::Colour(0xff777777), juce::Colour(0xff777777)), 1.0, 1e-9);
    // A published value: #767676 on white is the lightest grey that passes AA.
    EXPECT_NEAR(contrastRatio(juce::Colour(0xff767676), juce::Colours::white), 4.54, 0.01);
}

TEST(Theme, TextIsReadableOnEverySurfaceItStandsOn)
{
    const Theme& theme = Theme::dark();
    for (const auto surface : {theme.surface0, theme.surface1, theme.surface2})
        for (const auto text : {theme.textHigh, theme.textMid, theme.textDim})
            EXPECT_GE(contrastRatio(text, surface), readableText)
                << text.toString() << " on " << surface.toString();
    for (const auto surface : {theme.surface3, theme.surfaceHover})
        for (const auto text : {theme.textHigh, theme.textMid})
            EXPECT_GE(contrastRatio(text, surface), readableText)
                << text.toString() << " on " << surface.toString();
}

TEST(Theme, TextOnFilledButtonsIsReadable)
{
    const Theme& theme = Theme::dark();
    for (const auto fill : {theme.accent, theme.record, theme.solo, theme.mute, theme.play})
        EXPECT_GE(contrastRatio(theme.textOnColour, fill), readableText) << fill.toString();
}

TEST(Theme, StatesAndMetersStandOutFromTheirGround)
{
    const Theme& theme = Theme::dark();
    for (const auto colour : {theme.accent, theme.record, theme.solo, theme.mute, theme.play})
        EXPECT_GE(contrastRatio(colour, theme.surface2), readableShapes) << colour.toString();
    for (const auto colour : {theme.meterLow, theme.meterMid, theme.meterHigh, theme.meterOver})
        EXPECT_GE(contrastRatio(colour, theme.meterTrack), readableShapes) << colour.toString();
}

TEST(Oklch, ConvertsThereAndBack)
{
    for (const auto colour : {juce::Colour(0xff5bd6c4), juce::Colour(0xfff2545b),
                              juce::Colour(0xff0e1013), juce::Colour(0xffe8eaed)})
        EXPECT_EQ(Oklch::fromColour(colour).toColour(), colour);
    // Reference values of the author of the space: sRGB red.
    const Oklch red = Oklch::fromColour(juce::Colour(0xffff0000));
    EXPECT_NEAR(red.lightness, 0.628, 0.001);
    EXPECT_NEAR(red.chroma, 0.2577, 0.001);
    EXPECT_NEAR(red.hueDegrees, 29.23, 0.05);
}

TEST(TrackPalette, LooksEquallyLightInEveryHue)
{
    for (int i = 0; i < Tokens::paletteSize; ++i) {
        const Oklch colour = Oklch::fromColour(Tokens::trackColour(i));
        EXPECT_NEAR(colour.lightness, Tokens::paletteLightness, 0.006) << "colour " << i;
        EXPECT_NEAR(colour.chroma, Tokens::paletteChroma, 0.006) << "colour " << i;
    }
}

TEST(TrackPalette, LiesInsideWhatAScreenCanShow)
{
    for (int i = 0; i < Tokens::paletteSize; ++i) {
        Oklch exact = Oklch::fromColour(Tokens::trackColour(i));
        exact.lightness = Tokens::paletteLightness;
        exact.chroma = Tokens::paletteChroma;
        EXPECT_TRUE(exact.isInGamut()) << "colour " << i;
    }
}

TEST(TrackPalette, HasSixteenDifferentColoursAndGoesRound)
{
    std::set<juce::uint32> seen;
    for (int i = 0; i < Tokens::paletteSize; ++i) seen.insert(Tokens::trackColour(i).getARGB());
    EXPECT_EQ(seen.size(), 16u);
    EXPECT_EQ(Tokens::trackColour(16), Tokens::trackColour(0));
    EXPECT_EQ(Tokens::trackColour(-1), Tokens::trackColour(15));
}

TEST(TrackPalette, NeighboursDifferWithoutRedGreenVision)
{
    for (int i = 0; i < Tokens::paletteSize; ++i) {
        const double here = Oklch::fromColour(Tokens::trackColour(i)).blueYellow();
        const double next = Oklch::fromColour(Tokens::trackColour(i + 1)).blueYellow();
        EXPECT_GE(std::abs(here - next), 0.115) << "colours " << i << " and " << i + 1;
    }
}

TEST(TrackPalette, NamesAndNotesAreReadableOnClips)
{
    const Theme& theme = Theme::dark();
    for (int i = 0; i < Tokens::paletteSize; ++i) {
        const auto colour = Tokens::trackColour(i);
        EXPECT_GE(contrastRatio(theme.textOnColour, colour), readableText) << "colour " << i;
        EXPECT_GE(contrastRatio(Tokens::clipContent(colour), Tokens::clipBody(colour, theme)),
                  readableShapes)
            << "colour " << i;
    }
}

} // namespace
} // namespace cppmusic::ui
