// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/engine/EngineContext.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace cppmusic::test {

/// A sound card that takes blocks from the engine on a thread of its own, as fast as it can, in
/// sizes that change from block to block, and keeps what it heard.
class FakeAudioDevice {
public:
    /// `blockSizes` is gone through again and again. `beforeBlock` is called on the device's thread
    /// with the song frame the block will start at and its size; may be empty.
    FakeAudioDevice(audio::EngineContext&, std::vector<int> blockSizes,
                    std::function<void(std::int64_t, int)> beforeBlock = {});
    ~FakeAudioDevice();

    void start();
    void stop();
    /// Returns when so many frames were heard since the transport first played, or when the device
    /// was stopped.
    void waitForPlayedFrames(std::int64_t);

    /// Left and right from the first frame of playback on. After stop().
    [[nodiscard]] const std::vector<std::vector<float>>& heard() const { return heard_; }
    [[nodiscard]] std::int64_t blocks() const { return numBlocks_; }

private:
    void run();

    audio::EngineContext& engine_;
    std::vector<int> blockSizes_;
    std::function<void(std::int64_t, int)> beforeBlock_;
    std::thread thread_;
    std::mutex mutex_;
    std::condition_variable progressed_;
    bool isStopping_ = false;
    bool hasPlayed_ = false;
    std::int64_t numBlocks_ = 0;
    std::vector<std::vector<float>> heard_{2};
};

} // namespace cppmusic::test
