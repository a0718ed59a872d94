// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <array>

namespace cppmusic::audio {

/// What the kernel of the reverb gets of one run of at most 32 frames. No loop of the reverb is
/// shorter than a run, so that everything that comes out of a delay is there before it begins. All
/// rows may be read up to a multiple of 16 frames; what lies behind `frames` means nothing.
struct ReverbRun {
    static constexpr int maxFrames = 32;
    static constexpr int numLines = 16;
    static constexpr int numDiffusers = 4;
    using Row = std::array<float, maxFrames>;

    /// Schroeder's all-pass: kept = in − gain·delayed, out = delayed + gain·kept.
    struct Diffuser {
        const float* delayed = nullptr;
        float gain = 0.0f;
        alignas(64) Row kept; ///< written by the kernel
    };
    /// A line of the network. Its delay is a whole number and, at frame i, the part behind the
    /// point of fraction + slope·min(position + i, 32); taps[0] … taps[3] are the samples one frame
    /// later than the whole number says, at it, and one and two frames earlier.
    struct Line {
        std::array<const float*, 4> taps{};
        float fraction = 0.0f;
        float slope = 0.0f;
        float gain = 0.0f;
    };
    /// from + delta·min(position + i, 32)/32.
    struct Ramp {
        float from = 0.0f, delta = 0.0f;
        int position = 0;
    };

    /// A trapezoidal low-pass of first order: low = state + factor·(x − state), then state =
    /// keep·state + twice·x. The products with x wait for nothing, so a frame waits for one product
    /// and one sum only.
    struct LowPass {
        float factor = 1.0f, twice = 2.0f, keep = -1.0f;
        void set(float newFactor) noexcept CPPMUSIC_NONBLOCKING
        {
            factor = newFactor;
            twice = newFactor + newFactor;
            keep = 1.0f - twice;
        }
    };

    int frames = 0;
    int position = 0; ///< frames since the control point
    /// Of each channel: behind the pre-delay, between two frames.
    std::array<const float*, 2> early{}, late{};
    alignas(64) Row share; ///< late + share·(early − late)
    std::array<std::array<Diffuser, numDiffusers>, 2> diffusers;
    std::array<Line, numLines> lines;
    alignas(64) std::array<Row, numLines> rows;    ///< to be written into the lines
    LowPass damping;                               ///< of the lines
    std::array<float, numLines>* damped = nullptr; ///< its states
    LowPass lowCut;                                ///< what it lets through is taken off
    std::array<float, 2> lows{};                   ///< its states
    alignas(64) std::array<Row, 2> input;          ///< the sound behind it
    float level = 1.0f;                            ///< of what comes out of the diffusers
    Ramp width, mix;
    alignas(64) std::array<Row, 2> sound; ///< the dry signal; becomes the output
};

/// The work of a run, in two parts: between them the input is written into the pre-delays.
struct ReverbKernel {
    /// What comes out of the lines, damped; the low cut of the sound.
    void (*readLines)(ReverbRun&) noexcept CPPMUSIC_NONBLOCKING = nullptr;
    /// Diffusion, the matrix, and the mix.
    void (*join)(ReverbRun&) noexcept CPPMUSIC_NONBLOCKING = nullptr;
};
/// For the instruction set in use. [main]
[[nodiscard]] ReverbKernel reverbKernel();

} // namespace cppmusic::audio
