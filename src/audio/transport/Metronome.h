// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioBlock.h"
#include "audio/transport/TransportSnapshot.h"
#include "core/RealtimeAttributes.h"

#include <array>
#include <vector>

namespace cppmusic::audio {

/// What the two clicks are multiplied by; 1: the accent peaks at −6 dB, a beat at −10.5 dB.
struct MetronomeLevels {
    float accent = 1.0f;
    float beat = 1.0f;
};

/// The frame of a click of a count-in before `place`, at the tempo and in the metre of that place:
/// `click` of `bar`, both counted from 0; bar 0, click 0 is frame 0. [any]
[[nodiscard]] std::int64_t countInFrame(const core::TempoMap&, core::Beats place, core::SampleRate,
                                        int bar, int click) noexcept CPPMUSIC_NONBLOCKING;

/// Clicks on every beat of the time signature, higher and louder where a bar starts; in compound
/// metre (6/8, 9/8, 12/8) the groups of three start with the high click at a beat's level. Mixed
/// into the engine's output, not part of any plan; never in offline renders.
class Metronome {
public:
    /// Makes the two click sounds. [main]
    void prepare(core::SampleRate);
    /// Adds the clicks whose beats lie in this block, `latencyFrames` later, as all other sound is.
    /// Off, it only lets those sound out that have begun; a count-in is heard on and off. [audio]
    void process(const AudioBlock& output, const TransportBlock&, int latencyFrames, bool isOn,
                 MetronomeLevels = {}) noexcept CPPMUSIC_NONBLOCKING;
    /// Forgets clicks that wait or sound. [audio]
    void reset() noexcept CPPMUSIC_NONBLOCKING { numVoices_ = 0; }

private:
    /// A click that will start in `wait` frames, or has played `played` frames.
    struct Voice {
        std::int64_t wait = 0;
        std::size_t played = 0;
        bool isHigh = false;
        float gain = 1.0f;
    };

    void findClicks(const TransportBlock&, int numFrames,
                    int latencyFrames) noexcept CPPMUSIC_NONBLOCKING;
    void findCountIn(const TransportBlock&, int numFrames,
                     int latencyFrames) noexcept CPPMUSIC_NONBLOCKING;
    /// `beat` of a bar, counted from 0.
    void add(std::int64_t wait, int beat, core::TimeSignature) noexcept CPPMUSIC_NONBLOCKING;

    std::vector<float> accent_;
    std::vector<float> beat_;
    std::array<Voice, 64> voices_{};
    std::size_t numVoices_ = 0;
    MetronomeLevels levels_;
};

} // namespace cppmusic::audio
