// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/ProcessContext.h"
#include "audio/simd/HalfBandKernel.h"
#include "core/RealtimeAttributes.h"

#include <cstdint>
#include <vector>

namespace cppmusic::audio {

/// By how much a rate is multiplied, and how.
struct Oversampling {
    enum class Phase : std::uint8_t {
        linear, ///< symmetrical filters: a delay of latencyFrames(), nothing else
        minimum ///< allpass filters: no latency, the phase turns towards half the sample rate
    };
    static constexpr int maxDoublings = 3;
    int doublings = 0; ///< 0 … 3: the rate times 1, 2, 4, 8
    Phase phase = Phase::linear;

    [[nodiscard]] int factor() const noexcept CPPMUSIC_NONBLOCKING { return 1 << doublings; }
    /// Of up and down together, exact.
    [[nodiscard]] int latencyFrames() const noexcept CPPMUSIC_NONBLOCKING;
    /// Frames after which both have forgotten what came in, to −140 dB of it.
    [[nodiscard]] int memoryFrames() const noexcept CPPMUSIC_NONBLOCKING;
    friend bool operator==(const Oversampling&, const Oversampling&) = default;
};

/// Most samples that a run of controlInterval frames becomes, and the room that rows need.
inline constexpr int maxOversampledFrames = controlInterval << Oversampling::maxDoublings;

/// The filters both ways: 95, 31 and 23 taps by Kaiser windows, or 8, 4 and 2 allpass sections.
/// Flat to 0.42 of the sample rate within 0.01 dB, images and aliases of what lies there below −98
/// dB. Runs of at most controlInterval frames; any cutting gives the same bits. Rows have room for
/// the run rounded up to controlInterval, times the factor. In place is not possible.
class StereoUpsampler {
public:
    void prepare(Oversampling); // [main]
    void reset() noexcept CPPMUSIC_NONBLOCKING;
    /// At control points: what fades away doesn't become denormal.
    void flush() noexcept CPPMUSIC_NONBLOCKING;
    /// `out` gets frames · factor.
    void process(StereoIn in, StereoOut out, int frames) noexcept CPPMUSIC_NONBLOCKING;

private:
    struct Stage {
        HalfBandTaps taps;
        std::vector<float> history; ///< both channels, the older samples first
        AllpassChains chains;
        int room = 0; ///< of a channel
    };
    StereoOut runStage(Stage&, StereoIn in, StereoOut out, int count) noexcept CPPMUSIC_NONBLOCKING;

    HalfBandKernel kernel_{};
    Oversampling setting_;
    std::vector<Stage> stages_;
    std::vector<float> between_;
};

class StereoDownsampler {
public:
    void prepare(Oversampling); // [main]
    void reset() noexcept CPPMUSIC_NONBLOCKING;
    void flush() noexcept CPPMUSIC_NONBLOCKING;
    /// `in` has frames · factor; `out` gets frames.
    void process(StereoIn in, StereoOut out, int frames) noexcept CPPMUSIC_NONBLOCKING;

private:
    struct Stage {
        HalfBandTaps taps;
        std::vector<float> even, odd; ///< both channels, the older samples first
        AllpassChains chains;
        int room = 0;
        int extra = 0; ///< samples of delay that make the latency a whole number of frames
    };
    void runStage(Stage&, StereoIn in, StereoOut out, int count) noexcept CPPMUSIC_NONBLOCKING;

    HalfBandKernel kernel_{};
    Oversampling setting_;
    std::vector<Stage> stages_; ///< stages_[0] is the lowest
    std::vector<float> between_;
};

} // namespace cppmusic::audio
