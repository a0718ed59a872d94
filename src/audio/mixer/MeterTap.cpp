// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/mixer/MeterTap.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

void MeterTap::add(const float* left, const float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < frames; ++i) {
        peakLeft_ = std::max(peakLeft_, std::abs(left[i]));
        peakRight_ = std::max(peakRight_, std::abs(right[i]));
        running_.left += static_cast<double>(left[i]) * static_cast<double>(left[i]);
        running_.right += static_cast<double>(right[i]) * static_cast<double>(right[i]);
    }
    running_.frames += frames;
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
    raise(sharedPeakLeft_, peakLeft_);
    raise(sharedPeakRight_, peakRight_);
    peakLeft_ = peakRight_ = 0.0f;
    const auto version = version_.load(std::memory_order_relaxed);
    version_.store(version + 1, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_release);
    sharedLeft_.store(running_.left, std::memory_order_relaxed);
    sharedRight_.store(running_.right, std::memory_order_relaxed);
    sharedFrames_.store(running_.frames, std::memory_order_relaxed);
    version_.store(version + 2, std::memory_order_release);
}

MeterReading MeterTap::take() noexcept
{
    MeterReading reading;
    reading.peakLeft = sharedPeakLeft_.exchange(0.0f, std::memory_order_relaxed);
    reading.peakRight = sharedPeakRight_.exchange(0.0f, std::memory_order_relaxed);
    for (int tries = 0; tries < 1000; ++tries) {
        const auto before = version_.load(std::memory_order_acquire);
        const Sums now{sharedLeft_.load(std::memory_order_relaxed),
                       sharedRight_.load(std::memory_order_relaxed),
                       sharedFrames_.load(std::memory_order_relaxed)};
        std::atomic_thread_fence(std::memory_order_acquire);
        if ((before & 1u) != 0 || version_.load(std::memory_order_relaxed) != before) continue;
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
        break;
    }
    return reading;
}

void MeterTap::reset() noexcept CPPMUSIC_NONBLOCKING
{
    running_ = {};
    peakLeft_ = peakRight_ = 0.0f;
    sharedPeakLeft_.store(0.0f, std::memory_order_relaxed);
    sharedPeakRight_.store(0.0f, std::memory_order_relaxed);
    publish();
}

} // namespace cppmusic::audio
