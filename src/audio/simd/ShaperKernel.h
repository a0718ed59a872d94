// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <cstdint>

namespace cppmusic::audio {

enum class ShaperCurve : std::uint8_t {
    smooth,    ///< x/√(1 + x²)
    cubic,     ///< x − 4x³/27 within ±1.5, ±1 beyond
    hyperbolic ///< tanh x; taken at the sample itself, since it bends least where it folds back
};

/// A waveshaper f(x) = (c(x + bias) − c(bias))/c'(bias) of one of these curves c: it passes quiet
/// signals at unity and stays between −(1 + c(bias))/c'(bias) and (1 − c(bias))/c'(bias). A bias
/// other than 0 makes even harmonics.
struct Shaper {
    ShaperCurve curve = ShaperCurve::smooth;
    float bias = 0.0f;
    float level = 0.0f; ///< c(bias)
    float scale = 1.0f; ///< 1/c'(bias)

    /// Bias within ±1. [any]
    static Shaper of(ShaperCurve, float bias) noexcept CPPMUSIC_NONBLOCKING;
    /// f(x), without any mean. [any]
    [[nodiscard]] float at(float x) const noexcept CPPMUSIC_NONBLOCKING;
};

/// Shapes by antiderivative antialiasing of first order: instead of f at a sample, its mean over
/// the straight line from the sample before (J. Parker, V. Zavalishin, E. Le Bivic, "Reducing the
/// Aliasing of Nonlinear Waveshaping Using Continuous-Time Convolution", DAFx-16). For these curves
/// the mean has a form without cancellation, so it is exact to rounding for any two samples. The
/// mean also is a low-pass of half a sample; `correct` takes that back. Rows have room for counts
/// rounded up to 16. Same bits on every instruction set. [audio]
struct ShaperKernel {
    /// sum[n] += weight[n]·(mean of f − mean of x) between in[n − 1] and in[n].
    void (*addBent)(const Shaper&, const float* in, const float* weight, float* sum,
                    int count) noexcept CPPMUSIC_NONBLOCKING;
    /// out[n] = mean of f between in[n − 1] and in[n].
    void (*shape)(const Shaper&, const float* in, float* out,
                  int count) noexcept CPPMUSIC_NONBLOCKING;
    /// The same with a bias and a scale of each sample's own, for while they move.
    void (*shapeMoving)(ShaperCurve, const float* in, const float* bias, const float* scale,
                        float* out, int count) noexcept CPPMUSIC_NONBLOCKING;
    /// The first four terms of the inverse of (1 + 1/z)/2 as a series in u = 1 − 1/z:
    /// 1 + u/2 + u²/4 + u³/8. Both together are 1 − (u/2)⁴: flat and without delay to a third of
    /// the rate. Reads in[−3]; `out` may not be `in`.
    void (*correct)(const float* in, float* out, int count) noexcept CPPMUSIC_NONBLOCKING;
};
/// For the instruction set in use. [main]
[[nodiscard]] ShaperKernel shaperKernel();

} // namespace cppmusic::audio
