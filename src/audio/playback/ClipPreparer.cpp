// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/ClipPreparer.h"

#include "audio/engine/EngineContext.h"

namespace cppmusic::audio {

void ClipPreparer::prepareBlock(core::Frames from, int frames)
{
    if (auto prepared = streamer_.prepareBlock(engine_.graph(), from.value, frames);
        !prepared && status_.ok())
        status_ = prepared;
}

} // namespace cppmusic::audio
