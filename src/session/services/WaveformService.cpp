// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/services/WaveformService.h"

#include "audio/files/PeakCache.h"
#include "core/jobs/JobSystem.h"
#include "core/jobs/MainThreadQueue.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "session/services/AssetPool.h"
#include "session/services/CacheFolder.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

namespace cppmusic::session {

struct WaveformService::State {
    State(project::ProjectModel& theModel, AssetPool& thePool, core::JobSystem& theJobs,
          core::MainThreadQueue& theQueue)
        : model(theModel), pool(thePool), jobs(theJobs), mainThread(theQueue)
    {
    }

    project::ProjectModel& model;
    AssetPool& pool;
    core::JobSystem& jobs;
    core::MainThreadQueue& mainThread;
    /// By content; null while a job reads the file or when it could not.
    std::map<std::string, std::shared_ptr<const audio::Peaks>> peaks;
    std::function<void(model::AssetId)> onReady;
};

namespace {

using PeaksResult = core::Result<std::shared_ptr<const audio::Peaks>>;

WaveformBucket bucketOf(const audio::Peaks& peaks, int channel, std::int64_t begin,
                        std::int64_t end)
{
    const int numChannels =
        peaks.levels.empty() ? 0 : static_cast<int>(peaks.levels.front().channels.size());
    const int first = channel < 0 ? 0 : channel;
    const int last = channel < 0 ? numChannels : std::min(channel + 1, numChannels);
    WaveformBucket bucket;
    for (int c = first; c < last; ++c) {
        const auto peak = peaks.between(c, begin, end);
        bucket.low = c == first ? peak.lowest : std::min(bucket.low, peak.lowest);
        bucket.high = c == first ? peak.highest : std::max(bucket.high, peak.highest);
    }
    return bucket;
}

} // namespace

WaveformService::WaveformService(project::ProjectModel& model, AssetPool& pool,
                                 core::JobSystem& jobs, core::MainThreadQueue& mainThread)
    : state_(std::make_shared<State>(model, pool, jobs, mainThread))
{
}

WaveformService::~WaveformService() = default;

void WaveformService::onReady(std::function<void(model::AssetId)> callback)
{
    state_->onReady = std::move(callback);
}

void WaveformService::startReading(const model::Asset& asset)
{
    const std::weak_ptr<State> weak = state_;
    const auto finish = [weak, id = asset.id, hash = asset.sha256](const PeaksResult& peaks) {
        const auto state = weak.lock();
        if (state == nullptr || !peaks) return;
        state->peaks[hash] = *peaks;
        if (state->onReady) state->onReady(id);
    };
    state_->jobs.submit(
        [finish, mainThread = &state_->mainThread, path = state_->pool.pathOf(asset),
         hash = asset.sha256](const core::CancellationToken& token) {
            const audio::PeakCache cache(cacheFolder() / "peaks");
            auto peaks = cache.get(path, hash, token);
            if (token.isCancelled()) return;
            mainThread->post([finish, peaks] { finish(peaks); });
        },
        core::JobPriority::low);
}

bool WaveformService::read(model::AssetId id, int channel, core::Seconds from, core::Seconds to,
                           std::span<WaveformBucket> out)
{
    const auto project = state_->model.snapshot();
    const auto* found = model::findAsset(*project, id);
    if (found == nullptr || out.empty()) return false;
    const model::Asset& asset = **found;
    const auto [entry, isNew] = state_->peaks.try_emplace(asset.sha256);
    if (isNew) startReading(asset);
    if (entry->second == nullptr) return false;

    const audio::Peaks& peaks = *entry->second;
    const double first = from.value * asset.sampleRate;
    const double step = (to - from).value * asset.sampleRate / static_cast<double>(out.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double place = first + step * static_cast<double>(i);
        const auto begin = static_cast<std::int64_t>(std::floor(place));
        const auto end = std::max(static_cast<std::int64_t>(std::floor(place + step)), begin + 1);
        const auto clampedBegin = std::clamp<std::int64_t>(begin, 0, peaks.frames);
        const auto clampedEnd = std::clamp<std::int64_t>(end, 0, peaks.frames);
        out[i] = clampedBegin < clampedEnd ? bucketOf(peaks, channel, clampedBegin, clampedEnd)
                                           : WaveformBucket{};
    }
    return true;
}

} // namespace cppmusic::session
