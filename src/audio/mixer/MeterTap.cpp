// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/mixer/MeterTap.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

namespace {

/// All lanes in one fixed shape: the upper half joins the lower one until one is left.
template <std::size_t count, class Join>
float joined(const std::array<float, count>& lanes, Join join) noexcept CPPMUSIC_NONBLOCKING
{
    if constexpr (count == 1) {
        return lanes[0];
    } else {
        std::array<float, count / 2> half;
        for (std::size_t i = 0; i < count / 2; ++i) half[i] = join(lanes[i], lanes[i + count / 2]);
        return joined(half, join);
    }
}

double sumOf(const MeterLanes& lanes) noexcept CPPMUSIC_NONBLOCKING
{
    return static_cast<double>(
        joined(lanes.squares, [](float a, float b) noexcept { return a + b; }));
}

float peakOf(const MeterLanes& lanes) noexcept CPPMUSIC_NONBLOCKING
{
    return joined(lanes.peaks, [](float a, float b) noexcept { return a < b ? b : a; });
}

} // namespace

int MeterTap::begin(int phase, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    if (phase == 0 && ++cells_ == cellsPerFold) fold();
    // The next fold is at the control point that makes cells_ full.
    const int toNextPoint = controlInterval - phase;
    const int toFold = toNextPoint + (cellsPerFold - 1 - cells_) * controlInterval;
    const int taken = std::min(frames, toFold);
    if (taken > toNextPoint)
        cells_ += (taken - toNextPoint + controlInterval - 1) / controlInterval;
    running_.frames += taken;
    return taken;
}

void MeterTap::addSilence(int phase, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    while (frames > 0) {
        const int taken = begin(phase, frames);
        frames -= taken;
        phase = (phase + taken) % controlInterval;
    }
}

void MeterTap::fold() noexcept CPPMUSIC_NONBLOCKING
{
    running_.left += sumOf(lanes_[0]);
    running_.right += sumOf(lanes_[1]);
    for (auto& channel : lanes_) channel.squares.fill(0.0f);
    cells_ = 0;
}

/// A reader's exchange to 0 can come between load and store; one more try is enough, since there is
/// one reader and it comes at most once in that time.
void MeterTap::raise(std::atomic<float>& peak, float value) noexcept CPPMUSIC_NONBLOCKING
{
    for (int tries = 0; tries < 4; ++tries) {
        float seen = peak.load(std::memory_order_relaxed);
        if (value <= seen || peak.compare_exchange_strong(seen, value, std::memory_order_relaxed))
            return;
    }
}

void MeterTap::publish() noexcept CPPMUSIC_NONBLOCKING
{
    raise(sharedPeakLeft_, peakOf(lanes_[0]));
    raise(sharedPeakRight_, peakOf(lanes_[1]));
    for (auto& channel : lanes_) channel.peaks.fill(0.0f);
    shared_.store(
        {running_.left + sumOf(lanes_[0]), running_.right + sumOf(lanes_[1]), running_.frames});
}

MeterReading MeterTap::take() noexcept
{
    MeterReading reading;
    reading.peakLeft = sharedPeakLeft_.exchange(0.0f, std::memory_order_relaxed);
    reading.peakRight = sharedPeakRight_.exchange(0.0f, std::memory_order_relaxed);
    reading.channels[0].peak = reading.peakLeft;
    reading.channels[1].peak = reading.peakRight;
    MeterSums now;
    if (!shared_.load(now)) return reading;
    if (now.frames < taken_.frames) taken_ = {}; // it was reset in between
    const auto frames = static_cast<double>(now.frames - taken_.frames);
    if (frames > 0.0) {
        const auto rms = [frames](double sum) {
            return static_cast<float>(std::sqrt(std::max(0.0, sum) / frames));
        };
        reading.rmsLeft = rms(now.left - taken_.left);
        reading.rmsRight = rms(now.right - taken_.right);
    }
    taken_ = now;
    reading.channels[0].rms = reading.rmsLeft;
    reading.channels[1].rms = reading.rmsRight;
    return reading;
}

MeterReading MeterTap::takeAll(std::span<MeterTap> taps, int numChannels) noexcept
{
    MeterReading all;
    all.numChannels = numChannels;
    std::size_t channel = 0;
    for (MeterTap& tap : taps) {
        const MeterReading pair = tap.take();
        all.peakLeft = std::max(all.peakLeft, pair.peakLeft);
        all.peakRight = std::max(all.peakRight, pair.peakRight);
        all.rmsLeft = std::max(all.rmsLeft, pair.rmsLeft);
        all.rmsRight = std::max(all.rmsRight, pair.rmsRight);
        for (std::size_t side = 0; side < 2 && channel < all.channels.size(); ++side)
            all.channels[channel++] = pair.channels[side];
    }
    return all;
}

void MeterTap::reset() noexcept CPPMUSIC_NONBLOCKING
{
    running_ = {};
    cells_ = 0;
    for (auto& channel : lanes_) {
        channel.squares.fill(0.0f);
        channel.peaks.fill(0.0f);
    }
    sharedPeakLeft_.store(0.0f, std::memory_order_relaxed);
    sharedPeakRight_.store(0.0f, std::memory_order_relaxed);
    publish();
}

} // namespace cppmusic::audio
