// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/simd/ConvolutionKernel.h"

#include <array>
#include <vector>

namespace cppmusic::audio {

/// Two real signals in one complex transform of single precision, with the same bits on every
/// machine: left the real part, right the imaginary. A spectrum has size/2 + 1 bins, and room up to
/// a multiple of 16. Twiddle factors by core::math. [audio, but for the constructor]
class StereoFFT {
public:
    struct Channels {
        std::array<Spectrum, 2> spectra;
    };

    /// `size` a power of two, 64 and up. Allocates. [main or job]
    explicit StereoFFT(int size);

    [[nodiscard]] int size() const noexcept CPPMUSIC_NONBLOCKING { return size_; }
    [[nodiscard]] int bins() const noexcept CPPMUSIC_NONBLOCKING { return size_ / 2 + 1; }
    /// bins() up to a multiple of 16: what a spectrum has room for.
    [[nodiscard]] int room() const noexcept CPPMUSIC_NONBLOCKING { return (bins() + 15) / 16 * 16; }

    /// Where the signals are put and taken, `size` values each.
    [[nodiscard]] float* left() noexcept CPPMUSIC_NONBLOCKING { return one_.data(); }
    [[nodiscard]] float* right() noexcept CPPMUSIC_NONBLOCKING { return one_.data() + size_; }

    /// Signals to spectra. The signals are lost.
    void forward(const ConvolutionKernel&, const Channels& to) noexcept CPPMUSIC_NONBLOCKING;
    /// Spectra to signals times `size`, into left() and right().
    void inverse(const ConvolutionKernel&, const Channels& from) noexcept CPPMUSIC_NONBLOCKING;

private:
    void transform(const ConvolutionKernel&) noexcept CPPMUSIC_NONBLOCKING;

    int size_;
    std::vector<float> one_, other_;     // real parts, then imaginary ones
    std::vector<float> cosines_, sines_; // of all stages, one after the other
};

} // namespace cppmusic::audio
