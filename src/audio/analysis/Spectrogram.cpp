// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/analysis/Spectrogram.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {

SpectrumSettings withoutMemory(SpectrumSettings settings)
{
    settings.riseSeconds = settings.fallSeconds = 0.0;
    return settings;
}

} // namespace

Spectrogram::Spectrogram(double sampleRate, SpectrumSettings settings, double lowest,
                         double highest, std::size_t rows, std::size_t columns)
    : spectrum_(sampleRate, withoutMemory(settings)),
      lowest_(lowest),
      highest_(highest),
      rows_(std::max<std::size_t>(1, rows)),
      picture_(rows_ * std::max<std::size_t>(1, columns), SpectrumAnalyser::silenceDb)
{
}

void Spectrogram::add(const float* samples, int frames)
{
    constexpr int step = 32; // shorter than any hop, so that no spectrum is passed over
    for (int from = 0; from < frames; from += step) {
        spectrum_.add(samples + from, std::min(step, frames - from));
        if (spectrum_.count() == count_) continue;
        const auto column = static_cast<std::size_t>(count_ % columns());
        spectrum_.curve(lowest_, highest_, std::span(picture_).subspan(column * rows_, rows_));
        count_ = spectrum_.count();
    }
}

std::span<const float> Spectrogram::column(std::uint64_t index) const
{
    if (index >= count_ || count_ - index > columns()) return {};
    return std::span(picture_).subspan(static_cast<std::size_t>(index % columns()) * rows_, rows_);
}

} // namespace cppmusic::audio
