// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/Oklch.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cppmusic::ui {
namespace {

using Rgb = std::array<double, 3>; // linear light

double toLinear(double encoded)
{
    return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

double toEncoded(double linear)
{
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1.0 / 2.4) - 0.055;
}

Rgb linearRgb(const Oklch& colour)
{
    const double hue = colour.hueDegrees * juce::MathConstants<double>::pi / 180.0;
    const double a = colour.chroma * std::cos(hue);
    const double b = colour.chroma * std::sin(hue);
    const double l = std::pow(colour.lightness + 0.3963377774 * a + 0.2158037573 * b, 3.0);
    const double m = std::pow(colour.lightness - 0.1055613458 * a - 0.0638541728 * b, 3.0);
    const double s = std::pow(colour.lightness - 0.0894841775 * a - 1.2914855480 * b, 3.0);
    return {4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
}

Rgb linearRgb(juce::Colour colour)
{
    return {toLinear(colour.getRed() / 255.0), toLinear(colour.getGreen() / 255.0),
            toLinear(colour.getBlue() / 255.0)};
}

} // namespace

juce::Colour Oklch::toColour() const
{
    const Rgb rgb = linearRgb(*this);
    const auto channel = [](double linear) {
        return static_cast<juce::uint8>(
            std::lround(255.0 * toEncoded(std::clamp(linear, 0.0, 1.0))));
    };
    return juce::Colour(channel(rgb[0]), channel(rgb[1]), channel(rgb[2]));
}

Oklch Oklch::fromColour(juce::Colour colour)
{
    const Rgb rgb = linearRgb(colour);
    const double l =
        std::cbrt(0.4122214708 * rgb[0] + 0.5363325363 * rgb[1] + 0.0514459929 * rgb[2]);
    const double m =
        std::cbrt(0.2119034982 * rgb[0] + 0.6806995451 * rgb[1] + 0.1073969566 * rgb[2]);
    const double s =
        std::cbrt(0.0883024619 * rgb[0] + 0.2817188376 * rgb[1] + 0.6299787005 * rgb[2]);
    const double a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
    const double b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
    const double hue = std::atan2(b, a) * 180.0 / juce::MathConstants<double>::pi;
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, std::hypot(a, b),
            hue < 0.0 ? hue + 360.0 : hue};
}

bool Oklch::isInGamut() const
{
    const Rgb rgb = linearRgb(*this);
    return std::all_of(rgb.begin(), rgb.end(),
                       [](double channel) { return channel >= -0.002 && channel <= 1.002; });
}

double Oklch::blueYellow() const
{
    return chroma * std::sin(hueDegrees * juce::MathConstants<double>::pi / 180.0);
}

double contrastRatio(juce::Colour first, juce::Colour second)
{
    const auto luminance = [](juce::Colour colour) {
        const Rgb rgb = linearRgb(colour);
        return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    };
    const double a = luminance(first);
    const double b = luminance(second);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace cppmusic::ui
