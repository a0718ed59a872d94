// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/engine/EngineContext.h"

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace cppmusic::cli {

/// What the blocks of a stretch of time took, in milliseconds of wall time and of the device
/// thread's processor time, and how many were finished behind the moment at which a device would
/// have wanted the next one.
struct BlockStretch {
    std::vector<double> wallMs, cpuMs;
    std::size_t numLate = 0;    ///< by the clock: other programs on the machine count too
    std::size_t numTooLong = 0; ///< by processor time: what the engine itself took was too much
};

/// A device that hears nothing: asks for a block on a thread of its own whenever a sound card
/// would. [main]
class BenchDevice {
public:
    BenchDevice(audio::EngineContext&, int blockFrames);
    ~BenchDevice();
    BenchDevice(const BenchDevice&) = delete;
    BenchDevice& operator=(const BenchDevice&) = delete;

    void start();
    /// The blocks since start() come back.
    BlockStretch stop();
    [[nodiscard]] double periodMs() const noexcept { return periodMs_; }

private:
    void run();

    audio::EngineContext& engine_;
    int blockFrames_;
    double periodMs_;
    std::atomic<bool> isStopping_{false};
    BlockStretch blocks_; // the thread's while it runs
    std::thread thread_;
};

} // namespace cppmusic::cli
