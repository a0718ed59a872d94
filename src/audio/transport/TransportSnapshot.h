// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioBlock.h"
#include "core/time/TempoMap.h"
#include "core/time/Units.h"

#include <cstdint>
#include <limits>

namespace cppmusic::audio {

/// Where the transport is, as one value whose fields belong together; published by the audio
/// thread.
struct TransportSnapshot {
    core::Frames position;
    core::Beats beat;
    core::Bpm tempo{120.0};
    bool isPlaying = false;
    bool isLooping = false;
    bool isRecording = false;
    bool isCountingIn = false;
    /// While counting in: the frames until playback starts; `position` is where that will be.
    core::Frames countInLeft;
};

/// The transport during one block. A block never crosses a jump: LoopSplitter cuts it. [audio]
struct TransportBlock {
    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

    std::int64_t startFrame =
        0; ///< place in the song of the block's first frame; stands still while stopped
    /// Counts frames rendered. Restarts at 0 when playback starts from rest and when a locate lands
    /// during playback; runs on over loop passes, over a stop and while stopped. Control-rate work
    /// (every controlInterval frames) counts on this, so block sizes never change the bits, playing
    /// from a place gives the bits of rendering from it, and a loop passes like pasted bars.
    std::int64_t gridFrame = 0;
    /// Song frame at which playback will leave the line next (the loop's end), or INT64_MAX. Never
    /// inside the block: at the earliest startFrame + frames of the block. A ramp in the song's
    /// time must not be planned beyond it.
    std::int64_t nextJumpFrame = never;
    core::Beats startBeat;
    core::Beats endBeat;
    core::Bpm tempo{120.0}; ///< at the first frame
    bool isPlaying = false;
    bool isLooping = false;
    bool isRecording = false;      ///< of the whole block: punching in and out cut blocks too
    std::int64_t countInFrame = 0; ///< while counting in: frames since it began; else 0
    std::int64_t countInLeft = 0;  ///< at the first frame, until playback starts; 0: no count-in
    bool hasJumped =
        false; ///< the first frame does not continue the previous block: start, stop, locate, loop
    core::SampleRate sampleRate{48000.0};
    const core::TempoMap* tempoMap = nullptr; ///< never null in process()
    /// What comes in from the device during the block; no channels when there is none.
    ConstAudioBlock input;
};

} // namespace cppmusic::audio
