// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

namespace cppmusic::audio {

struct CompressorLane;

/// The gain of a compressor that listens to its own output, or lets go by itself. The loop has no
/// delay: with the gain g of the frame before, a the factor of attack or release, and F the curve
/// over the output's level, it solves g' = a·g + (1 − a)·F(level + g'), whose three pieces (below,
/// in and above the knee) each have one root; so it settles on the same curve as without a loop,
/// and no ratio or speed makes it unstable. The attack factor is one that gives the loop the attack
/// time it is set to; what falls below the threshold is let go in the release time, changes above
/// it `ratio` times quicker, as such loops do.
/// Automatic release: what was turned down for longer than twice the release is let go more slowly,
/// by a second gain that sinks and rises behind the first; the lower counts. [audio]
class CompressorLoop {
public:
    /// Times of the second gain: sinks in sinkTimes releases, rises in riseTimes, at most in
    /// slowestRise seconds.
    static constexpr double sinkTimes = 2.0, riseTimes = 8.0, slowestRise = 4.0;

    /// Goes on from a gain.
    void start(float gainDb) noexcept CPPMUSIC_NONBLOCKING { gain_ = lingering_ = gainDb; }
    void set(bool isFeedBack, bool isAutomatic, float attackSeconds, float releaseSeconds,
             float ratio, double sampleRate) noexcept CPPMUSIC_NONBLOCKING;
    /// At each control point.
    void flush() noexcept CPPMUSIC_NONBLOCKING;
    /// Levels in dB become gains in dB; the curve is that of the lane's controls.
    void run(const CompressorLane&, float* levels, int frames) noexcept CPPMUSIC_NONBLOCKING;

private:
    struct Curve {
        float threshold, slope, halfKnee, bend;
    };
    float fedForward(const Curve&, float level) const noexcept CPPMUSIC_NONBLOCKING;
    float fedBack(const Curve&, float level) const noexcept CPPMUSIC_NONBLOCKING;

    bool isFeedBack_ = false, isAutomatic_ = false;
    float attack_ = 0.0f, release_ = 0.0f; // factors
    float sink_ = 0.0f, rise_ = 0.0f;
    float gain_ = 0.0f, lingering_ = 0.0f;
};

} // namespace cppmusic::audio
