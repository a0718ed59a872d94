// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioBlock.h"
#include "audio/transport/TransportSnapshot.h"
#include "core/RealtimeAttributes.h"

#include <array>
#include <vector>

namespace cppmusic::audio {

/// Clicks on every beat of the time signature, higher and louder where a bar starts. Mixed into the
/// engine's output, not part of any plan; never in offline renders.
class Metronome {
public:
    /// Makes the two click sounds. [main]
    void prepare(core::SampleRate);
    /// Adds the clicks whose beats lie in this block, `latencyFrames` later, as all other sound is.
    /// Off, it only lets those sound out that have begun. [audio]
    void process(const AudioBlock& output, const TransportBlock&, int latencyFrames,
                 bool isOn) noexcept CPPMUSIC_NONBLOCKING;
    /// Forgets clicks that wait or sound. [audio]
    void reset() noexcept CPPMUSIC_NONBLOCKING { numVoices_ = 0; }

private:
    /// A click that will start in `wait` frames, or has played `played` frames.
    struct Voice {
        std::int64_t wait = 0;
        std::size_t played = 0;
        bool isAccent = false;
    };

    void findClicks(const TransportBlock&, int numFrames,
                    int latencyFrames) noexcept CPPMUSIC_NONBLOCKING;
    void add(std::int64_t wait, bool isAccent) noexcept CPPMUSIC_NONBLOCKING;

    std::vector<float> accent_;
    std::vector<float> beat_;
    std::array<Voice, 64> voices_{};
    std::size_t numVoices_ = 0;
};

} // namespace cppmusic::audio
