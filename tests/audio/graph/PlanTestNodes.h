// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"
#include "support/TestNodes.h"

#include <algorithm>
#include <atomic>
#include <cstddef>

/// Nodes that can be batched and can sleep, and say what was done with them.
namespace cppmusic::test {

/// A stereo one-pole low-pass that rings on for exactly 200 frames and then sleeps. Counts.
class RingingNode final : public audio::AudioNode {
public:
    static constexpr int tail = 200;

    explicit RingingNode(bool canBeBatched = true)
        : AudioNode(testParameters), canBeBatched_(canBeBatched)
    {
    }
    audio::NodePorts ports() const noexcept override
    {
        static constexpr int stereo = 2;
        return {{&stereo, 1}, {&stereo, 1}, false, false, true};
    }
    std::int64_t tailFrames() const noexcept override { return tail; }
    void prepare(const audio::PrepareSpec&) override { reset(); }
    void reset() noexcept CPPMUSIC_NONBLOCKING override
    {
        state_[0] = state_[1] = 0.0f;
        quietFrames_ = tail;
        level_ = parameterValue(0);
    }
    void process(audio::ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING override
    {
        ++timesProcessed;
        framesSeen += context.numFrames;
        std::size_t next = 0;
        for (int i = 0; i < context.numFrames; ++i) {
            for (; next < context.events.size() && context.events[next].frame <= i; ++next) {
                const audio::Event& event = context.events[next];
                if (event.type == audio::EventType::parameter && event.parameter == 0) {
                    level_ = event.value;
                }
            }
            const float in[] = {context.inputs[0].channels[0][i], context.inputs[0].channels[1][i]};
            const bool isQuiet = in[0] == 0.0f && in[1] == 0.0f;
            quietFrames_ = isQuiet ? std::min(tail, quietFrames_ + 1) : 0;
            for (std::size_t c = 0; c < 2; ++c) {
                state_[c] = quietFrames_ == tail ? 0.0f : state_[c] + 0.25f * (in[c] - state_[c]);
                context.outputs[0].channels[c][i] = state_[c] * level_;
            }
        }
    }
    const void* batchKey() const noexcept CPPMUSIC_NONBLOCKING override
    {
        return canBeBatched_ ? &keyOfAll : nullptr;
    }
    void
    processBatch(std::span<const audio::BatchItem> items) noexcept CPPMUSIC_NONBLOCKING override
    {
        largestBatch = std::max(largestBatch.load(), items.size());
        for (const audio::BatchItem& item : items) item.node->process(*item.context);
    }
    bool isAsleep() const noexcept CPPMUSIC_NONBLOCKING override { return quietFrames_ == tail; }
    void skip(const audio::ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING override
    {
        ++timesSkipped;
        framesSeen += context.numFrames;
    }
    std::int64_t timesProcessed = 0;
    std::int64_t timesSkipped = 0;
    std::int64_t framesSeen = 0;
    static inline std::atomic<std::size_t> largestBatch{0};

private:
    static constexpr char keyOfAll = 0;
    float state_[2] = {0.0f, 0.0f};
    float level_ = 1.0f;
    int quietFrames_ = tail;
    bool canBeBatched_;
};

/// A saw from one frame of the song to another; asleep elsewhere, and says how long.
class BurstNode final : public audio::AudioNode {
public:
    BurstNode(std::int64_t from, std::int64_t to) : from_(from), to_(to) {}
    audio::NodePorts ports() const noexcept override
    {
        static constexpr int stereo = 2;
        return {{}, {&stereo, 1}, false, false, false};
    }
    void prepare(const audio::PrepareSpec&) override {}
    void reset() noexcept CPPMUSIC_NONBLOCKING override {}
    void process(audio::ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING override
    {
        ++timesProcessed;
        for (int i = 0; i < context.numFrames; ++i) {
            const std::int64_t at = context.transport->startFrame + i;
            const bool sounds = context.transport->isPlaying && at >= from_ && at < to_;
            const float saw = static_cast<float>(at % 100) * 0.01f - 0.495f;
            context.outputs[0].channels[0][i] = sounds ? saw : 0.0f;
            context.outputs[0].channels[1][i] = sounds ? -saw : 0.0f;
        }
    }
    std::int64_t
    sleepsUntil(const audio::ProcessContext& context) const noexcept CPPMUSIC_NONBLOCKING override
    {
        const std::int64_t now = context.transport->startFrame;
        if (!context.transport->isPlaying || now >= to_) return audio::TransportBlock::never;
        return now < from_ ? from_ : now;
    }
    std::int64_t timesProcessed = 0;

private:
    std::int64_t from_;
    std::int64_t to_;
};

} // namespace cppmusic::test
