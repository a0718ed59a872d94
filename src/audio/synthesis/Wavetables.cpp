// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/synthesis/Wavetables.h"

#include "audio/dsp/FFT.h"
#include "core/MathUtils.h"

#include <bit>
#include <complex>
#include <mutex>

namespace cppmusic::audio {

namespace {

constexpr int minLogSize = 11; // 2048 samples: interpolation images of low harmonics below −110 dB

/// Amplitude of the sine of harmonic h (Fourier series of the waveform of peak 1).
double amplitudeOf(WavetableStack::Shape shape, int h)
{
    using core::math::pi;
    switch (shape) {
    case WavetableStack::Shape::sine: return h == 1 ? 1.0 : 0.0;
    case WavetableStack::Shape::triangle:
        return h % 2 == 0 ? 0.0 : (h % 4 == 1 ? 1.0 : -1.0) * 8.0 / (pi * pi * h * h);
    case WavetableStack::Shape::saw: return -2.0 / (pi * h);
    }
    return 0.0;
}

std::vector<float> makeTable(WavetableStack::Shape shape, int harmonics, int logSize)
{
    const auto size = std::size_t{1} << logSize;
    std::vector<std::complex<double>> spectrum(size);
    for (int h = 1; h <= harmonics; ++h) {
        // a·sin(x) = (a/2i)·(e^ix − e^−ix)
        const double half = amplitudeOf(shape, h) * 0.5;
        spectrum[static_cast<std::size_t>(h)] = {0.0, -half};
        spectrum[size - static_cast<std::size_t>(h)] = {0.0, half};
    }
    FFT(size).inverse(spectrum);
    std::vector<float> table(size + 3); // one before, two after
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = static_cast<float>(spectrum[(i + size - 1) % size].real());
    return table;
}

} // namespace

WavetableStack::WavetableStack(Shape shape)
{
    build(shape);
}

void WavetableStack::build(Shape shape)
{
    const double third = core::math::exp2(-1.0 / 3.0);
    std::vector<int> counts;
    double exact = maxHarmonics;
    for (int h = maxHarmonics; h > 1 && shape != Shape::sine;) {
        counts.push_back(h);
        exact *= third;
        h = std::min(h - 1, static_cast<int>(exact));
    }
    counts.push_back(1);
    for (const int harmonics : counts) {
        // Four samples to the highest harmonic at least.
        const int needed =
            static_cast<int>(std::bit_width(static_cast<unsigned>(harmonics * 4 - 1)));
        const int logSize = std::max(minLogSize, needed);
        storage_.push_back(makeTable(shape, harmonics, logSize));
        levels_.push_back({storage_.back().data() + 1, logSize, harmonics});
    }
    storage_.push_back(std::vector<float>((std::size_t{1} << minLogSize) + 3, 0.0f));
    levels_.push_back({storage_.back().data() + 1, minLogSize, 0}); // above half the rate: silence
    std::size_t level = levels_.size() - 1;
    for (int h = 0; h <= maxHarmonics; ++h) {
        while (level > 0 && levels_[level - 1].harmonics <= h) --level;
        levelOf_[static_cast<std::size_t>(h)] = static_cast<std::uint8_t>(level);
    }
}

std::shared_ptr<const Wavetables> Wavetables::shared()
{
    static std::mutex mutex;
    static std::weak_ptr<const Wavetables> kept;
    const std::scoped_lock lock(mutex);
    auto tables = kept.lock();
    if (!tables) {
        tables = std::make_shared<const Wavetables>();
        kept = tables;
    }
    return tables;
}

} // namespace cppmusic::audio
