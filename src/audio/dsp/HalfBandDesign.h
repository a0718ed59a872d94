// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace cppmusic::audio {

/// The odd taps of a linear-phase half-band low-pass of 2·taps − 1 taps (an odd sinc under a Kaiser
/// window of that beta), taps in all, symmetrical. Their sum is ½, which the centre tap of ½ makes
/// a gain of exactly 1 at 0 Hz. [main]
void designHalfBand(std::span<float> taps, double beta);

/// The coefficients of an elliptic half-band low-pass as two branches of allpass sections in z²:
/// those of even place make the one, of odd place the other. `transition` is the width between pass
/// and stop band as a part of the higher rate. After R. Valenzuela and A. Constantinides, "Digital
/// signal processing schemes for efficient interpolation and decimation" (IEE Proceedings G, 1983),
/// in the form L. de Soras gave it. [main]
void designAllpassHalfBand(std::span<float> coefficients, double transition);

} // namespace cppmusic::audio
