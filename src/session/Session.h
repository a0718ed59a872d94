// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"
#include "core/Result.h"
#include "model/Ids.h"

#include <memory>

namespace cppmusic::audio {
class DiskStreamer;
class EngineContext;
} // namespace cppmusic::audio
namespace cppmusic::core {
class JobSystem;
class MainThreadQueue;
} // namespace cppmusic::core
namespace cppmusic::project {
class ProjectModel;
class SelectionModel;
} // namespace cppmusic::project

namespace cppmusic::session {

class ArrangementController;
class AutomationController;
class DeviceController;
class EngineSync;
class HistoryController;
class MixerController;
class PatternController;
class ProjectFiles;
class SongAssets;
class TakeRecorder;
class TransportController;
class WaveformService;

/// One open song with everything it needs. Constructs and owns the parts and knows nothing else.
/// [main]
class Session {
public:
    explicit Session(const audio::PrepareSpec& = {});
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Once a UI frame: results of jobs, reports of the engine.
    void poll();
    /// The device's rate or block size changed (device stopped).
    core::Status configure(const audio::PrepareSpec&);
    /// A key of the typing keyboard, on a track's instrument.
    void auditionNote(model::TrackId, int key, float velocity, bool isOn);

    [[nodiscard]] project::ProjectModel& model() noexcept;
    [[nodiscard]] project::SelectionModel& selection() noexcept;
    [[nodiscard]] audio::EngineContext& engine() noexcept; ///< for integration: the device callback
    [[nodiscard]] EngineSync& engineSync() noexcept;
    [[nodiscard]] core::JobSystem& jobs() noexcept;
    [[nodiscard]] core::MainThreadQueue& mainThread() noexcept;

    [[nodiscard]] TransportController& transport() noexcept;
    [[nodiscard]] TakeRecorder& takes() noexcept;
    [[nodiscard]] MixerController& mixer() noexcept;
    [[nodiscard]] AutomationController& automation() noexcept;
    [[nodiscard]] ArrangementController& arrangement() noexcept;
    [[nodiscard]] PatternController& patterns() noexcept;
    [[nodiscard]] DeviceController& devices() noexcept;
    [[nodiscard]] HistoryController& history() noexcept;
    [[nodiscard]] ProjectFiles& files() noexcept;
    [[nodiscard]] SongAssets& assets() noexcept;
    [[nodiscard]] WaveformService& waveforms() noexcept;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace cppmusic::session
