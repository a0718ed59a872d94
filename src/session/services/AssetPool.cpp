// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/services/AssetPool.h"

#include "audio/files/ConformedFile.h"
#include "audio/playback/DiskStreamer.h"
#include "audio/playback/SampleLoader.h"
#include "core/jobs/JobSystem.h"
#include "core/jobs/MainThreadQueue.h"
#include "core/memory/MemoryTracker.h"
#include "session/services/CacheFolder.h"

#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace cppmusic::session {

struct AssetPool::State {
    explicit State(audio::DiskStreamer& disk) : streamer(disk) {}

    audio::DiskStreamer& streamer;
    std::filesystem::path folder;
    core::JobSystem* jobs = nullptr;
    core::MainThreadQueue* mainThread = nullptr;
    std::function<void()> onReady;
    std::map<std::string, std::filesystem::path> streamable; ///< content and rate → file
    std::map<std::string, core::Error> failed;
    std::set<std::string> converting;
    std::map<std::string, std::weak_ptr<const audio::SampleData>> samples;
    /// Lives as long as the last sample, which may outlive the pool.
    std::shared_ptr<core::MemoryTracker> memory = std::make_shared<core::MemoryTracker>();
};

namespace {

/// A sample that is on an account as long as somebody uses it.
class AccountedSample {
public:
    AccountedSample(std::shared_ptr<const audio::SampleData> data,
                    std::shared_ptr<core::MemoryTracker> memory)
        : memory_(std::move(memory)),
          holding_(memory_->account("samples"), bytesOf(*data)),
          data_(std::move(data))
    {
    }
    [[nodiscard]] const audio::SampleData* data() const { return data_.get(); }

private:
    static std::size_t bytesOf(const audio::SampleData& data)
    {
        std::size_t bytes = 0;
        for (const auto& channel : data.channels) bytes += channel.size() * sizeof channel.front();
        return bytes;
    }

    std::shared_ptr<core::MemoryTracker> memory_;
    core::MemoryTracker::Holding holding_;
    std::shared_ptr<const audio::SampleData> data_;
};

std::string keyOf(const model::Asset& asset, int rate)
{
    return asset.sha256 + "-" + std::to_string(rate);
}

std::filesystem::path conformedFolder()
{
    return cacheFolder() / "conformed";
}

} // namespace

AssetPool::AssetPool(audio::DiskStreamer& streamer) : state_(std::make_shared<State>(streamer)) {}

AssetPool::~AssetPool() = default;

void AssetPool::setFolder(std::filesystem::path folder)
{
    state_->folder = std::move(folder);
    state_->streamable.clear();
    state_->failed.clear();
}

void AssetPool::filesChanged()
{
    state_->streamable.clear();
    state_->failed.clear();
    if (state_->onReady) state_->onReady();
}

const std::filesystem::path& AssetPool::folder() const noexcept
{
    return state_->folder;
}

std::filesystem::path AssetPool::pathOf(const model::Asset& asset) const
{
    return state_->folder / asset.file;
}

const core::MemoryTracker& AssetPool::memory() const noexcept
{
    return *state_->memory;
}

void AssetPool::convertInBackground(core::JobSystem& jobs, core::MainThreadQueue& mainThread,
                                    std::function<void()> onReady)
{
    state_->jobs = &jobs;
    state_->mainThread = &mainThread;
    state_->onReady = std::move(onReady);
}

core::Result<std::shared_ptr<const audio::SampleData>> AssetPool::sample(const model::Asset& asset)
{
    auto& known = state_->samples[asset.sha256 + asset.file];
    if (auto alive = known.lock()) return alive;
    auto loaded = audio::loadSample(pathOf(asset));
    if (!loaded) return loaded;
    const auto accounted = std::make_shared<const AccountedSample>(*loaded, state_->memory);
    std::shared_ptr<const audio::SampleData> sample(accounted, accounted->data());
    known = sample;
    return sample;
}

core::Result<std::shared_ptr<audio::SampleStream>>
AssetPool::stream(const model::Asset& asset, core::SampleRate engineRate, std::int64_t headFrame)
{
    auto path = streamablePath(asset, static_cast<int>(std::lround(engineRate.value)));
    if (!path) return path.error();
    return state_->streamer.open(*path, engineRate, headFrame);
}

core::Result<std::filesystem::path> AssetPool::streamablePath(const model::Asset& asset,
                                                              int engineRate)
{
    const auto key = keyOf(asset, engineRate);
    if (const auto known = state_->streamable.find(key); known != state_->streamable.end())
        return known->second;
    if (const auto known = state_->failed.find(key); known != state_->failed.end())
        return known->second;

    const auto source = pathOf(asset);
    const auto reader = audio::AudioFileReader::open(source);
    if (!reader) return reader.error();
    if (!audio::needsConforming(reader->info(), engineRate)) {
        state_->streamable[key] = source;
        return source;
    }
    if (state_->jobs != nullptr) {
        startConverting(asset, engineRate, key);
        return core::makeError(core::ErrorCode::notFound,
                               "is being converted to the engine's rate; it is silent until then",
                               asset.name);
    }
    auto conformed = audio::conformFile(source, asset.sha256, engineRate, conformedFolder());
    if (!conformed) return conformed.error();
    state_->streamable[key] = conformed->path;
    return conformed->path;
}

void AssetPool::startConverting(const model::Asset& asset, int engineRate, const std::string& key)
{
    if (!state_->converting.insert(key).second) return;
    const std::weak_ptr<State> weak = state_;
    auto* mainThread = state_->mainThread;
    const auto finish = [weak, key](const core::Result<audio::ConformedFile>& conformed) {
        const auto state = weak.lock();
        if (state == nullptr) return;
        state->converting.erase(key);
        if (conformed)
            state->streamable[key] = conformed->path;
        else
            state->failed.emplace(key, conformed.error());
        if (state->onReady) state->onReady();
    };
    state_->jobs->submit(
        [=, source = pathOf(asset), hash = asset.sha256](const core::CancellationToken& token) {
            auto conformed = audio::conformFile(source, hash, engineRate, conformedFolder(), token);
            if (token.isCancelled()) return;
            mainThread->post([finish, conformed] { finish(conformed); });
        });
}

} // namespace cppmusic::session
