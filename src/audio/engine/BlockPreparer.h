// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/Units.h"

namespace cppmusic::audio {

/// Whoever feeds nodes from outside the audio path (disk streams) and must be ready before an
/// offline block. OfflineRenderer calls it outside the real-time section. [the rendering thread]
class BlockPreparer {
public:
    virtual ~BlockPreparer() = default;
    /// Returns when every stream holds what frames `from` to `from + frames` of the song need. May
    /// block, allocate and read files.
    virtual void prepareBlock(core::Frames from, int frames) = 0;
};

} // namespace cppmusic::audio
