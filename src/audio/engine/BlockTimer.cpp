// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/BlockTimer.h"

#include "audio/graph/ThreadParking.h"

namespace cppmusic::audio {

void BlockTimer::start() noexcept CPPMUSIC_NONBLOCKING
{
    startedAt_ = monotonicNanoseconds();
}

float BlockTimer::finish(int numFrames, core::SampleRate rate) noexcept CPPMUSIC_NONBLOCKING
{
    taken_ = monotonicNanoseconds() - startedAt_;
    const auto taken = static_cast<float>(static_cast<double>(taken_) * 1e-9);
    const auto available = static_cast<float>(numFrames / rate.value);
    return taken / available;
}

} // namespace cppmusic::audio
