// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/FFT.h"

#include "core/Assert.h"
#include "core/MathUtils.h"

#include <utility>

namespace cppmusic::audio {

FFT::FFT(std::size_t size)
{
    CPPMUSIC_ASSERT(size >= 2 && (size & (size - 1)) == 0);
    twiddles_.resize(size / 2);
    for (std::size_t k = 0; k < twiddles_.size(); ++k) {
        const double angle = core::math::twoPi * static_cast<double>(k) / static_cast<double>(size);
        twiddles_[k] = {core::math::cos(angle), -core::math::sin(angle)};
    }
}

void FFT::forward(std::span<std::complex<double>> data) const
{
    transform(data, false);
}

void FFT::inverse(std::span<std::complex<double>> data) const
{
    transform(data, true);
}

void FFT::transform(std::span<std::complex<double>> data, bool isInverse) const
{
    const std::size_t n = size();
    CPPMUSIC_ASSERT(data.size() == n);
    for (std::size_t i = 1, j = 0; i < n; ++i) { // bit reversal
        std::size_t bit = n >> 1;
        for (; (j & bit) != 0; bit >>= 1) j ^= bit;
        j ^= bit;
        if (i < j) std::swap(data[i], data[j]);
    }
    for (std::size_t length = 2; length <= n; length <<= 1) {
        const std::size_t half = length / 2;
        const std::size_t step = n / length;
        for (std::size_t start = 0; start < n; start += length) {
            for (std::size_t k = 0; k < half; ++k) {
                const auto w = isInverse ? std::conj(twiddles_[k * step]) : twiddles_[k * step];
                const auto a = data[start + k];
                const auto b = data[start + k + half];
                const std::complex<double> turned{b.real() * w.real() - b.imag() * w.imag(),
                                                  b.real() * w.imag() + b.imag() * w.real()};
                data[start + k] = a + turned;
                data[start + k + half] = a - turned;
            }
        }
    }
}

} // namespace cppmusic::audio
