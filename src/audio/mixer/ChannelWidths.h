// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"

#include <array>
#include <cstddef>
#include <span>

namespace cppmusic::audio {

/// The ports of a node with one port of so many channels, 1 … maxBusChannels. [any]
[[nodiscard]] inline std::span<const int> onePortOf(int channels) noexcept
{
    static constexpr std::array<int, maxBusChannels> widths{1, 2,  3,  4,  5,  6,  7,  8,
                                                            9, 10, 11, 12, 13, 14, 15, 16};
    return std::span(widths).subspan(static_cast<std::size_t>(channels - 1), 1);
}

/// How many meters of two channels measure so many. [any]
[[nodiscard]] constexpr std::size_t pairsOf(int channels) noexcept
{
    return static_cast<std::size_t>(channels + 1) / 2;
}

} // namespace cppmusic::audio
