// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/services/RenderPass.h"

#include "audio/playback/DiskStreamer.h"
#include "model/Queries.h"
#include "session/ProjectCompiler.h"
#include "session/compile/NodeIds.h"
#include "session/services/AssetPool.h"
#include "session/services/StemCollector.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <numeric>
#include <utility>

namespace cppmusic::session {

namespace {

/// One thread reads nothing ahead, so a stream holds two chunks; the window has room for the
/// longest block.
constexpr audio::StreamSize offlineStreams{32768, 6, std::size_t{1} << 30, false};

/// Reads what each block needs from the disk before it is rendered.
class StreamPreparer final : public audio::BlockPreparer {
public:
    StreamPreparer(audio::DiskStreamer& disk, const audio::AudioGraph& graph)
        : disk_(disk), graph_(graph)
    {
    }

    void prepareBlock(core::Frames from, int frames) override
    {
        if (status_) status_ = disk_.prepareBlock(graph_, from.value, frames);
    }
    [[nodiscard]] const core::Status& status() const noexcept { return status_; }

private:
    audio::DiskStreamer& disk_;
    const audio::AudioGraph& graph_;
    core::Status status_;
};

/// Block sizes from 1 to a maximum in an order that a seed fixes (SplitMix64, Steele et al. 2014).
class BlockSizes {
public:
    BlockSizes(std::uint64_t seed, int largest) : state_(seed), largest_(largest) {}

    int next()
    {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ull);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return 1 + static_cast<int>((z ^ (z >> 31)) % static_cast<std::uint64_t>(largest_));
    }

private:
    std::uint64_t state_;
    int largest_;
};

/// Makes the strips of tracks the graph's output.
core::Status collectStems(audio::AudioGraph& graph, const std::vector<model::TrackId>& tracks,
                          std::vector<int> widths)
{
    constexpr audio::NodeId collector{~std::uint64_t{0}};
    graph.add(collector, std::make_shared<StemCollector>(std::move(widths)), "Stems");
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        auto status = graph.connect({nodeIdOf(tracks[i], NodeRole::strip), 0, collector,
                                     static_cast<int>(i), audio::PortKind::audio});
        if (!status) return status;
    }
    graph.setOutput(collector);
    return {};
}

} // namespace

int channelsOf(const model::Track& track)
{
    return std::max(2, track.strip.channels.value);
}

core::Result<audio::OfflineSummary> RenderPass::run(const RenderRange& range,
                                                    const std::vector<model::TrackId>& tracks,
                                                    const audio::OfflineRenderer::Sink& sink,
                                                    const RenderProgress& progress,
                                                    const core::CancellationToken& cancellation)
{
    audio::DiskStreamer disk(offlineStreams);
    AssetPool pool(disk);
    pool.setFolder(folder_);
    ProjectCompiler compiler(pool);
    auto compiled = compiler.compile(project_, settings_.rate);
    problems_ = std::move(compiled.problems);
    const auto& master = model::masterTrack(project_);
    std::vector<int> widths;
    for (const auto id : tracks) widths.push_back(channelsOf(**model::findTrack(project_, id)));
    if (tracks.empty()) {
        widths = {channelsOf(master)};
        // All channels, not the stereo that a device plays.
        compiled.graph.setOutput(nodeIdOf(master.id, NodeRole::strip));
    } else if (auto status = collectStems(compiled.graph, tracks, widths); !status) {
        return status.error();
    }

    const audio::AudioGraph graph = compiled.graph;
    audio::PlanOptions options;
    options.threads = settings_.threads;
    auto renderer = audio::OfflineRenderer::make(std::move(compiled.graph),
                                                 {settings_.rate, settings_.blockFrames}, options);
    if (!renderer) return renderer.error();
    StreamPreparer preparer(disk, graph);
    renderer->setPreparer(&preparer);
    // Several threads would wait for one that reads; so one more reads ahead.
    if (settings_.threads > 1) disk.start();
    if (progress) renderer->setProgress(progress);
    renderer->setCancellation(cancellation);

    audio::OfflineRequest request;
    request.from = range.from;
    request.to = range.to;
    request.tail = range.tail;
    request.numChannels = std::accumulate(widths.begin(), widths.end(), 0);
    request.blockFrames = settings_.blockFrames;
    BlockSizes sizes(settings_.randomBlocks.value_or(0), settings_.blockFrames);
    if (settings_.randomBlocks) request.nextBlockFrames = [&sizes] { return sizes.next(); };
    return renderer->render(request, [&](const audio::ConstAudioBlock& block) -> core::Status {
        if (!preparer.status()) return preparer.status();
        return sink(block);
    });
}

} // namespace cppmusic::session
