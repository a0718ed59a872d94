// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/ControlRamp.h"
#include "audio/dsp/Sanitise.h"
#include "audio/dsp/StateVariableFilter.h"

#include <array>

namespace cppmusic::audio {

/// A run of two channels.
using StereoRun = std::array<std::array<float, controlInterval>, 2>;

/// The frequency of a crossover as coefficients for each frame of a run: those of state-variable
/// filters by trapezoidal integration with Butterworth damping (StateVariableFilter.h). [audio]
class CrossoverTuning {
public:
    static constexpr float damping = 1.41421356f;
    /// At a control point.
    void tune(double hz, double sampleRate, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] bool isMoving() const noexcept CPPMUSIC_NONBLOCKING { return gain_.isMoving(); }
    /// Makes the coefficients of the next frames; to be called ahead of the filters.
    void begin(int frames) noexcept CPPMUSIC_NONBLOCKING;
    std::array<float, controlInterval> a1{}, a2{}, a3{};

private:
    ControlRamp gain_;
    bool isFilled_ = false; // every coefficient is that of the standing gain
};

/// One filter of second order over two channels.
class StereoSvf {
public:
    void reset() noexcept CPPMUSIC_NONBLOCKING { first_ = second_ = {}; }
    void flush() noexcept CPPMUSIC_NONBLOCKING
    {
        for (float& state : first_) state = flushTiny(state);
        for (float& state : second_) state = flushTiny(state);
    }
    /// give(frame, channel, input, band, low) for each sample; band has 0 dB at the frequency, high
    /// is input − band − low.
    template <class Give>
    void run(const CrossoverTuning& tuning, const StereoRun& in, int frames,
             Give&& give) noexcept CPPMUSIC_NONBLOCKING
    {
        for (int i = 0; i < frames; ++i) {
            const auto n = static_cast<std::size_t>(i);
            for (std::size_t c = 0; c < 2; ++c) {
                const float x = in[c][n];
                const float v3 = x - second_[c];
                const float v1 = tuning.a1[n] * first_[c] + tuning.a2[n] * v3;
                const float v2 = second_[c] + (tuning.a2[n] * first_[c] + tuning.a3[n] * v3);
                first_[c] = 2.0f * v1 - first_[c];
                second_[c] = 2.0f * v2 - second_[c];
                give(n, c, x, CrossoverTuning::damping * v1, v2);
            }
        }
    }

private:
    std::array<float, 2> first_{}, second_{};
};

/// Parts two channels into lows and highs by filters of fourth order whose sum has a flat
/// magnitude: S. H. Linkwitz, "Active Crossover Networks for Noncoincident Drivers" (JAES 24,
/// 1976). The sum is AllPass at the same frequency. [audio]
class LinkwitzRiley {
public:
    void reset() noexcept CPPMUSIC_NONBLOCKING;
    void flush() noexcept CPPMUSIC_NONBLOCKING;
    /// `low` may be `in`.
    void run(const CrossoverTuning&, const StereoRun& in, StereoRun& low, StereoRun& high,
             int frames) noexcept CPPMUSIC_NONBLOCKING;

private:
    StereoSvf both_, low_, high_;
};

/// What a crossover does to the phase, and nothing to the magnitude: for bands that it doesn't
/// part. [audio]
class CrossoverAllPass {
public:
    void reset() noexcept CPPMUSIC_NONBLOCKING { filter_.reset(); }
    void flush() noexcept CPPMUSIC_NONBLOCKING { filter_.flush(); }
    void run(const CrossoverTuning&, StereoRun&, int frames) noexcept CPPMUSIC_NONBLOCKING;

private:
    StereoSvf filter_;
};

} // namespace cppmusic::audio
