// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/performance/CPUMonitor.h"

#include "core/MathUtils.h"
#include "core/performance/ProcessUsage.h"

#include <algorithm>
#include <utility>

namespace cppmusic::core {
namespace {

/// One step of a moving mean towards `load`, for a time of `nanoseconds`.
float moved(float mean, double load, double nanoseconds,
            double timeConstant) noexcept CPPMUSIC_NONBLOCKING
{
    const double share = -math::expm1(-nanoseconds / timeConstant);
    return static_cast<float>(static_cast<double>(mean) +
                              share * (load - static_cast<double>(mean)));
}

CPUMonitor::Clock orElse(CPUMonitor::Clock clock, std::uint64_t (*usual)() noexcept)
{
    return clock ? std::move(clock) : CPUMonitor::Clock(usual);
}

} // namespace

CPUMonitor::CPUMonitor(double timeConstantSeconds, Clock wall, Clock cpu)
    : timeConstantNanoseconds_(std::max(timeConstantSeconds, 1.0e-3) * 1.0e9),
      wall_(orElse(std::move(wall), &ProcessUsage::wallNanoseconds)),
      cpu_(orElse(std::move(cpu), &ProcessUsage::cpuNanoseconds)),
      lastWall_(wall_()),
      lastCpu_(cpu_())
{
}

void CPUMonitor::blockTook(std::uint64_t nanoseconds,
                           std::uint64_t blockNanoseconds) noexcept CPPMUSIC_NONBLOCKING
{
    if (blockNanoseconds == 0) return;
    const double block = static_cast<double>(blockNanoseconds);
    const double load = static_cast<double>(nanoseconds) / block;
    const float mean = audioLoad_.load(std::memory_order_relaxed);
    audioLoad_.store(moved(mean, load, block, timeConstantNanoseconds_), std::memory_order_relaxed);
    const auto peak = static_cast<float>(load);
    if (peak > peakAudioLoad_.load(std::memory_order_relaxed))
        peakAudioLoad_.store(peak, std::memory_order_relaxed);
}

void CPUMonitor::poll()
{
    const std::uint64_t wall = wall_();
    const std::uint64_t cpu = cpu_();
    if (wall <= lastWall_) return;
    const auto passed = static_cast<double>(wall - lastWall_);
    const double used = cpu > lastCpu_ ? static_cast<double>(cpu - lastCpu_) : 0.0;
    processLoad_ = moved(processLoad_, used / passed, passed, timeConstantNanoseconds_);
    lastWall_ = wall;
    lastCpu_ = cpu;
}

} // namespace cppmusic::core
