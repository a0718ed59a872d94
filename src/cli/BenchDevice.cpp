// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/BenchDevice.h"

#include "audio/engine/DawEngine.h"
#include "core/performance/ProcessUsage.h"

#include <chrono>
#include <cmath>
#include <utility>

namespace cppmusic::cli {

namespace {

constexpr std::size_t blocksReserved = std::size_t{1} << 20; // the list never grows while it runs

} // namespace

BenchDevice::BenchDevice(audio::EngineContext& engine, int blockFrames)
    : engine_(engine),
      blockFrames_(blockFrames),
      periodMs_(1000.0 * blockFrames / engine.spec().sampleRate.value)
{
}

BenchDevice::~BenchDevice()
{
    if (thread_.joinable()) (void)stop();
}

void BenchDevice::start()
{
    blocks_ = {};
    blocks_.wallMs.reserve(blocksReserved);
    blocks_.cpuMs.reserve(blocksReserved);
    isStopping_ = false;
    engine_.attachDevice();
    thread_ = std::thread([this] { run(); });
}

BlockStretch BenchDevice::stop()
{
    isStopping_ = true;
    thread_.join();
    engine_.detachDevice();
    return std::move(blocks_);
}

void BenchDevice::run()
{
    using Clock = std::chrono::steady_clock;
    using core::ProcessUsage;
    std::vector<std::vector<float>> memory(
        2, std::vector<float>(static_cast<std::size_t>(blockFrames_)));
    float* const channels[] = {memory[0].data(), memory[1].data()};
    const auto period = std::chrono::nanoseconds(std::llround(1.0e6 * periodMs_));
    auto due = Clock::now();
    while (!isStopping_ && blocks_.wallMs.size() < blocksReserved) {
        due += period;
        // A card that was late goes on from where it is.
        if (const auto now = Clock::now(); due + period < now) due = now;
        std::this_thread::sleep_until(due);
        const auto cpu = ProcessUsage::threadCpuNanoseconds();
        const auto began = Clock::now();
        engine_.realtime().processBlock({channels, 2, blockFrames_}, false);
        const auto ended = Clock::now();
        const auto cpuMs = 1.0e-6 * static_cast<double>(ProcessUsage::threadCpuNanoseconds() - cpu);
        blocks_.wallMs.push_back(std::chrono::duration<double, std::milli>(ended - began).count());
        blocks_.cpuMs.push_back(cpuMs);
        if (ended > due + period) ++blocks_.numLate;
        if (cpuMs > periodMs_) ++blocks_.numTooLong;
    }
}

} // namespace cppmusic::cli
