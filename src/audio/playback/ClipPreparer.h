// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/engine/BlockPreparer.h"
#include "audio/playback/DiskStreamer.h"
#include "core/Result.h"

namespace cppmusic::audio {

class EngineContext;

/// Feeds an engine's audio clips from the disk before every offline block. [the rendering thread]
class ClipPreparer final : public BlockPreparer {
public:
    /// Both must outlive this.
    ClipPreparer(DiskStreamer& streamer, const EngineContext& engine)
        : streamer_(streamer), engine_(engine)
    {
    }
    void prepareBlock(core::Frames from, int frames) override;
    /// The first failure so far: what was rendered after it has silence in a clip.
    [[nodiscard]] const core::Status& status() const noexcept { return status_; }

private:
    DiskStreamer& streamer_;
    const EngineContext& engine_;
    core::Status status_;
};

} // namespace cppmusic::audio
