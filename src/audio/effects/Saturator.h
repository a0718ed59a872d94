// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/StereoOversampler.h"
#include "audio/dsp/TrapezoidPole.h"
#include "audio/effects/BatchedEffect.h"
#include "audio/effects/Presence.h"
#include "audio/simd/ShaperKernel.h"

#include <span>

namespace cppmusic::audio {

/// Saturation and tape, "cppmusic.saturator": a waveshaper of four characters at up to eight times
/// the sample rate, with a bias that makes even harmonics and a tone that tilts what comes out. The
/// level of a signal at −12 dBFS stays where it was, whatever the drive. The dry part is delayed by
/// latencyFrames() as well; without a mix nothing of the shaper is heard and what went in comes out
/// unchanged.
class Saturator final : public BatchedEffect {
public:
    /// Ids "drive", "output", "mix", "character", "bias", "tone", "oversampling", "phase". The last
    /// two are taken at prepare().
    enum Parameter : int {
        drive,
        output,
        mix,
        character,
        bias,
        tone,
        oversampling,
        phase,
        numParameters
    };

    Saturator();
    [[nodiscard]] int latencyFrames() const noexcept override { return setting_.latencyFrames(); }
    [[nodiscard]] const void* batchKey() const noexcept CPPMUSIC_NONBLOCKING override;

private:
    using Row = std::array<float, controlInterval>;
    using Pair = std::array<Row, 2>;

    void prepareEffect(const PrepareSpec&) override;
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void runLanes(LaneRun&, std::span<const BatchItem>) noexcept CPPMUSIC_NONBLOCKING override;
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override;

    void choose(bool isImmediate) noexcept CPPMUSIC_NONBLOCKING;
    void runChunk(Pair& rows, int frames) noexcept CPPMUSIC_NONBLOCKING;
    void shape(Pair& rows, int frames) noexcept CPPMUSIC_NONBLOCKING;
    void finish(Pair& rows, int frames) noexcept CPPMUSIC_NONBLOCKING;
    void run(const LaneRun&, LaneRun::Lane&) noexcept CPPMUSIC_NONBLOCKING;

    Oversampling setting_{1, Oversampling::Phase::linear};
    ShaperKernel kernel_{};
    StereoUpsampler up_;
    StereoDownsampler down_;
    ControlRamp drive_, level_, output_, mix_, bias_, scale_, highs_, lows_;
    FadedChoice character_;
    Presence offset_; ///< a bias makes a level at 0 Hz, which is blocked
    Shaper shaper_;
    ShelfPair shelves_;
    float lift_ = 1.0f; ///< of everything, so that the shelf leaves the lows as they are
    bool isFading_ = false;
    float fadeStep_ = 0.1f;
    float tonePole_ = 0.0f, blockerPole_ = 0.0f;
    int offsetMemory_ = 0, settlePoints_ = 1;
    std::array<float, 2> shelf_{}, unshelf_{}, tone_{}, blocker_{};
    std::array<std::array<float, 4>, 2> last_{}; ///< of what was shaped, the newest last
    std::array<float, 2> lastIn_{};
    std::array<std::array<float, 64 + controlInterval>, 2> dry_{};
};

} // namespace cppmusic::audio
