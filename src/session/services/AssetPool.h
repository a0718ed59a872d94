// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/compile/AssetSource.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace cppmusic::audio {
class DiskStreamer;
struct ConformedFile;
} // namespace cppmusic::audio
namespace cppmusic::core {
class JobSystem;
class MainThreadQueue;
class MemoryTracker;
} // namespace cppmusic::core

namespace cppmusic::session {

/// The audio files of the open project. Files at another rate than the engine's, or that can't be
/// sought exactly, are converted into the cache first. [main, or one job]
class AssetPool final : public AssetSource {
public:
    explicit AssetPool(audio::DiskStreamer&);
    ~AssetPool() override;

    /// The project folder that assets are in.
    void setFolder(std::filesystem::path);
    [[nodiscard]] const std::filesystem::path& folder() const noexcept;
    [[nodiscard]] std::filesystem::path pathOf(const model::Asset&) const;

    /// Files of the folder were put in place or replaced: what failed may work now. Calls
    /// `onReady`.
    void filesChanged();

    /// What decoded samples take, account "samples"; files that are streamed are the streamer's.
    [[nodiscard]] const core::MemoryTracker& memory() const noexcept;

    /// From now on converting happens on jobs: stream() fails meanwhile, and `onReady` is called on
    /// the main thread when asking again is worth it. Without this call stream() waits.
    void convertInBackground(core::JobSystem&, core::MainThreadQueue&,
                             std::function<void()> onReady);

    [[nodiscard]] core::Result<std::shared_ptr<const audio::SampleData>>
    sample(const model::Asset&) override;
    [[nodiscard]] core::Result<std::shared_ptr<audio::SampleStream>>
    stream(const model::Asset&, core::SampleRate engineRate, std::int64_t headFrame) override;

private:
    struct State;
    [[nodiscard]] core::Result<std::filesystem::path> streamablePath(const model::Asset&,
                                                                     int engineRate);
    void startConverting(const model::Asset&, int engineRate, const std::string& key);

    std::shared_ptr<State> state_; ///< shared with jobs that may outlive the pool
};

} // namespace cppmusic::session
