// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/params/Taper.h"

#include "core/MathUtils.h"

#include <cmath>

namespace cppmusic::core {
namespace {

constexpr double unityPosition = 0.75; // where a fader has 0 dB
constexpr double linearShare = 0.2;    // of a fader's curve below 0 dB

bool hasUnity(const ParameterSpec& spec) noexcept CPPMUSIC_NONBLOCKING
{
    return spec.min < 0.0f && spec.max > 0.0f;
}

double faderPosition(const ParameterSpec& spec, double value) noexcept CPPMUSIC_NONBLOCKING
{
    const double top = hasUnity(spec) ? unityPosition : 1.0;
    const double max = hasUnity(spec) ? 0.0 : spec.max; // of the lower, curved part
    if (value > max) return top + (1.0 - top) * value / spec.max;
    const double down = (max - value) / (max - spec.min);
    // The positive solution of linearShare·w + (1 − linearShare)·w² = down.
    constexpr double square = 1.0 - linearShare;
    const double w =
        (std::sqrt(linearShare * linearShare + 4.0 * square * down) - linearShare) / (2.0 * square);
    return top * (1.0 - w);
}

double faderValue(const ParameterSpec& spec, double position) noexcept CPPMUSIC_NONBLOCKING
{
    const double top = hasUnity(spec) ? unityPosition : 1.0;
    const double max = hasUnity(spec) ? 0.0 : spec.max;
    if (position > top) return spec.max * ((position - top) / (1.0 - top));
    const double w = 1.0 - position / top;
    return max - (max - spec.min) * (linearShare * w + (1.0 - linearShare) * w * w);
}

bool isLogarithmic(const ParameterSpec& spec) noexcept CPPMUSIC_NONBLOCKING
{
    return spec.taper == Taper::logarithmic && spec.min > 0.0f;
}

double plainValueAt(const ParameterSpec& spec, double position) noexcept CPPMUSIC_NONBLOCKING
{
    if (spec.taper == Taper::fader) return faderValue(spec, position);
    const double min = spec.min;
    if (isLogarithmic(spec)) return min * math::pow(spec.max / min, position);
    const double value = min + (static_cast<double>(spec.max) - min) * position;
    if (spec.taper != Taper::stepped) return value;
    return min + static_cast<double>(static_cast<long long>(value - min + 0.5));
}

double plainPositionOf(const ParameterSpec& spec, double value) noexcept CPPMUSIC_NONBLOCKING
{
    if (spec.taper == Taper::fader) return faderPosition(spec, value);
    const double min = spec.min;
    if (isLogarithmic(spec)) return math::log(value / min) / math::log(spec.max / min);
    return (value - min) / (static_cast<double>(spec.max) - min);
}

} // namespace

float positionOf(const ParameterSpec& spec, float value) noexcept CPPMUSIC_NONBLOCKING
{
    const float inRange = clampToRange(spec, value);
    if (!(spec.max > spec.min) || inRange == spec.min) return 0.0f;
    if (inRange == spec.max) return 1.0f;
    return static_cast<float>(plainPositionOf(spec, inRange));
}

float valueAt(const ParameterSpec& spec, float position) noexcept CPPMUSIC_NONBLOCKING
{
    if (!(position > 0.0f) || !(spec.max > spec.min)) return spec.min;
    if (position >= 1.0f) return spec.max;
    // A knob set to the default's position must give the default, not its neighbour.
    if (position == positionOf(spec, spec.defaultValue))
        return clampToRange(spec, spec.defaultValue);
    return clampToRange(spec, static_cast<float>(plainValueAt(spec, position)));
}

} // namespace cppmusic::core
