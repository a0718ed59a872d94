// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace cppmusic::cli {

/// One audio file to measure with.
struct BenchFile {
    std::filesystem::path path; ///< absolute
    double sampleRate = 48000.0;
    std::int64_t frames = 0;
    int channels = 2;
};

/// Writes `count` different stereo files of 24 bits, track-0001.wav and so on, into a folder that
/// is made. The same numbers give the same bytes.
core::Result<std::vector<BenchFile>> writeBenchFiles(const std::filesystem::path& folder, int count,
                                                     double seconds, int rate = 48000);

/// The first `count` audio files of a folder by name. All must have one rate; fewer is an Error.
core::Result<std::vector<BenchFile>> findBenchFiles(const std::filesystem::path& folder, int count);

/// A folder that only this process uses; removed with all that is in it.
class BenchFolder {
public:
    BenchFolder();
    ~BenchFolder();
    BenchFolder(const BenchFolder&) = delete;
    BenchFolder& operator=(const BenchFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace cppmusic::cli
