// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/FFT.h"

#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cppmusic::audio {

enum class SpectrumWindow { hann, blackmanHarris, flatTop };

struct SpectrumSettings {
    std::size_t size = 4096; ///< a power of two, 256 to 65,536
    SpectrumWindow window = SpectrumWindow::hann;
    int overlap = 4;             ///< spectra in the time of one window: 1, 2, 4, 8
    double riseSeconds = 0.0;    ///< time constant of the power in each bin on its way up
    double fallSeconds = 0.3;    ///< and down
    double slopeDbPerOctave = 0; ///< added, 0 at 1 kHz: 3 shows pink noise flat
    double smoothingOctaves = 0; ///< mean power over this width around each point of a curve
};

/// The spectrum of one channel as it goes by: windowed Fourier transforms, in dB; a sine of full
/// scale in the middle of a bin reads 0 dB whatever the window. The same sound in other blocks
/// gives the same numbers. Allocates when it is made. [main or job]
class SpectrumAnalyser {
public:
    SpectrumAnalyser(double sampleRate, const SpectrumSettings&);

    void add(const float* samples, int frames);
    /// How many spectra there have been; a display draws when this has grown.
    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

    /// Bins 0 to size/2 with rise and fall, without slope: dB, silence is silenceDb.
    [[nodiscard]] std::span<const float> bins() const noexcept { return decibels_; }
    /// Bins of the last transform alone.
    [[nodiscard]] std::span<const float> lastBins() const noexcept { return lastDecibels_; }
    [[nodiscard]] double frequencyOf(std::size_t bin) const noexcept;
    /// The curve at `to.size()` frequencies evenly apart on a logarithmic axis from `lowest` to
    /// `highest` Hz, with slope and smoothing; between bins a straight line, above them the
    /// loudest.
    void curve(double lowest, double highest, std::span<float> to) const;
    void reset();

    static constexpr float silenceDb = -200.0f;

private:
    void transform();
    [[nodiscard]] float powerAround(double lowBin, double highBin) const;

    double rate_;
    SpectrumSettings settings_;
    FFT fft_;
    std::vector<double> window_;
    std::vector<float> ring_;
    std::vector<std::complex<double>> work_;
    std::vector<double> powers_;
    std::vector<float> decibels_, lastDecibels_;
    double rise_ = 0.0, fall_ = 0.0; // kept of the old, a spectrum
    double scale_ = 1.0;
    std::size_t hop_ = 0, untilNext_ = 0, place_ = 0;
    std::uint64_t count_ = 0;
};

} // namespace cppmusic::audio
