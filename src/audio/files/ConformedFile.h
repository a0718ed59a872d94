// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/AudioFileReader.h"
#include "core/Result.h"
#include "core/jobs/CancellationToken.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

namespace cppmusic::audio {

/// Called now and then with 0 … 1, on the working thread.
using FileProgress = std::function<void(double)>;

/// A file that can be streamed: at the engine's rate, seekable to the frame.
struct ConformedFile {
    std::filesystem::path path; ///< the original, or a float WAV in the cache folder
    std::int64_t frames = 0;    ///< at the engine's rate
    int channels = 0;
    bool isOriginal = false;
};

/// True if the file has another rate than the engine or cannot seek exactly.
[[nodiscard]] bool needsConforming(const AudioFileInfo&, int engineRate) noexcept;
/// Frames a file of `frames` at `fromRate` has at `toRate`: rounded to nearest.
[[nodiscard]] std::int64_t conformedFrames(std::int64_t frames, double fromRate,
                                           double toRate) noexcept;

/// Gives a file of this content at `engineRate`: the source itself where it can be streamed as it
/// is, else `cacheFolder`/<contentHash>-<rate>.wav, which is made chunk by chunk if it is absent or
/// damaged. `contentHash` (letters, digits, '-' and '_' only) must name the source's content.
/// The same source gives the same bytes. [job]
core::Result<ConformedFile> conformFile(const std::filesystem::path& source,
                                        std::string_view contentHash, int engineRate,
                                        const std::filesystem::path& cacheFolder,
                                        const core::CancellationToken& = {},
                                        const FileProgress& = {});

} // namespace cppmusic::audio
