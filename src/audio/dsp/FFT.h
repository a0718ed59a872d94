// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace cppmusic::audio {

/// A complex discrete Fourier transform of a power of two, in double (Cooley and Tukey, radix 2).
/// For tables, analysis and tests, not for per-sample work. [main or job]
class FFT {
public:
    /// `size` a power of two, 2 and up.
    explicit FFT(std::size_t size);

    [[nodiscard]] std::size_t size() const noexcept { return twiddles_.size() * 2; }
    /// X[k] = Σ x[n]·e^(−2πikn/N), in place; `data` has size() elements.
    void forward(std::span<std::complex<double>> data) const;
    /// x[n] = Σ X[k]·e^(+2πikn/N), in place and not divided by N.
    void inverse(std::span<std::complex<double>> data) const;

private:
    void transform(std::span<std::complex<double>> data, bool isInverse) const;
    std::vector<std::complex<double>> twiddles_; // e^(−2πik/N), k below N/2
};

} // namespace cppmusic::audio
