// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/TempoMap.h"
#include "core/time/Units.h"

#include <cstdint>

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
};

/// The transport during one block. A block never crosses a jump: LoopSplitter cuts it. [audio]
struct TransportBlock {
    std::int64_t startFrame =
        0; ///< place in the song of the block's first frame; stands still while stopped
    std::int64_t gridFrame =
        0; ///< frames since playback last started from rest: control-rate work (every
           ///< controlInterval frames) counts on this, so block sizes never change the bits
    core::Beats startBeat;
    core::Beats endBeat;
    core::Bpm tempo{120.0}; ///< at the first frame
    bool isPlaying = false;
    bool isLooping = false;
    bool isRecording = false;
    bool hasJumped =
        false; ///< the first frame does not continue the previous block: start, stop, locate, loop
    core::SampleRate sampleRate{48000.0};
    const core::TempoMap* tempoMap = nullptr; ///< never null in process()
};

} // namespace cppmusic::audio
