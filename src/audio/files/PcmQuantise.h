// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace cppmusic::audio {

/// How samples become whole numbers.
struct Quantisation {
    int bits = 24; ///< 16 or 24
    bool hasDither = true;
    std::uint64_t seed = 1;
};

/// What TpdfDither gives for a stretch of its samples, many at once: `count` values, the first of
/// which is the `firstIndex`-th (from 0) since the dither began. The same bits on every processor
/// and however the samples are cut. [any]
void quantise(const float* samples, std::size_t count, const Quantisation&,
              std::uint64_t firstIndex, std::int32_t* out);

/// The low `bits` (16 or 24) of each value as bytes in little-endian order.
void packLittleEndian(const std::int32_t* values, std::size_t count, int bits, std::byte* out);

} // namespace cppmusic::audio
