// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/Units.h"
#include "model/Ids.h"

#include <functional>
#include <memory>
#include <span>

namespace cppmusic::core {
class JobSystem;
class MainThreadQueue;
} // namespace cppmusic::core
namespace cppmusic::model {
struct Asset;
}
namespace cppmusic::project {
class ProjectModel;
}

namespace cppmusic::session {

class AssetPool;

/// The lowest and highest sample of a stretch of one channel, full scale ±1.
struct WaveformBucket {
    float low = 0.0f;
    float high = 0.0f;
};

/// Pictures of audio files for views. The first question about a file starts a job that reads it
/// once; until then the answer is false and the view draws nothing. [main]
class WaveformService {
public:
    WaveformService(project::ProjectModel&, AssetPool&, core::JobSystem&, core::MainThreadQueue&);
    ~WaveformService();

    /// Fills `out` with equal stretches of [from, to) of the file; channel −1 is all channels
    /// together. Beyond the file: zeros. False: not ready, `out` is untouched.
    bool read(model::AssetId, int channel, core::Seconds from, core::Seconds to,
              std::span<WaveformBucket> out);
    /// Called on the main thread when a file's picture has become ready.
    void onReady(std::function<void(model::AssetId)>);

private:
    struct State;
    void startReading(const model::Asset&);

    std::shared_ptr<State> state_; ///< shared with jobs that may outlive the service
};

} // namespace cppmusic::session
