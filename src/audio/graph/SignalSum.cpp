// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/SignalSum.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace cppmusic::audio {
namespace {

template <std::size_t... I>
void sumOf(const float* const* sources, float* __restrict target, int numFrames,
           std::index_sequence<I...>) noexcept CPPMUSIC_NONBLOCKING
{
    const float* const from[] = {sources[I]...};
    for (int i = 0; i < numFrames; ++i) {
        float sum = 0.0f;
        ((sum += from[I][i]), ...);
        target[i] = sum;
    }
}

} // namespace

void sumSignals(std::span<const float* const> sources, float* target,
                int numFrames) noexcept CPPMUSIC_NONBLOCKING
{
    const float* const* from = sources.data();
    switch (sources.size()) {
    case 0: std::fill_n(target, numFrames, 0.0f); return;
    case 1: sumOf(from, target, numFrames, std::make_index_sequence<1>{}); return;
    case 2: sumOf(from, target, numFrames, std::make_index_sequence<2>{}); return;
    case 3: sumOf(from, target, numFrames, std::make_index_sequence<3>{}); return;
    case 4: sumOf(from, target, numFrames, std::make_index_sequence<4>{}); return;
    case 5: sumOf(from, target, numFrames, std::make_index_sequence<5>{}); return;
    case 6: sumOf(from, target, numFrames, std::make_index_sequence<6>{}); return;
    case 7: sumOf(from, target, numFrames, std::make_index_sequence<7>{}); return;
    default: sumOf(from, target, numFrames, std::make_index_sequence<8>{}); return;
    }
}

} // namespace cppmusic::audio
