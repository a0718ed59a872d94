// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/UltraDesignSystem.h"

#include "ui/lookandfeel/CppMusicLookAndFeel.h"
#include "ui/style/Oklch.h"

#include <array>

namespace cppmusic::ui {
namespace {

// Alternates between yellow-side and blue-side hues; neighbours differ by at least one chroma along
// that axis (tests/ui/UltraDesignSystem_test.cpp).
constexpr std::array<double, UltraDesignSystem::paletteSize> paletteHues = {
    168.75, 281.25, 33.75,  236.25, 56.25,  191.25, 78.75, 348.75,
    101.25, 213.75, 123.75, 326.25, 146.25, 303.75, 11.25, 258.75};

Theme makeDark()
{
    Theme theme;
    theme.surface0 = juce::Colour(0xff0e1013);
    theme.surface1 = juce::Colour(0xff15181d);
    theme.surface2 = juce::Colour(0xff1c2027);
    theme.surface3 = juce::Colour(0xff262b34);
    theme.surfaceHover = juce::Colour(0xff313844);
    theme.hairline = juce::Colours::white.withAlpha(0.08f);
    theme.hairlineStrong = juce::Colours::white.withAlpha(0.14f);
    theme.textHigh = juce::Colour(0xffe8eaed);
    theme.textMid = juce::Colour(0xffa9b0bb);
    theme.textDim = juce::Colour(0xff828b99);
    theme.textOnColour = juce::Colour(0xff0e1013);
    theme.accent = juce::Colour(0xff5bd6c4);
    theme.accentDim = theme.accent.withAlpha(0.24f);
    theme.record = juce::Colour(0xfff2545b);
    theme.solo = juce::Colour(0xfff2c14e);
    theme.mute = juce::Colour(0xffe08a3c);
    theme.play = juce::Colour(0xff58c56e);
    theme.clip = juce::Colour(0xffff3b30);
    theme.meterLow = juce::Colour(0xff3fb8a7);
    theme.meterMid = juce::Colour(0xffb4cf5a);
    theme.meterHigh = juce::Colour(0xffe8a23d);
    theme.meterOver = theme.clip;
    theme.meterTrack = juce::Colour(0xff0a0c0e);
    theme.gridBar = juce::Colours::white.withAlpha(0.085f);
    theme.gridBeat = juce::Colours::white.withAlpha(0.035f);
    theme.shadow = juce::Colours::black.withAlpha(0.45f);
    return theme;
}

std::array<juce::Colour, UltraDesignSystem::paletteSize> makePalette()
{
    std::array<juce::Colour, UltraDesignSystem::paletteSize> colours;
    for (std::size_t i = 0; i < colours.size(); ++i)
        colours[i] = Oklch{UltraDesignSystem::paletteLightness, UltraDesignSystem::paletteChroma,
                           paletteHues[i]}
                         .toColour();
    return colours;
}

} // namespace

const Theme& Theme::dark()
{
    static const Theme theme = makeDark();
    return theme;
}

const Theme& themeOf(const juce::Component& component)
{
    const auto* look = dynamic_cast<const CppMusicLookAndFeel*>(&component.getLookAndFeel());
    return look != nullptr ? look->theme() : Theme::dark();
}

juce::Colour UltraDesignSystem::trackColour(int index)
{
    static const auto palette = makePalette();
    const int wrapped = ((index % paletteSize) + paletteSize) % paletteSize;
    return palette[static_cast<std::size_t>(wrapped)];
}

juce::Colour UltraDesignSystem::clipBody(juce::Colour track, const Theme& theme)
{
    return theme.surface1.interpolatedWith(track, 0.22f);
}

juce::Colour UltraDesignSystem::clipContent(juce::Colour track)
{
    return track.interpolatedWith(juce::Colours::white, 0.28f);
}

juce::Font UltraDesignSystem::font(float pixels, Weight weight)
{
    const char* style = weight == Weight::semibold ? "SemiBold"
                        : weight == Weight::medium ? "Medium"
                                                   : "Regular";
#if JUCE_MAJOR_VERSION >= 8
    return juce::Font(juce::FontOptions("Inter", style, pixels)).withPointHeight(pixels);
#else
    return juce::Font("Inter", style, pixels).withPointHeight(pixels);
#endif
}

} // namespace cppmusic::ui
