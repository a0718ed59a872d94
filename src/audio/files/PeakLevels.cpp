// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/PeakLevels.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

namespace {

constexpr int coarsestFramesPerPeak = 1 << 28;

} // namespace

Peak peakOf(const float* samples, int count) noexcept
{
    Peak peak{samples[0], samples[0], 0.0f};
    double squares = 0;
    for (int i = 0; i < count; ++i) {
        peak.lowest = std::min(peak.lowest, samples[i]);
        peak.highest = std::max(peak.highest, samples[i]);
        squares += static_cast<double>(samples[i]) * static_cast<double>(samples[i]);
    }
    peak.rms = static_cast<float>(std::sqrt(squares / count));
    return peak;
}

Peak mergePeaks(const std::vector<Peak>& peaks, std::size_t begin, std::size_t end,
                int framesPerPeak, std::int64_t totalFrames) noexcept
{
    if (begin >= end) return {};
    Peak result = peaks[begin];
    double squares = 0, frames = 0;
    for (std::size_t i = begin; i < end; ++i) {
        result.lowest = std::min(result.lowest, peaks[i].lowest);
        result.highest = std::max(result.highest, peaks[i].highest);
        const auto start = static_cast<std::int64_t>(i) * framesPerPeak;
        const auto count =
            static_cast<double>(std::min<std::int64_t>(framesPerPeak, totalFrames - start));
        squares += count * static_cast<double>(peaks[i].rms) * static_cast<double>(peaks[i].rms);
        frames += count;
    }
    result.rms = static_cast<float>(std::sqrt(squares / frames));
    return result;
}

void updateCoarserLevels(Peaks& peaks, std::size_t firstPeak)
{
    constexpr std::size_t factor = Peaks::levelFactor;
    for (std::size_t level = 0;; ++level) {
        const std::size_t numChannels = peaks.levels[level].channels.size();
        const int framesPerPeak = peaks.levels[level].framesPerPeak;
        if (numChannels == 0 || peaks.levels[level].channels[0].size() <= 1 ||
            framesPerPeak * Peaks::levelFactor > coarsestFramesPerPeak)
            return;
        if (level + 1 == peaks.levels.size()) {
            PeakLevel added;
            added.framesPerPeak = framesPerPeak * Peaks::levelFactor;
            added.channels.resize(numChannels);
            peaks.levels.push_back(std::move(added));
        }
        firstPeak = std::min(firstPeak / factor, peaks.levels[level + 1].channels[0].size());
        for (std::size_t c = 0; c < numChannels; ++c) {
            const auto& fine = peaks.levels[level].channels[c];
            auto& coarse = peaks.levels[level + 1].channels[c];
            coarse.resize((fine.size() + factor - 1) / factor);
            for (std::size_t i = firstPeak; i < coarse.size(); ++i)
                coarse[i] = mergePeaks(fine, i * factor, std::min(fine.size(), (i + 1) * factor),
                                       framesPerPeak, peaks.frames);
        }
    }
}

} // namespace cppmusic::audio
