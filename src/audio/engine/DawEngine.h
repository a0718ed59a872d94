// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioBlock.h"
#include "core/RealtimeAttributes.h"

namespace cppmusic::audio {

/// The audio thread's side of the engine. Owned by EngineContext, which is the only thing that
/// makes one.
class DawEngine {
public:
    virtual ~DawEngine() = default;
    /// Fills `output` (any number of frames up to any size; cut inside to
    /// PrepareSpec::maxBlockFrames). [audio]
    virtual void processBlock(const AudioBlock& output,
                              bool isOffline) noexcept CPPMUSIC_NONBLOCKING = 0;
};

} // namespace cppmusic::audio
