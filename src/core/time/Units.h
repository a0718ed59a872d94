// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>

namespace cppmusic::core {

/// A quantity with a unit. Quantities of one unit add and scale; different units never mix:
/// beats and frames meet only in a TempoMap.
template <class Tag, class Number>
struct Quantity {
    Number value{};

    constexpr Quantity() = default;
    constexpr explicit Quantity(Number number) noexcept : value(number) {}

    friend constexpr auto operator<=>(const Quantity&, const Quantity&) = default;
    friend constexpr Quantity operator+(Quantity a, Quantity b) noexcept
    {
        return Quantity(a.value + b.value);
    }
    friend constexpr Quantity operator-(Quantity a, Quantity b) noexcept
    {
        return Quantity(a.value - b.value);
    }
    friend constexpr Quantity operator-(Quantity a) noexcept { return Quantity(-a.value); }
    friend constexpr Quantity operator*(Quantity a, Number factor) noexcept
    {
        return Quantity(a.value * factor);
    }
    friend constexpr Quantity operator*(Number factor, Quantity a) noexcept
    {
        return Quantity(factor * a.value);
    }
    friend constexpr Quantity operator/(Quantity a, Number divisor) noexcept
    {
        return Quantity(a.value / divisor);
    }
    friend constexpr Number operator/(Quantity a, Quantity b) noexcept { return a.value / b.value; }
    constexpr Quantity& operator+=(Quantity other) noexcept
    {
        value += other.value;
        return *this;
    }
    constexpr Quantity& operator-=(Quantity other) noexcept
    {
        value -= other.value;
        return *this;
    }
};

using Beats = Quantity<struct BeatsTag, double>;     ///< quarter notes since the start of the song
using Seconds = Quantity<struct SecondsTag, double>; ///< seconds since the start of the song
using Frames = Quantity<struct FramesTag, std::int64_t>;   ///< sample frames at the engine's rate
using SampleRate = Quantity<struct SampleRateTag, double>; ///< frames a second
using Bpm = Quantity<struct BpmTag, double>;               ///< quarter notes a minute

inline constexpr Bpm minTempo{20.0};
inline constexpr Bpm maxTempo{999.0};

} // namespace cppmusic::core
