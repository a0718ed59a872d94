// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/transport/LoopSplitter.h"
#include "audio/transport/TransportCommand.h"
#include "audio/transport/TransportSnapshot.h"
#include "core/RealtimeAttributes.h"

namespace cppmusic::audio {

/// Where the engine is in the song. Owned by the audio thread; the tempo map comes with the plan.
/// What the counters of its blocks mean is written at TransportBlock. [audio]
class Transport {
public:
    /// Play while playing and stop while stopped change nothing. A loop that is switched on or
    /// moved jumps only when playback reaches its end from the left.
    void apply(const TransportCommand&) noexcept CPPMUSIC_NONBLOCKING;

    /// The next block of at most `frames` frames (above 0), shorter when the loop ends inside;
    /// moves on by as many. The number of frames is written to `frames`.
    [[nodiscard]] TransportBlock advance(int& frames, const core::TempoMap&,
                                         core::SampleRate) noexcept CPPMUSIC_NONBLOCKING;

    [[nodiscard]] TransportSnapshot snapshot(const core::TempoMap&,
                                             core::SampleRate) const noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] core::Frames position() const noexcept CPPMUSIC_NONBLOCKING
    {
        return core::Frames(position_);
    }
    [[nodiscard]] bool isPlaying() const noexcept CPPMUSIC_NONBLOCKING { return isPlaying_; }
    [[nodiscard]] bool isMetronomeOn() const noexcept CPPMUSIC_NONBLOCKING
    {
        return isMetronomeOn_;
    }
    /// The same places in seconds after the sample rate has changed. [main & device stopped]
    void changeRate(core::SampleRate from, core::SampleRate to) noexcept;

private:
    std::int64_t position_ = 0;
    std::int64_t grid_ = 0;
    LoopSplitter loop_;
    bool isPlaying_ = false;
    bool isArmed_ = false;
    bool isMetronomeOn_ = false;
    bool hasJumped_ = true;
};

} // namespace cppmusic::audio
