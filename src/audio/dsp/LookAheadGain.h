// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cppmusic::audio {

/// Turns the gain that each frame needs into one that moves smoothly and has arrived in time. What
/// a frame needs is held (sliding minimum), let go with the release, and averaged over a span of
/// frames, so the gain falls in a straight line and stands at its lowest for `steadyFrames` on
/// either side of the frame, if the sound is delayed by delayFrames(). The average is summed in
/// whole numbers: exact, and free of drift.
class LookAheadGain {
public:
    /// `averageFrames` at least 2. [main]
    void prepare(int averageFrames, int steadyFrames);
    /// Stands at 1. [audio]
    void reset() noexcept CPPMUSIC_NONBLOCKING;
    /// The release time constant. Adaptive: what has been held down for longer than that is let go
    /// more slowly, up to `slowest` times. [audio]
    void setRelease(double seconds, bool isAdaptive,
                    double sampleRate) noexcept CPPMUSIC_NONBLOCKING;
    /// What the frame needs, above 0, at most 1; gives the gain for the frame that came
    /// delayFrames() before it. [audio]
    float next(float needed) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] int delayFrames() const noexcept CPPMUSIC_NONBLOCKING { return delay_; }

    static constexpr double slowest = 8.0;

private:
    struct Candidate {
        std::int64_t frame = 0;
        float gain = 1.0f;
    };
    float slidingMinimum(float needed) noexcept CPPMUSIC_NONBLOCKING;
    float average(float held) noexcept CPPMUSIC_NONBLOCKING;

    int hold_ = 1; // frames of the minimum
    int span_ = 1; // frames of the average
    int delay_ = 0;
    std::vector<Candidate> candidates_; // ring: rising gains, the first is the minimum
    std::size_t firstCandidate_ = 0, numCandidates_ = 0;
    std::vector<std::uint32_t> held_; // ring of the last gains, whole numbers
    std::uint64_t heldSum_ = 0;
    std::int64_t frame_ = 0;
    std::size_t position_ = 0;
    float releasing_ = 1.0f, lingering_ = 1.0f;
    float releaseFactor_ = 0.0f, sinkFactor_ = 0.0f, riseFactor_ = 0.0f;
    bool isAdaptive_ = false;
};

} // namespace cppmusic::audio
