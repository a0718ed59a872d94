// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/core/ValueText.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::ui {
namespace {

constexpr float silenceDb = -90.0f;
constexpr float loudestDb = 6.0f;
constexpr float unityPosition = 0.75f;
constexpr float shapeDb = 60.0f; // a tenth of the travel below unity for every 60 dB

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

juce::String formatFrequency(float hertz)
{
    if (hertz >= 10000.0f) return juce::String(hertz / 1000.0f, 1) + " kHz";
    if (hertz >= 1000.0f) return juce::String(hertz / 1000.0f, 2) + " kHz";
    return juce::String(hertz, hertz < 100.0f ? 1 : 0) + " Hz";
}

juce::String formatDuration(float seconds)
{
    if (seconds < 1.0f) return juce::String(seconds * 1000.0f, seconds < 0.01f ? 1 : 0) + " ms";
    return juce::String(seconds, 2) + " s";
}

float normalised(float value, float low, float high)
{
    return high > low ? std::clamp((value - low) / (high - low), 0.0f, 1.0f) : 0.0f;
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

juce::String formatParameter(const core::ParameterSpec& spec, float value)
{
    const juce::String unit(spec.unit.data(), spec.unit.size());
    if (spec.taper == core::Taper::stepped) {
        const auto names = juce::StringArray::fromTokens(
            juce::String(spec.stepNames.data(), spec.stepNames.size()), "|", "");
        const int step = static_cast<int>(std::lround(value - spec.min));
        if (juce::isPositiveAndBelow(step, names.size())) return names[step];
        return juce::String(std::lround(value)) + (unit.isEmpty() ? "" : " " + unit);
    }
    if (unit == "Hz") return formatFrequency(value);
    if (unit == "s") return formatDuration(value);
    if (unit == "dB") return formatDb(value) + " dB";
    if (unit == "%") return juce::String(value, 0) + " %";
    const bool isFine = spec.max - spec.min <= 10.0f;
    return juce::String(value, isFine ? 2 : 1) + (unit.isEmpty() ? "" : " " + unit);
}

float faderPosition(float decibels) noexcept
{
    if (!(decibels > silenceDb)) return 0.0f;
    if (decibels >= 0.0f)
        return unityPosition + (1.0f - unityPosition) * std::min(decibels / loudestDb, 1.0f);
    const float floor = std::pow(10.0f, silenceDb / shapeDb);
    return unityPosition * (std::pow(10.0f, decibels / shapeDb) - floor) / (1.0f - floor);
}

float faderDb(float position) noexcept
{
    if (!(position > 0.0f)) return silenceDb;
    if (position >= unityPosition)
        return loudestDb * std::min((position - unityPosition) / (1.0f - unityPosition), 1.0f);
    const float floor = std::pow(10.0f, silenceDb / shapeDb);
    return shapeDb * std::log10(position / unityPosition * (1.0f - floor) + floor);
}

float knobPosition(const core::ParameterSpec& spec, float value) noexcept
{
    if (spec.taper == core::Taper::fader) return faderPosition(value);
    if (spec.taper == core::Taper::logarithmic && spec.min > 0.0f)
        return normalised(std::log(std::max(value, spec.min)), std::log(spec.min),
                          std::log(spec.max));
    return normalised(value, spec.min, spec.max);
}

float knobValue(const core::ParameterSpec& spec, float position) noexcept
{
    position = std::clamp(position, 0.0f, 1.0f);
    if (spec.taper == core::Taper::fader) return faderDb(position);
    if (spec.taper == core::Taper::logarithmic && spec.min > 0.0f)
        return spec.min * std::pow(spec.max / spec.min, position);
    const float value = spec.min + (spec.max - spec.min) * position;
    return spec.taper == core::Taper::stepped ? std::round(value) : value;
}

} // namespace cppmusic::ui
