// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/OfflineRenderer.h"

#include "audio/engine/DawEngine.h"
#include "core/MathUtils.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cppmusic::audio {
namespace {

/// Counts what must not happen in a render.
class ReportCounter final : public EngineObserver {
public:
    explicit ReportCounter(OfflineSummary& summary) : summary_(summary) {}
    void onReport(const EngineReport& report) override
    {
        if (report.kind == EngineReport::Kind::streamMissed) ++summary_.streamsMissed;
        if (report.kind == EngineReport::Kind::eventsDropped) ++summary_.eventsDropped;
    }

private:
    OfflineSummary& summary_;
};

/// Leaves the latency out, finds the end of the tail to the frame, and hands the rest to the sink.
class Delivery {
public:
    Delivery(const OfflineRequest& request, int latency, const OfflineRenderer::Sink& sink,
             OfflineSummary& summary)
        : request_(request),
          sink_(sink),
          summary_(summary),
          skip_(latency),
          range_(request.to.value - request.from.value),
          end_(range_ +
               (request.tail.kind == TailRule::Kind::none ? 0 : request.tail.frames.value)),
          threshold_(core::math::dbToGain(request.tail.silenceDb, -200.0f)),
          channels_(static_cast<std::size_t>(request.numChannels))
    {
    }

    [[nodiscard]] bool isComplete() const { return isComplete_ || delivered_ >= end_; }
    [[nodiscard]] double fraction() const
    {
        return std::min(1.0, static_cast<double>(delivered_) / static_cast<double>(range_));
    }

    core::Status take(const AudioBlock& block)
    {
        const auto first = static_cast<int>(std::min<std::int64_t>(skip_, block.numFrames));
        skip_ -= first;
        auto count =
            static_cast<int>(std::min<std::int64_t>(block.numFrames - first, end_ - delivered_));
        count = scan(block, first, count);
        if (count <= 0) return {};
        for (std::size_t c = 0; c < channels_.size(); ++c) {
            channels_[c] = block.channels[c] + first;
        }
        delivered_ += count;
        summary_.rendered = core::Frames(delivered_);
        return sink_({channels_.data(), request_.numChannels, count});
    }

private:
    /// Measures the peak and how long it has been silent; returns how many frames belong to the
    /// render.
    int scan(const AudioBlock& block, int first, int count)
    {
        int i = 0;
        // Before the end of the range nothing ends: only what sounded last matters.
        for (; i + pieceFrames <= count && delivered_ + i + pieceFrames < range_; i += pieceFrames)
            scanPiece(block, first + i);
        for (; i < count; ++i) {
            const float level = levelAt(block, first + i);
            summary_.peak = std::max(summary_.peak, level);
            silentFor_ = level < threshold_ ? silentFor_ + 1 : 0;
            if (request_.tail.kind == TailRule::Kind::untilSilent && delivered_ + i + 1 >= range_ &&
                silentFor_ >= request_.tail.hold.value) {
                isComplete_ = true;
                return i + 1;
            }
        }
        return count;
    }
    static float levelAt(const AudioBlock& block, int frame)
    {
        float level = 0.0f;
        for (int c = 0; c < block.numChannels; ++c)
            level = std::max(level, std::abs(block.channels[c][frame]));
        return level;
    }
    void scanPiece(const AudioBlock& block, int first)
    {
        // Several at a time, so that no maximum waits for the one before.
        std::array<float, 8> levels{};
        for (int c = 0; c < block.numChannels; ++c) {
            const float* samples = block.channels[c] + first;
            for (int i = 0; i < pieceFrames; i += 8) {
                for (int k = 0; k < 8; ++k) {
                    float& level = levels[static_cast<std::size_t>(k)];
                    level = std::max(level, std::abs(samples[i + k]));
                }
            }
        }
        const float level = *std::max_element(levels.begin(), levels.end());
        summary_.peak = std::max(summary_.peak, level);
        if (level < threshold_) {
            silentFor_ += pieceFrames;
            return;
        }
        silentFor_ = 0;
        while (levelAt(block, first + pieceFrames - 1 - static_cast<int>(silentFor_)) < threshold_)
            ++silentFor_;
    }

