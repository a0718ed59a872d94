// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/ControlRamp.h"
#include "audio/graph/ProcessContext.h"
#include "audio/mixer/MeterTap.h"
#include "audio/parameters/Smoother.h"
#include "audio/simd/GainKernel.h"

namespace cppmusic::audio {

/// What strips, sends and buses do to the samples of input and output port 0: cleans, multiplies
/// and measures them. A mono input goes to both sides. [audio]
class StereoGain {
public:
    struct Gains {
        const ControlRamp* left = nullptr;
        const ControlRamp* right = nullptr;
        const float* factors = nullptr; ///< one per frame of the run, or null
    };
    /// Frames begin … end of the context; the ramps stand at `begin`. Runs in which a ramp moves
    /// or which have factors are at most controlInterval long. `meter` may be null.
    void run(const ProcessContext&, int begin, int end, const Gains&,
             MeterTap* meter) const noexcept CPPMUSIC_NONBLOCKING;
    /// The same for any number of channels that all get one gain. `meters`: one for every two
    /// channels, or none.
    void runWide(const ProcessContext&, int begin, int end, const ControlRamp& gain,
                 const float* factors,
                 std::span<MeterTap> meters) const noexcept CPPMUSIC_NONBLOCKING;

private:
    GainKernel kernel_ = gainKernel();
};

/// Fills `factors` with the next frames of a ramp and returns it, or null while the ramp stands on
/// 1. At most controlInterval frames.
[[nodiscard]] inline const float*
nextFactors(Smoother& smoother, int frames,
            std::array<float, controlInterval>& factors) noexcept CPPMUSIC_NONBLOCKING
{
    if (!smoother.isMoving() && smoother.current() == 1.0f) return nullptr;
    for (int i = 0; i < frames; ++i) factors[static_cast<std::size_t>(i)] = smoother.next();
    return factors.data();
}

} // namespace cppmusic::audio
