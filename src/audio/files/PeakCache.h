// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/AudioFileReader.h"
#include "audio/files/ConformedFile.h"
#include "core/Result.h"
#include "core/jobs/CancellationToken.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

namespace cppmusic::audio {

/// Lowest, highest and root-mean-square sample of a stretch of one channel.
struct Peak {
    float lowest = 0.0f, highest = 0.0f, rms = 0.0f;
    friend bool operator==(const Peak&, const Peak&) = default;
};

/// Peaks of a whole file at one resolution.
struct PeakLevel {
    int framesPerPeak = 256;
    std::vector<std::vector<Peak>> channels; ///< [channel][stretch]; the last may be shorter
    friend bool operator==(const PeakLevel&, const PeakLevel&) = default;
};

/// For drawing a waveform at any zoom: level 0 has 256 frames a peak, each further level four times
/// as many, up to the level with a single peak. Immutable once made. [any]
struct Peaks {
    static constexpr int finestFramesPerPeak = 256;
    static constexpr int levelFactor = 4;

    std::int64_t frames = 0;
    std::vector<PeakLevel> levels;

    /// The coarsest level that still has at most `framesPerPixel` frames a peak; level 0 if none
    /// has. Never null unless empty.
    [[nodiscard]] const PeakLevel* levelFor(double framesPerPixel) const noexcept;
    /// Of frames begin … end − 1 of a channel, from whole peaks of the best level (so rounded
    /// outwards to its stretches).
    [[nodiscard]] Peak between(int channel, std::int64_t begin, std::int64_t end) const noexcept;
    friend bool operator==(const Peaks&, const Peaks&) = default;
};

/// Reads the whole file chunk by chunk. [job]
core::Result<Peaks> buildPeaks(AudioFileReader&, const core::CancellationToken& = {},
                               const FileProgress& = {});

/// Peaks kept in a folder, one file per content. [job; one object may be used by many threads]
class PeakCache {
public:
    explicit PeakCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// From the cache, or built from the file and saved. A damaged cache file is built anew; a
    /// cache that can't be written is no error.
    core::Result<std::shared_ptr<const Peaks>> get(const std::filesystem::path& audioFile,
                                                   std::string_view contentHash,
                                                   const core::CancellationToken& = {},
                                                   const FileProgress& = {}) const;
    /// notFound or corrupt when there is nothing usable.
    core::Result<Peaks> load(std::string_view contentHash) const;
    core::Status save(std::string_view contentHash, const Peaks&) const;
    [[nodiscard]] std::filesystem::path pathFor(std::string_view contentHash) const;

private:
    std::filesystem::path folder_;
};

} // namespace cppmusic::audio
