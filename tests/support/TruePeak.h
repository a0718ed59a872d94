// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace cppmusic::test {

/// The greatest magnitude of the curve through the samples, looked for at sixteen places a sample:
/// a sinc in a Blackman-Harris window (F. J. Harris, 1978), summed in double. What lies outside is
/// silence.
class TruePeakMeter {
public:
    /// The window has `half` samples on either side.
    explicit TruePeakMeter(std::size_t half)
        : taps_(2 * half), filter_(phases, std::vector<double>(2 * half))
    {
        const auto reach = static_cast<double>(half);
        for (std::size_t p = 0; p < phases; ++p) {
            double sum = 0.0;
            for (std::size_t t = 0; t < taps_; ++t) {
                // Tap t weighs the sample that lies t − half + 1 behind the present one.
                const double distance = static_cast<double>(t) - (reach - 1.0) -
                                        static_cast<double>(p) / static_cast<double>(phases);
                filter_[p][t] = sinc(distance) * window(distance / reach);
                sum += filter_[p][t];
            }
            for (double& tap : filter_[p]) tap /= sum;
        }
    }
    [[nodiscard]] double peakOf(std::span<const float> samples) const
    {
        std::vector<double> padded(samples.size() + 2 * taps_, 0.0);
        for (std::size_t i = 0; i < samples.size(); ++i)
            padded[taps_ + i] = static_cast<double>(samples[i]);
        double peak = 0.0;
        for (std::size_t n = 0; n + taps_ <= padded.size(); ++n) {
            for (const auto& phase : filter_) {
                double sum = 0.0;
                for (std::size_t t = 0; t < taps_; ++t) sum += phase[t] * padded[n + t];
                peak = std::max(peak, std::abs(sum));
            }
        }
        return peak;
    }

private:
    static constexpr std::size_t phases = 16;
    static constexpr double pi = 3.14159265358979323846;
    static double sinc(double x) { return x == 0.0 ? 1.0 : std::sin(pi * x) / (pi * x); }
    static double window(double x)
    {
        if (std::abs(x) >= 1.0) return 0.0;
        const double w = pi * x;
        return 0.35875 + 0.48829 * std::cos(w) + 0.14128 * std::cos(2.0 * w) +
               0.01168 * std::cos(3.0 * w);
    }
    std::size_t taps_;
    std::vector<std::vector<double>> filter_;
};

} // namespace cppmusic::test
