// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/BatchedEffect.h"

#include <algorithm>
#include <array>

namespace cppmusic::audio {

namespace {

/// Where each node of a group stands in its events.
using EventPlaces = std::array<std::size_t, LaneRun::maxNodes>;

/// Up to where no event comes.
int endOfRun(std::span<const BatchItem> items, const EventPlaces& next,
             int end) noexcept CPPMUSIC_NONBLOCKING
{
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto& events = items[i].context->events;
        if (next[i] < events.size()) end = std::min(end, static_cast<int>(events[next[i]].frame));
    }
    return end;
}

void setRows(LaneRun::Lane& lane, const ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const auto& in = context.inputs[0];
    lane.in = {in.channels[0], in.channels[in.numChannels > 1 ? 1 : 0]};
    lane.out = {context.outputs[0].channels[0], context.outputs[0].channels[1]};
}

void setKey(LaneRun::Lane& lane, const ProcessContext& context,
            bool isUsed) noexcept CPPMUSIC_NONBLOCKING
{
    lane.key = {};
    if (!isUsed || context.inputs.size() < 2) return;
    const auto& key = context.inputs[1];
    lane.key = {key.channels[0], key.channels[key.numChannels > 1 ? 1 : 0]};
}

} // namespace

void BatchedEffect::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const BatchItem item{this, &context};
    processGroup({&item, 1});
}

void BatchedEffect::processBatch(std::span<const BatchItem> items) noexcept CPPMUSIC_NONBLOCKING
{
    while (!items.empty()) {
        const auto count = std::min<std::size_t>(items.size(), LaneRun::maxNodes);
        processGroup(items.first(count));
        items = items.subspan(count);
    }
}

void BatchedEffect::processGroup(std::span<const BatchItem> items) noexcept CPPMUSIC_NONBLOCKING
{
    LaneRun run;
    EventPlaces next{};
    std::array<bool, LaneRun::maxNodes> hasSounded{};
    run.count = static_cast<int>(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        setRows(run.lanes[i], *items[i].context);
        hasSounded[i] = !effectOf(items[i]).isClear();
    }
    const std::int64_t grid = items[0].context->transport->gridFrame;
    const int numFrames = items[0].context->numFrames;
    for (run.begin = 0; run.begin < numFrames; run.begin += run.frames) {
        run.phase = static_cast<int>((grid + run.begin) % controlInterval);
        int quietPoints = LaneRun::maxChunks - 1;
        for (std::size_t i = 0; i < items.size(); ++i) {
            auto& effect = effectOf(items[i]);
            const auto& events = items[i].context->events;
            while (next[i] < events.size() && events[next[i]].frame <= run.begin)
                effect.apply(events[next[i]++]);
            if (run.phase == 0) effect.control(*items[i].context, run.begin);
            setKey(run.lanes[i], *items[i].context, effect.usesKey());
            quietPoints = std::min(quietPoints, effect.quietPoints());
        }
        const int toPoint = controlInterval - run.phase;
        const int end = run.begin + toPoint + quietPoints * controlInterval;
        run.frames = endOfRun(items, next, std::min(numFrames, end)) - run.begin;
        effectOf(items[0]).runLanes(run, items);
        for (std::size_t i = 0; i < items.size(); ++i) {
            effectOf(items[i]).pass(run.frames, toPoint, run.lanes[i].sounded);
            hasSounded[i] = hasSounded[i] || run.lanes[i].sounded != 0;
        }
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!hasSounded[i]) items[i].context->setSilent(0);
    }
}

} // namespace cppmusic::audio
