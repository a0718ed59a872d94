// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/DynamicsEffect.h"

#include <algorithm>

namespace cppmusic::audio {

void DynamicsEffect::updatePath(const KeyPath::Settings& settings,
                                bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    path_->update(settings, isImmediate);
    isPathNeeded_ = path_->isNeeded();
    isPathSteady_ = path_->isSteady();
}

void DynamicsEffect::runLanes(LaneRun& run,
                              std::span<const BatchItem> items) noexcept CPPMUSIC_NONBLOCKING
{
    bool isAnyNeeded = false;
    for (const auto& item : items) isAnyNeeded |= at(item).isPathNeeded_;
    if (isAnyNeeded)
        runThroughPaths(run, items);
    else
        runKernel(run, items);
}

/// All nodes together, chunk by chunk.
void DynamicsEffect::runThroughPaths(LaneRun& run,
                                     std::span<const BatchItem> items) noexcept CPPMUSIC_NONBLOCKING
{
    std::array<KeyPath::Rows, LaneRun::maxNodes> rows;
    for (std::size_t n = 0; n < items.size(); ++n) run.lanes[n].sounded = 0;
    LaneRun part = run;
    part.begin = 0;
    int chunk = 0;
    for (int done = 0; done < run.frames; done += part.frames, ++chunk) {
        const int begin = run.begin + done;
        part.frames = std::min(run.frames - done, LaneRun::maxFrames - part.phase);
        std::uint32_t sounding = 0;
        for (std::size_t n = 0; n < items.size(); ++n) {
            const auto& lane = run.lanes[n];
            auto& now = part.lanes[n];
            const auto behind = [begin](const float* row) CPPMUSIC_NONBLOCKING {
                return row == nullptr ? nullptr : row + begin;
            };
            now.in = {behind(lane.in[0]), behind(lane.in[1])};
            now.key = {behind(lane.key[0]), behind(lane.key[1])};
            now.out = {lane.out[0] + begin, lane.out[1] + begin};
            auto& effect = at(items[n]);
            if (!effect.isPathNeeded_) continue;
            if (part.phase == 0) effect.path_->flush();
            if (effect.path_->take(now.in, now.key, part.frames, rows[n])) sounding |= 1u << n;
            now.in = {rows[n].sound[0].data(), rows[n].sound[1].data()};
            now.key = {rows[n].key[0].data(), rows[n].key[1].data()};
        }
        at(items[0]).runKernel(part, items);
        for (std::size_t n = 0; n < items.size(); ++n) {
            auto& effect = at(items[n]);
            const bool isPlain = !effect.isPathNeeded_;
            const bool hasSounded =
                isPlain ? (part.lanes[n].sounded & 1u) != 0 : (sounding >> n & 1u) != 0;
            if (hasSounded) run.lanes[n].sounded |= 1u << chunk;
            if (!isPlain) effect.path_->give(rows[n], part.lanes[n].out, part.frames);
        }
        part.phase = 0;
    }
}

} // namespace cppmusic::audio
