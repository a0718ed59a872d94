// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <array>

namespace cppmusic::audio {

/// Two channels.
using StereoIn = std::array<const float*, 2>;
using StereoOut = std::array<float*, 2>;

/// The odd taps of a linear-phase half-band filter; the even ones are 0 but the centre.
struct HalfBandTaps {
    const float* taps = nullptr;
    int count = 0;  ///< even
    int centre = 0; ///< whole samples of the low rate that the centre lies behind the newest
};

/// The chains of a half-band filter of two allpass branches, in lanes: left branch 0, left branch
/// 1, right branch 0, right branch 1.
struct AllpassChains {
    static constexpr int maxSections = 4;
    int sections = 0;
    std::array<std::array<float, 4>, maxSections> coefficients{};
    /// What went into section j last; the last one: what came out at the end.
    std::array<std::array<float, 4>, maxSections + 1> memory{};
};

/// Doubling and halving of the sample rate of stereo signals. Sample n of a channel's history is at
/// newest[n] (n from 0), older ones lie before it. All rows, written ones too, have room for counts
/// that are rounded up to 32. Every output is summed in one order, whatever the count and the
/// instruction set. [audio]
struct HalfBandKernel {
    /// `out` gets 2·count.
    void (*firUp)(const HalfBandTaps&, StereoIn newest, StereoOut out,
                  int count) noexcept CPPMUSIC_NONBLOCKING;
    void (*firDown)(const HalfBandTaps&, StereoIn newestEven, StereoIn newestOdd, StereoOut out,
                    int count) noexcept CPPMUSIC_NONBLOCKING;
    /// Parts 2·count samples into those of even and of odd place.
    void (*split)(StereoIn in, StereoOut even, StereoOut odd,
                  int count) noexcept CPPMUSIC_NONBLOCKING;
    void (*allpassUp)(AllpassChains&, StereoIn in, StereoOut out,
                      int count) noexcept CPPMUSIC_NONBLOCKING;
    void (*allpassDown)(AllpassChains&, StereoIn in, StereoOut out,
                        int count) noexcept CPPMUSIC_NONBLOCKING;
};
/// For the instruction set in use. [main]
[[nodiscard]] HalfBandKernel halfBandKernel();

} // namespace cppmusic::audio
