// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/engine/BlockPreparer.h"
#include "audio/engine/EngineContext.h"
#include "audio/graph/AudioBlock.h"
#include "core/Result.h"
#include "core/jobs/CancellationToken.h"

#include <functional>

namespace cppmusic::audio {

/// What is rendered after the last frame of the range.
struct TailRule {
    enum class Kind {
        none,       ///< the range and nothing more
        fixed,      ///< exactly `frames`
        untilSilent ///< until all channels stayed below silenceDb for `hold`, at most `frames`
    };
    Kind kind = Kind::none;
    core::Frames frames;
    float silenceDb = -90.0f;
    core::Frames hold{12000};
    /// False: the transport stops at the end of the range, notes are released and ring out. True:
    /// it plays on, as it would for a listener; right for a whole song, where nothing follows.
    bool playsOn = false;
};

struct OfflineRequest {
    core::Frames from;
    core::Frames to; ///< above `from`; not rendered itself
    TailRule tail;
    int numChannels = 2; ///< 1–64
    int blockFrames = 1024;
    /// When set it is asked for the size of each block; sizes below 1 count as 1. Blocks are also
    /// cut at the end of the range.
    std::function<int()> nextBlockFrames;
};

struct OfflineSummary {
    core::Frames rendered; ///< delivered to the sink: the range and its tail
    int streamsMissed = 0; ///< blocks in which a node's data was missing: must be 0
    int eventsDropped = 0; ///< blocks in which events found no room
    float peak = 0.0f;     ///< linear, all channels
};

/// Renders a range of the song faster than real time, with the engine that plays it. The bits
/// depend on the graph and the range only, never on block sizes. Frames by which the graph's
/// latency delays the output are left out, so the first frame delivered is the first frame of the
/// range. [job: the calling thread is both main and audio thread of the context for the time]
class OfflineRenderer {
public:
    /// Takes each block in order; an error ends the render and is handed on.
    using Sink = std::function<core::Status(const ConstAudioBlock&)>;
    /// Gets the fraction done, 0–1.
    using Progress = std::function<void(double)>;

    /// Of a graph, in a context of its own. Errors are those of setGraph.
    [[nodiscard]] static core::Result<OfflineRenderer> make(AudioGraph, const PrepareSpec&,
                                                            const PlanOptions& = {});
    /// In a given context that has a graph and no device. Rendering resets its nodes, moves its
    /// transport and switches its loop off.
    explicit OfflineRenderer(EngineContext&);
    OfflineRenderer(OfflineRenderer&&) noexcept;
    ~OfflineRenderer();

    /// Called before each block; may be null. Must outlive the renderer.
    void setPreparer(BlockPreparer* preparer) { preparer_ = preparer; }
    void setProgress(Progress progress) { progress_ = std::move(progress); }
    void setCancellation(core::CancellationToken token) { cancellation_ = std::move(token); }

    /// invalidArgument for an empty range or wrong channel count, cancelled, or the sink's error.
    [[nodiscard]] core::Result<OfflineSummary> render(const OfflineRequest&, const Sink&);
    /// The same into memory: [channel][frame].
    [[nodiscard]] core::Result<std::vector<std::vector<float>>> render(const OfflineRequest&);

    [[nodiscard]] EngineContext& context() noexcept { return *context_; }

private:
    std::unique_ptr<EngineContext> own_;
    EngineContext* context_ = nullptr;
    BlockPreparer* preparer_ = nullptr;
    Progress progress_;
    core::CancellationToken cancellation_;
};

} // namespace cppmusic::audio
