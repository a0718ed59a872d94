// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/analysis/SpectrumAnalyser.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cppmusic::audio {

/// Spectra one after the other, on a logarithmic axis: the picture of the last seconds. [main or
/// job]
class Spectrogram {
public:
    /// `rows` frequencies from `lowest` to `highest` Hz, `columns` spectra. Rise and fall of the
    /// settings are ignored: each column is of its own time.
    Spectrogram(double sampleRate, SpectrumSettings, double lowest, double highest,
                std::size_t rows, std::size_t columns);

    void add(const float* samples, int frames);
    /// Columns since the beginning; the last columns() of them are kept.
    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
    [[nodiscard]] std::size_t columns() const noexcept { return picture_.size() / rows_; }
    /// dB from the lowest frequency up; `index` counts from the beginning as count() does. Empty
    /// when it is not kept any more or not there yet.
    [[nodiscard]] std::span<const float> column(std::uint64_t index) const;

private:
    SpectrumAnalyser spectrum_;
    double lowest_, highest_;
    std::size_t rows_;
    std::vector<float> picture_; // a ring of columns
    std::uint64_t count_ = 0;
};

} // namespace cppmusic::audio
