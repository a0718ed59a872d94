// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/analysis/SpectrumAnalyser.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace cppmusic::audio {

namespace {

constexpr double pi = 3.14159265358979323846;

// Cosine terms: von Hann; F. J. Harris, "On the Use of Windows" (Proc. IEEE 66, 1978), four terms,
// −92 dB; flat top of ISO 18431-2.
std::array<double, 5> termsOf(SpectrumWindow window)
{
    switch (window) {
    case SpectrumWindow::blackmanHarris: return {0.35875, 0.48829, 0.14128, 0.01168, 0.0};
    case SpectrumWindow::flatTop: return {1.0, 1.933, 1.286, 0.388, 0.0322};
    case SpectrumWindow::hann: break;
    }
    return {0.5, 0.5, 0.0, 0.0, 0.0};
}

std::size_t checkedSize(std::size_t size)
{
    return std::bit_floor(std::clamp<std::size_t>(size, 256, 65536));
}

double keepOf(double seconds, double perSecond)
{
    return seconds > 0.0 ? std::exp(-1.0 / (seconds * perSecond)) : 0.0;
}

float toDecibels(double power)
{
    constexpr double silentPower = 1.0e-20;
    return power > silentPower ? static_cast<float>(10.0 * std::log10(power))
                               : SpectrumAnalyser::silenceDb;
}

} // namespace

SpectrumAnalyser::SpectrumAnalyser(double sampleRate, const SpectrumSettings& settings)
    : rate_(sampleRate),
      settings_(settings),
      fft_(checkedSize(settings.size)),
      window_(fft_.size()),
      ring_(fft_.size()),
      work_(fft_.size()),
      powers_(fft_.size() / 2 + 1),
      decibels_(powers_.size(), silenceDb),
      lastDecibels_(powers_.size(), silenceDb)
{
    const std::size_t size = fft_.size();
    const auto terms = termsOf(settings.window);
    double sum = 0.0;
    for (std::size_t i = 0; i < size; ++i) {
        const double x = 2.0 * pi * static_cast<double>(i) / static_cast<double>(size);
        double value = 0.0, sign = 1.0;
        for (std::size_t term = 0; term < terms.size(); ++term, sign = -sign)
            value += sign * terms[term] * std::cos(static_cast<double>(term) * x);
        window_[i] = value;
        sum += value;
    }
    scale_ = 2.0 / sum;
    hop_ = size / static_cast<std::size_t>(std::clamp(settings.overlap, 1, 8));
    untilNext_ = size;
    rise_ = keepOf(settings.riseSeconds, rate_ / static_cast<double>(hop_));
    fall_ = keepOf(settings.fallSeconds, rate_ / static_cast<double>(hop_));
}

void SpectrumAnalyser::reset()
{
    std::fill(ring_.begin(), ring_.end(), 0.0f);
    std::fill(powers_.begin(), powers_.end(), 0.0);
    std::fill(decibels_.begin(), decibels_.end(), silenceDb);
    std::fill(lastDecibels_.begin(), lastDecibels_.end(), silenceDb);
    untilNext_ = fft_.size();
    place_ = 0;
    count_ = 0;
}

double SpectrumAnalyser::frequencyOf(std::size_t bin) const noexcept
{
    return static_cast<double>(bin) * rate_ / static_cast<double>(fft_.size());
}

void SpectrumAnalyser::add(const float* samples, int frames)
{
    for (int i = 0; i < frames; ++i) {
        ring_[place_] = std::isfinite(samples[i]) ? samples[i] : 0.0f;
        place_ = (place_ + 1) & (ring_.size() - 1);
        if (--untilNext_ > 0) continue;
        transform();
        untilNext_ = hop_;
    }
}

void SpectrumAnalyser::transform()
{
    const std::size_t size = fft_.size();
    for (std::size_t i = 0; i < size; ++i)
        work_[i] = window_[i] * static_cast<double>(ring_[(place_ + i) & (size - 1)]);
    fft_.forward(work_);
    for (std::size_t bin = 0; bin < powers_.size(); ++bin) {
        const bool isEdge = bin == 0 || bin + 1 == powers_.size(); // has no mirror image
        const double scale = isEdge ? 0.5 * scale_ : scale_;
        const double power = std::norm(work_[bin]) * scale * scale;
        const double keep = power > powers_[bin] ? rise_ : fall_;
        powers_[bin] = power + keep * (powers_[bin] - power);
        lastDecibels_[bin] = toDecibels(power);
        decibels_[bin] = toDecibels(powers_[bin]);
    }
    ++count_;
}

// Mean power of the bins from one place to another, both broken.
float SpectrumAnalyser::powerAround(double lowBin, double highBin) const
{
    const double last = static_cast<double>(powers_.size() - 1);
    const auto from = static_cast<std::size_t>(std::clamp(std::ceil(lowBin), 0.0, last));
    const auto to = static_cast<std::size_t>(std::clamp(std::floor(highBin), 0.0, last));
    if (from > to) return silenceDb;
    double sum = 0.0;
    for (std::size_t bin = from; bin <= to; ++bin) sum += powers_[bin];
    return toDecibels(sum / static_cast<double>(to - from + 1));
}

void SpectrumAnalyser::curve(double lowest, double highest, std::span<float> to) const
{
    if (to.empty() || !(lowest > 0.0) || !(highest > lowest)) return;
    const double step =
        to.size() > 1 ? std::log2(highest / lowest) / static_cast<double>(to.size() - 1) : 0.0;
    const double binsPerHz = static_cast<double>(fft_.size()) / rate_;
    const double last = static_cast<double>(powers_.size() - 1);
    for (std::size_t point = 0; point < to.size(); ++point) {
        const double hz = lowest * std::exp2(step * static_cast<double>(point));
        const double bin = hz * binsPerHz;
        const double half = std::exp2(0.5 * std::max(step, settings_.smoothingOctaves));
        float value = silenceDb;
        if (bin > last) {
            // above half the rate
        } else if (bin * (half - 1.0 / half) < 1.0) {
            const auto low = static_cast<std::size_t>(bin);
            const auto high = std::min(low + 1, powers_.size() - 1);
            const float part = static_cast<float>(bin - static_cast<double>(low));
            value = decibels_[low] + part * (decibels_[high] - decibels_[low]);
        } else if (settings_.smoothingOctaves > 0.0) {
            value = powerAround(bin / half, bin * half);
        } else {
            const auto from = static_cast<std::size_t>(bin / half);
            const auto end = static_cast<std::size_t>(std::min(last, bin * half));
            value = *std::max_element(decibels_.begin() + static_cast<std::ptrdiff_t>(from),
                                      decibels_.begin() + static_cast<std::ptrdiff_t>(end) + 1);
        }
        const double slope = settings_.slopeDbPerOctave * std::log2(hz / 1000.0);
        to[point] = std::max(silenceDb, value + static_cast<float>(slope));
    }
}

} // namespace cppmusic::audio
