// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Project.h"
#include "support/RealtimeGuard.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace cppmusic::test {

/// What came out of a fake sound card that played a song from its start.
struct Performance {
    static constexpr std::int64_t warmFrames = 96000;
    std::vector<std::vector<float>> channels; ///< left and right, the engine's latency taken away
    std::int64_t latencyFrames = 0;
    RealtimeViolations violations; ///< allocations, locks and system calls on the device's thread
    std::uint64_t sections = 0;    ///< blocks that were watched
    std::uint64_t pageFaultsWhenWarm = 0; ///< from warmFrames on
};

/// Opens the engine on `project` the way the desktop does and plays `numFrames` frames at 48 kHz in
/// blocks of the given sizes, gone through again and again.
core::Result<Performance> perform(const model::Project& project,
                                  const std::filesystem::path& projectFolder,
                                  std::int64_t numFrames, const std::vector<int>& blockSizes);

/// All of a stereo file; empty when it can't be read.
std::vector<std::vector<float>> readAll(const std::filesystem::path& file);

} // namespace cppmusic::test