    static constexpr int pieceFrames = 64;
    const OfflineRequest& request_;
    const OfflineRenderer::Sink& sink_;
    OfflineSummary& summary_;
    std::int64_t skip_;
    std::int64_t range_;
    std::int64_t end_;
    float threshold_;
    std::vector<const float*> channels_;
    std::int64_t delivered_ = 0;
    std::int64_t silentFor_ = 0;
    bool isComplete_ = false;
};

core::Status check(const OfflineRequest& request)
{
    if (request.from.value < 0 || request.to <= request.from) {
        return core::makeError(core::ErrorCode::invalidArgument,
                               "the range to render is empty; its end must lie after its start");
    }
    if (request.numChannels < 1 || request.numChannels > 64) {
        return core::makeError(core::ErrorCode::invalidArgument,
                               "a render has 1 to 64 channels, not " +
                                   std::to_string(request.numChannels));
    }
    if (request.tail.frames.value < 0 || request.tail.hold.value < 0) {
        return core::makeError(core::ErrorCode::invalidArgument, "a tail has no negative length");
    }
    return {};
}

} // namespace

core::Result<OfflineRenderer> OfflineRenderer::make(AudioGraph graph, const PrepareSpec& spec,
                                                    const PlanOptions& options)
{
    auto context = std::make_unique<EngineContext>(spec, options);
    if (auto status = context->setGraph(std::move(graph)); !status) return status.error();
    OfflineRenderer renderer(*context);
    renderer.own_ = std::move(context);
    return renderer;
}

OfflineRenderer::OfflineRenderer(EngineContext& context) : context_(&context) {}
OfflineRenderer::OfflineRenderer(OfflineRenderer&&) noexcept = default;
OfflineRenderer::~OfflineRenderer() = default;

core::Result<OfflineSummary> OfflineRenderer::render(const OfflineRequest& request,
                                                     const Sink& sink)
{
    if (auto status = check(request); !status) return status.error();
    OfflineSummary summary;
    ReportCounter reports(summary);
    EngineContext& context = *context_;
    context.command(TransportCommand::stop());
    context.command(TransportCommand::loop({}, {}, false));
    context.command(TransportCommand::locate(request.from));
    context.panic();
    context.command(TransportCommand::play());
    context.poll(reports);

    Delivery delivery(request, context.latencyFrames(), sink, summary);
    std::vector<std::vector<float>> memory(static_cast<std::size_t>(request.numChannels));
    std::vector<float*> channels(memory.size());
    const std::int64_t range = request.to.value - request.from.value;
    std::int64_t done = 0;
    bool isPlaying = true;
    while (!delivery.isComplete()) {
        if (cancellation_.isCancelled()) {
            return core::makeError(core::ErrorCode::cancelled, "the render was cancelled");
        }
        if (done == range && !request.tail.playsOn) {
            context.command(TransportCommand::stop());
            isPlaying = false;
        }
        int frames =
            std::max(1, request.nextBlockFrames ? request.nextBlockFrames() : request.blockFrames);
        if (done < range) {
            frames = static_cast<int>(std::min<std::int64_t>(frames, range - done));
        }
        for (std::size_t c = 0; c < memory.size(); ++c) {
            if (memory[c].size() < static_cast<std::size_t>(frames)) {
                memory[c].resize(static_cast<std::size_t>(frames));
            }
            channels[c] = memory[c].data();
        }
        if (preparer_ && isPlaying) {
            preparer_->prepareBlock(core::Frames(request.from.value + done), frames);
        }
        const AudioBlock block{channels.data(), request.numChannels, frames};
        context.realtime().processBlock(block, true);
        done += frames;
        context.poll(reports);
        if (auto status = delivery.take(block); !status) return status.error();
        if (progress_) progress_(delivery.fraction());
    }
    context.command(TransportCommand::stop());
    context.poll(reports);
    return summary;
}

core::Result<std::vector<std::vector<float>>> OfflineRenderer::render(const OfflineRequest& request)
{
    std::vector<std::vector<float>> audio(
        static_cast<std::size_t>(std::clamp(request.numChannels, 1, 64)));
    const auto summary = render(request, [&](const ConstAudioBlock& block) -> core::Status {
        for (std::size_t c = 0; c < audio.size(); ++c) {
            const auto channel = block.channel(static_cast<int>(c));
            audio[c].insert(audio[c].end(), channel.begin(), channel.end());
        }
        return {};
    });
    if (!summary) return summary.error();
    return audio;
}

} // namespace cppmusic::audio
