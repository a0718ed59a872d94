// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/transport/LoopSplitter.h"
#include "audio/transport/Metronome.h"
#include "audio/transport/TransportCommand.h"
#include "audio/transport/TransportSnapshot.h"
#include "core/RealtimeAttributes.h"

namespace cppmusic::audio {

/// Where the engine is in the song. Owned by the audio thread; the tempo map comes with the plan.
/// What the counters of its blocks mean is written at TransportBlock. [audio]
class Transport {
public:
    /// Play while playing and stop while stopped change nothing. While counting in nothing plays:
    /// the position stands where playback will start, at the tempo and in the metre of that place.
    /// A loop that is switched on or moved jumps only when playback reaches its end from the left.
    void apply(const TransportCommand&) noexcept CPPMUSIC_NONBLOCKING;

    /// The next block of at most `frames` frames (above 0), shorter when the loop, a count-in or a
    /// punch range ends or a punch range starts inside; moves on by as many. The number of frames
    /// is written to `frames`.
    [[nodiscard]] TransportBlock advance(int& frames, const core::TempoMap&,
                                         core::SampleRate) noexcept CPPMUSIC_NONBLOCKING;

    [[nodiscard]] TransportSnapshot snapshot(const core::TempoMap&,
                                             core::SampleRate) const noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] core::Frames position() const noexcept CPPMUSIC_NONBLOCKING
    {
        return core::Frames(position_);
    }
    [[nodiscard]] bool isPlaying() const noexcept CPPMUSIC_NONBLOCKING { return isPlaying_; }
    /// What the clicks' levels are multiplied by.
    [[nodiscard]] MetronomeLevels metronomeLevels() const noexcept CPPMUSIC_NONBLOCKING
    {
        return levels_;
    }
    [[nodiscard]] bool isMetronomeOn() const noexcept CPPMUSIC_NONBLOCKING
    {
        return isMetronomeOn_;
    }
    /// The same places in seconds after the sample rate has changed. [main & device stopped]
    void changeRate(core::SampleRate from, core::SampleRate to) noexcept;

private:
    std::int64_t position_ = 0;
    std::int64_t grid_ = 0;
    /// Cuts `frames` where recording starts or ends; whether it is on in what is left.
    [[nodiscard]] bool punchedIn(int& frames) const noexcept CPPMUSIC_NONBLOCKING;
    void startCountIn(const core::TempoMap&, core::SampleRate) noexcept CPPMUSIC_NONBLOCKING;
    void startPlaying() noexcept CPPMUSIC_NONBLOCKING;

    LoopSplitter loop_;
    std::int64_t punchStart_ = 0;
    std::int64_t punchEnd_ = 0;
    std::int64_t countInFrames_ = 0; // of the whole count-in
    std::int64_t countInLeft_ = 0;
    int countInBars_ = 0; // asked for, not begun
    MetronomeLevels levels_;
    bool isPunchOn_ = false;
    bool isPlaying_ = false;
    bool isArmed_ = false;
    bool isMetronomeOn_ = false;
    bool hasJumped_ = true;
};

} // namespace cppmusic::audio
