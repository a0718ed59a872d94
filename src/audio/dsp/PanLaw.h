// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/MathUtils.h"
#include "core/RealtimeAttributes.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace cppmusic::audio {

/// How far the centre lies below a side when a mono signal is panned.
enum class PanLaw : std::uint8_t {
    zeroDb,          ///< centre as loud as a side on each speaker: the louder side stays at 0 dB
    minusThreeDb,    ///< equal power
    minusFourHalfDb, ///< between power and voltage
    minusSixDb       ///< equal voltage: constant when summed to mono
};

struct PanGains {
    float left = 1.0f;
    float right = 1.0f;
};

/// Gains of a mono signal at `pan` −1 (left) … 1 (right). [any]
[[nodiscard]] inline PanGains panMono(float pan, PanLaw law) noexcept CPPMUSIC_NONBLOCKING
{
    const double position = (std::clamp(static_cast<double>(pan), -1.0, 1.0) + 1.0) * 0.5;
    if (law == PanLaw::zeroDb) {
        return {static_cast<float>(std::min(1.0, 2.0 * (1.0 - position))),
                static_cast<float>(std::min(1.0, 2.0 * position))};
    }
    if (law == PanLaw::minusSixDb)
        return {static_cast<float>(1.0 - position), static_cast<float>(position)};
    // A hard side must be exactly silent on the other, which a rounded cosine of 90° is not.
    const double sine = position >= 1.0 ? 1.0 : core::math::sin(position * core::math::pi * 0.5);
    const double cosine = position >= 1.0 ? 0.0 : core::math::cos(position * core::math::pi * 0.5);
    if (law == PanLaw::minusThreeDb) return {static_cast<float>(cosine), static_cast<float>(sine)};
    // −4.5 dB: the geometric mean of equal power and equal voltage.
    const auto meanOf = [](double a, double b) {
        return a <= 0.0 || b <= 0.0 ? 0.0f : static_cast<float>(core::math::pow(a * b, 0.5));
    };
    return {meanOf(cosine, 1.0 - position), meanOf(sine, position)};
}

/// Gains of the two channels of a stereo signal: a balance, the centre leaves both at 0 dB and the
/// near side never rises; the far side falls by the law's curve. [any]
[[nodiscard]] inline PanGains balanceStereo(float pan, PanLaw law) noexcept CPPMUSIC_NONBLOCKING
{
    if (!(pan != 0.0f)) return {1.0f, 1.0f};
    const auto sides = panMono(pan, law);
    const auto centre = panMono(0.0f, law);
    return {std::min(1.0f, sides.left / centre.left), std::min(1.0f, sides.right / centre.right)};
}

} // namespace cppmusic::audio
