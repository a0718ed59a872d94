// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/StereoFFT.h"

#include "core/MathUtils.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace cppmusic::audio {

StereoFFT::StereoFFT(int size)
    : size_(static_cast<int>(std::bit_ceil(static_cast<unsigned>(std::max(size, 64))))),
      one_(2 * static_cast<std::size_t>(size_)),
      other_(one_.size())
{
    for (int length = size_ / 2; length >= 1; length /= 2)
        for (int p = 0; p < length; ++p) {
            const double angle = -core::math::pi * static_cast<double>(p) / length;
            cosines_.push_back(static_cast<float>(core::math::cos(angle)));
            sines_.push_back(static_cast<float>(core::math::sin(angle)));
        }
}

// From one_ to one_.
void StereoFFT::transform(const ConvolutionKernel& kernel) noexcept CPPMUSIC_NONBLOCKING
{
    float* from = one_.data();
    float* to = other_.data();
    const float* cosines = cosines_.data();
    const float* sines = sines_.data();
    for (int length = size_ / 2, stride = 1; length >= 1; length /= 2, stride *= 2) {
        kernel.transformStage(
            {{from, from + size_}, {to, to + size_}, cosines, sines, length, stride});
        cosines += length;
        sines += length;
        std::swap(from, to);
    }
    if (from != one_.data()) std::copy(from, from + 2 * size_, one_.data());
}

void StereoFFT::forward(const ConvolutionKernel& kernel,
                        const Channels& to) noexcept CPPMUSIC_NONBLOCKING
{
    transform(kernel);
    const float* re = left();
    const float* im = right();
    const auto& [one, other] = to.spectra;
    for (int k = 0; k < bins(); ++k) {
        const int mirror = k == 0 ? 0 : size_ - k;
        one.re[k] = 0.5f * (re[k] + re[mirror]);
        one.im[k] = 0.5f * (im[k] - im[mirror]);
        other.re[k] = 0.5f * (im[k] + im[mirror]);
        other.im[k] = 0.5f * (re[mirror] - re[k]);
    }
}

void StereoFFT::inverse(const ConvolutionKernel& kernel,
                        const Channels& from) noexcept CPPMUSIC_NONBLOCKING
{
    // The forward transform with real and imaginary parts changed over is the inverse one.
    float* im = left();
    float* re = right();
    const auto& [one, other] = from.spectra;
    for (int k = 0; k < bins(); ++k) {
        const int mirror = k == 0 ? 0 : size_ - k;
        re[mirror] = one.re[k] + other.im[k];
        im[mirror] = other.re[k] - one.im[k];
        re[k] = one.re[k] - other.im[k];
        im[k] = one.im[k] + other.re[k];
    }
    transform(kernel);
    std::swap_ranges(left(), left() + size_, right());
}

} // namespace cppmusic::audio
