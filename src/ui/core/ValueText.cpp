// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/core/ValueText.h"

#include "core/params/Taper.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::ui {
namespace {

constexpr float silenceDb = -90.0f;
constexpr core::ParameterSpec faderSpec{"gain", "Level",           "dB", silenceDb, 6.0f,
                                        0.0f,   core::Taper::fader};

const juce::juce_wchar minusSign = 0x2212;
const juce::juce_wchar infinitySign = 0x221e;

juce::String signedNumber(float value, int decimals)
{
    const juce::String digits(std::abs(value), decimals);
    if (value > 0.0f) return "+" + digits;
    return value < 0.0f ? juce::String::charToString(minusSign) + digits : digits;
}

std::optional<float> parseNumber(juce::String text)
{
    text = text.replaceCharacter(minusSign, '-').replaceCharacter(',', '.').trim();
    if (!text.containsAnyOf("0123456789")) return std::nullopt;
    return text.getFloatValue();
}

} // namespace

juce::String formatDb(float decibels)
{
    if (!(decibels > silenceDb))
        return juce::String::charToString(minusSign) + juce::String::charToString(infinitySign);
    const float rounded = std::round(decibels * 10.0f) / 10.0f;
    return signedNumber(rounded, 1);
}

std::optional<float> parseDb(const juce::String& text)
{
    if (text.containsIgnoreCase("inf") || text.containsChar(infinitySign)) return silenceDb;
    return parseNumber(text);
}

juce::String formatPan(float pan)
{
    const int percent = static_cast<int>(std::lround(pan * 100.0f));
    if (percent == 0) return "C";
    return juce::String(std::abs(percent)) + (percent < 0 ? "L" : "R");
}

std::optional<float> parsePan(const juce::String& text)
{
    const juce::String upper = text.trim().toUpperCase();
    if (upper == "C" || upper == "CENTRE" || upper == "CENTER") return 0.0f;
    const auto number = parseNumber(upper.retainCharacters("0123456789.,-"));
    if (!number) return std::nullopt;
    float value = *number / 100.0f;
    if (upper.containsChar('L')) value = -std::abs(value);
    if (upper.containsChar('R')) value = std::abs(value);
    return std::clamp(value, -1.0f, 1.0f);
}

float faderPosition(float decibels) noexcept
{
    return core::positionOf(faderSpec, decibels);
}

float faderDb(float position) noexcept
{
    return core::valueAt(faderSpec, position);
}

} // namespace cppmusic::ui
