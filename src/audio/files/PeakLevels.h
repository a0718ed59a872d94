// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/PeakCache.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cppmusic::audio {

/// How many peaks so many frames have; the last may stand for fewer frames.
[[nodiscard]] constexpr std::int64_t peaksIn(std::int64_t frames,
                                             std::int64_t framesPerPeak) noexcept
{
    return (frames + framesPerPeak - 1) / framesPerPeak;
}

/// Of samples; `count` above 0.
[[nodiscard]] Peak peakOf(const float* samples, int count) noexcept;

/// One peak of peaks begin … end − 1 of a level of `framesPerPeak`; the shorter last one of all
/// `totalFrames` has less weight.
[[nodiscard]] Peak mergePeaks(const std::vector<Peak>& peaks, std::size_t begin, std::size_t end,
                              int framesPerPeak, std::int64_t totalFrames) noexcept;

/// Makes or brings up to date all levels above the finest, whose peaks from `firstPeak` on are new
/// or changed.
void updateCoarserLevels(Peaks& peaks, std::size_t firstPeak);

} // namespace cppmusic::audio
