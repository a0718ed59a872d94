// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/SincInterpolator.h"

#include "core/MathUtils.h"

#include <cmath>
#include <mutex>

namespace cppmusic::audio {

namespace math = core::math;

namespace {

double besselI0(double x)
{
    double term = 1.0;
    double sum = 1.0;
    for (int k = 1; k < 40; ++k) {
        term *= (x / (2.0 * k)) * (x / (2.0 * k));
        sum += term;
    }
    return sum;
}

double kernelAt(double x) // distance in samples
{
    constexpr double beta = 8.0;
    constexpr double reach = 8.0;
    if (std::abs(x) >= reach) return 0.0;
    const double window =
        besselI0(beta * std::sqrt(1.0 - (x / reach) * (x / reach))) / besselI0(beta);
    return x == 0.0 ? 1.0 : window * math::sin(math::pi * x) / (math::pi * x);
}

} // namespace

SincInterpolator::SincInterpolator() : kernels_(numSteps + 1)
{
    for (int step = 0; step <= numSteps; ++step) {
        auto& kernel = kernels_[static_cast<std::size_t>(step)];
        std::array<double, numPoints> exact{};
        double sum = 0.0;
        for (int i = 0; i < numPoints; ++i) {
            const double x = static_cast<double>(step) / numSteps - (i - before);
            // On a sample the sinc of the others is 0, which rounding must not spoil.
            const bool isWhole = step % numSteps == 0;
            exact[static_cast<std::size_t>(i)] = isWhole ? (x == 0.0 ? 1.0 : 0.0) : kernelAt(x);
            sum += exact[static_cast<std::size_t>(i)];
        }
        for (std::size_t i = 0; i < numPoints; ++i) kernel[i] = static_cast<float>(exact[i] / sum);
    }
}

std::shared_ptr<const SincInterpolator> SincInterpolator::shared()
{
    static std::mutex mutex;
    static std::weak_ptr<const SincInterpolator> kept;
    const std::scoped_lock lock(mutex);
    auto table = kept.lock();
    if (!table) {
        table = std::make_shared<const SincInterpolator>();
        kept = table;
    }
    return table;
}

} // namespace cppmusic::audio
