// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/effects/StereoEffect.h"

#include <cstdint>
#include <vector>

namespace cppmusic::audio {

/// A look-ahead limiter, "cppmusic.limiter": no sample ever above the ceiling. The gain each frame
/// needs is held over the look-ahead (sliding minimum), let go with the release, and smoothed by a
/// moving average of the look-ahead's length, so it has arrived when the peak comes out. The
/// average is summed in whole numbers: exact, and free of drift. Both channels share the gain.
/// Delays by latencyFrames().
class Limiter final : public StereoEffect {
public:
    /// Ids "gain", "ceiling", "release".
    enum Parameter : int { gain, ceiling, release, numParameters };
    static constexpr double lookAheadSeconds = 0.0015;

    Limiter();
    [[nodiscard]] int latencyFrames() const noexcept override { return window_ - 1; }

private:
    void prepareEffect(const PrepareSpec&) override;
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override
    {
        return !gain_.isMoving() && !ceiling_.isMoving();
    }
    float slidingMinimum(float needed) noexcept CPPMUSIC_NONBLOCKING;
    float average(float held) noexcept CPPMUSIC_NONBLOCKING;

    struct Candidate {
        std::int64_t frame = 0;
        float gain = 1.0f;
    };

    int window_ = 1;                    // look-ahead in frames
    std::vector<Candidate> candidates_; // ring: rising gains, the first is the minimum
    std::size_t firstCandidate_ = 0, numCandidates_ = 0;
    std::vector<std::uint32_t> held_; // ring of the last gains, whole numbers
    std::uint64_t heldSum_ = 0;
    std::array<std::vector<float>, 2> delayed_; // ring
    std::int64_t frame_ = 0;
    int position_ = 0;
    float releasing_ = 1.0f;
    float releaseFactor_ = 0.0f;
    ControlRamp gain_, ceiling_;
};

} // namespace cppmusic::audio
