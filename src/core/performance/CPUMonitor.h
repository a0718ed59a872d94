// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <atomic>
#include <cstdint>
#include <functional>

namespace cppmusic::core {

/// Two loads for a meter in the window: how much of its time the audio callback uses, and how much
/// processor time the whole process uses. Both are moving means that follow a step to 63 % within
/// one time constant, however often they are fed.
///
/// Progress: blockTook is wait-free. Memory order: relaxed, each figure stands alone.
class CPUMonitor {
public:
    static constexpr double defaultTimeConstantSeconds = 0.3;
    using Clock = std::function<std::uint64_t()>; ///< nanoseconds

    /// The clocks are the process's own where none are given. [main]
    explicit CPUMonitor(double timeConstantSeconds = defaultTimeConstantSeconds, Clock wall = {},
                        Clock cpu = {});
    CPUMonitor(const CPUMonitor&) = delete;
    CPUMonitor& operator=(const CPUMonitor&) = delete;

    /// One callback took so much of the time its block lasts. A block of no length is ignored.
    /// [audio]
    void blockTook(std::uint64_t nanoseconds,
                   std::uint64_t blockNanoseconds) noexcept CPPMUSIC_NONBLOCKING;

    /// Smoothed share of the callback, 1 = no time left. [any]
    [[nodiscard]] float audioLoad() const noexcept CPPMUSIC_NONBLOCKING
    {
        return audioLoad_.load(std::memory_order_relaxed);
    }
    /// The largest share of one callback since the last call. [one reader]
    [[nodiscard]] float takePeakAudioLoad() noexcept
    {
        return peakAudioLoad_.exchange(0.0f, std::memory_order_relaxed);
    }

    /// Looks at the clocks; to be called now and then, from a timer. [main]
    void poll();
    /// Smoothed processor time per time passed, 1 = one core. [main]
    [[nodiscard]] float processLoad() const noexcept { return processLoad_; }

private:
    const double timeConstantNanoseconds_;
    const Clock wall_;
    const Clock cpu_;
    std::atomic<float> audioLoad_{0.0f};
    std::atomic<float> peakAudioLoad_{0.0f};
    std::uint64_t lastWall_ = 0; // [main]
    std::uint64_t lastCpu_ = 0;  // [main]
    float processLoad_ = 0.0f;   // [main]
};

} // namespace cppmusic::core
