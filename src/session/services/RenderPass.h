// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/engine/OfflineRenderer.h"
#include "core/Result.h"
#include "core/jobs/CancellationToken.h"
#include "model/Project.h"
#include "session/Problem.h"
#include "session/services/SongRenderer.h"

#include <filesystem>
#include <vector>

namespace cppmusic::session {

/// The part of the song to render, in frames at the render's rate.
struct RenderRange {
    core::Frames from, to;
    audio::TailRule tail;
};

/// The channels of what comes out of a track's strip: 2, or as many as it has if more. [any]
[[nodiscard]] int channelsOf(const model::Track&);

/// Renders a project once, with nodes and streams of its own. Empty `tracks`: the mix, as wide as
/// the master; else the strips of these tracks side by side (at most StemCollector::maxChannels
/// together). [job]
class RenderPass {
public:
    RenderPass(const model::Project& project, const std::filesystem::path& projectFolder,
               const RenderSettings& settings)
        : project_(project), folder_(projectFolder), settings_(settings)
    {
    }

    [[nodiscard]] core::Result<audio::OfflineSummary>
    run(const RenderRange&, const std::vector<model::TrackId>& tracks,
        const audio::OfflineRenderer::Sink&, const RenderProgress&, const core::CancellationToken&);
    /// Of the last run.
    [[nodiscard]] const std::vector<Problem>& problems() const noexcept { return problems_; }

private:
    const model::Project& project_;
    const std::filesystem::path& folder_;
    const RenderSettings& settings_;
    std::vector<Problem> problems_;
};

} // namespace cppmusic::session
