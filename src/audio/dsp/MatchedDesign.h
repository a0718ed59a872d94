// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/EqualiserBand.h"

namespace cppmusic::audio {

/// A squared magnitude |H|² of second order over x: (n0 + n1·x + n2·x²)/(d0 + d1·x + x²).
struct SquaredResponse {
    double n0 = 1.0, n1 = 0.0, n2 = 1.0, d0 = 1.0, d1 = 0.0;
};

/// A band whose magnitude is that of the analogue filter as far as a filter of second order can:
/// bells within 0.5 dB to 20 kHz at 44.1 kHz, shelves, passes and band passes too up to a Q of 2.
/// With v = tan²(π·f/fs), |H|² of any filter of second order is a quotient of quadratics in v; this
/// one is fitted to the analogue |H|² at frequencies around the band and above it, by least squares
/// of relative errors with weights from the fit before (C. Sanathanan and J. Koerner, 1963). The
/// quotient of stable, minimum-phase roots then is the design. Where a fit has none, the one before
/// it stays, at worst the bilinear transform. Cuts are inverses of boosts. Not for notches, whose
/// zero lies on the frequency anyway. About 5 µs. [any]
[[nodiscard]] SvfDesign matchedDesign(const EqualiserBand&,
                                      double sampleRate) noexcept CPPMUSIC_NONBLOCKING;

} // namespace cppmusic::audio
