// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/FakeAudioDevice.h"

#include "audio/engine/DawEngine.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cppmusic::test {

FakeAudioDevice::FakeAudioDevice(audio::EngineContext& engine, std::vector<int> blockSizes,
                                 std::function<void(std::int64_t, int)> beforeBlock)
    : engine_(engine), blockSizes_(std::move(blockSizes)), beforeBlock_(std::move(beforeBlock))
{
}

FakeAudioDevice::~FakeAudioDevice()
{
    stop();
}

void FakeAudioDevice::start()
{
    engine_.attachDevice();
    thread_ = std::thread([this] { run(); });
}

void FakeAudioDevice::stop()
{
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        isStopping_ = true;
    }
    progressed_.notify_all();
    thread_.join();
    engine_.detachDevice();
}

void FakeAudioDevice::waitForPlayedFrames(std::int64_t frames)
{
    std::unique_lock lock(mutex_);
    progressed_.wait(
        lock, [&] { return isStopping_ || static_cast<std::int64_t>(heard_[0].size()) >= frames; });
}

void FakeAudioDevice::run()
{
    const int largest = *std::max_element(blockSizes_.begin(), blockSizes_.end());
    std::vector<float> left(static_cast<std::size_t>(largest)), right(left.size());
    const std::array<float*, 2> channels{left.data(), right.data()};
    for (std::size_t index = 0;; ++index) {
        const int frames = blockSizes_[index % blockSizes_.size()];
        if (beforeBlock_) beforeBlock_(engine_.transport().position.value, frames);
        engine_.realtime().processBlock({channels.data(), 2, frames}, false);
        const std::lock_guard lock(mutex_);
        ++numBlocks_;
        hasPlayed_ = hasPlayed_ || engine_.transport().isPlaying;
        if (hasPlayed_) {
            heard_[0].insert(heard_[0].end(), left.begin(), left.begin() + frames);
            heard_[1].insert(heard_[1].end(), right.begin(), right.begin() + frames);
        }
        if (isStopping_) return;
        progressed_.notify_all();
    }
}

} // namespace cppmusic::test
