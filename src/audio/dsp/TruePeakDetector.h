// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/ProcessContext.h"
#include "audio/simd/TruePeakKernel.h"

#include <array>

namespace cppmusic::audio {

/// Finds how high the curve through the samples of one channel goes. Near half the sample rate the
/// curve depends on who draws it, so it is drawn four times, by sincs in windows of 64, 40 and 24
/// samples (Kaiser) and of 12 (Hann, as in common meters), and the highest counts. Each is looked
/// at at eight times the sample rate, and at a maximum the vertex of the parabola through three
/// values is taken: a sine is read within 0.01 dB. ITU-R BS.1770-4, annex 2, asks for four times.
/// Works in runs of at most controlInterval frames; any cutting gives the same bits. [audio]
class TruePeakDetector {
public:
    /// The height between x[n] and x[n + 1] is known when x[n + latencyFrames] is.
    static constexpr int latencyFrames = static_cast<int>(TruePeakTaps::maxCount);

    TruePeakDetector();
    void reset() noexcept CPPMUSIC_NONBLOCKING { history_.fill(0.0f); }
    /// The height between the sample latencyFrames ago and the next one, for each frame; where that
    /// doesn't reach the frame's `ceilings`, any number that doesn't either.
    void run(const float* input, const float* ceilings, float* peaks,
             int frames) noexcept CPPMUSIC_NONBLOCKING;

private:
    static constexpr std::size_t curvePoints = TruePeakTaps::phases - 1;
    using Curve = std::array<std::array<float, controlInterval>, curvePoints>;
    static float lastBefore(const TruePeakTaps&, const float* x) noexcept CPPMUSIC_NONBLOCKING;
    float vertex(const TruePeakTaps&, const Curve&, int frame) const noexcept CPPMUSIC_NONBLOCKING;

    static constexpr int before = 2 * latencyFrames;
    std::array<TruePeakTaps, 4> taps_;
    float greatestGain_ = 1.0f; // no value of the curve exceeds it times the greatest sample
    TruePeakKernel kernel_ = truePeakKernel();
    std::array<float, before + 2 * controlInterval> history_{}; // room for a whole last run
};

} // namespace cppmusic::audio
