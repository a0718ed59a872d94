// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/AudioFileFormat.h"
#include "core/Result.h"
#include "core/time/Units.h"
#include "model/Ids.h"
#include "session/Problem.h"

#include <memory>
#include <vector>

namespace cppmusic::audio {
class EngineContext;
}
namespace cppmusic::core {
class FileSystem;
class JobSystem;
class MainThreadQueue;
} // namespace cppmusic::core
namespace cppmusic::project {
class ProjectModel;
}

namespace cppmusic::session {

class EngineSync;
class ProjectFiles;

/// Records what comes in from the device on the tracks that are armed (model::TrackInput), each
/// into a file of the project, and makes assets and clips of the takes when it ends: one entry in
/// the history, whatever number of tracks and of passes of a loop. A take lies where the player
/// heard the song that was played along to: the device's way in and out and the engine's latency
/// are taken off. A take that the tempo changed around lies on the beat that it began on.
/// Recordings that a crash left in the project's folder become clips when it is opened again. Of
/// passes that overlap only the last is heard, the others are muted. [main]
class TakeRecorder {
public:
    enum class Format : std::uint8_t {
        wav, ///< 32-bit float
        flac ///< 24 bits
    };

    TakeRecorder(project::ProjectModel&, audio::EngineContext&, EngineSync&, ProjectFiles&,
                 core::FileSystem&, core::JobSystem&, core::MainThreadQueue&);
    ~TakeRecorder(); ///< what is being recorded stays a file in the project's folder
    TakeRecorder(const TakeRecorder&) = delete;
    TakeRecorder& operator=(const TakeRecorder&) = delete;

    /// How long the sound takes from the device's input to the engine and from the engine to the
    /// device's output. For takes that begin from now on.
    void setDeviceLatency(core::Frames in, core::Frames out);
    void setFormat(Format);

    /// Just before the transport is told to play with recording on, or to record while it plays.
    /// Nothing when no track is armed; unsupported while the last takes are still being finished.
    core::Status willRecord();
    /// Just after the transport was told to stop, or to record no more.
    void didStop();
    /// Once a UI frame: notices that playback has ended, and goes on finishing takes.
    void poll();

    /// From willRecord until the clips are in the document.
    [[nodiscard]] bool isBusy() const noexcept;
    /// Of the takes that were finished last: the first thing that went wrong, as one error. What
    /// was recorded before it is there all the same.
    [[nodiscard]] const core::Status& lastStatus() const noexcept;
    /// The clips that the last takes became.
    [[nodiscard]] const std::vector<model::ClipId>& lastClips() const noexcept;
    /// What to show: why recording could not begin, what went wrong with the last takes, and what
    /// became of recordings that were found when the song was opened. Since the last willRecord()
    /// that succeeded, or since the song was opened.
    [[nodiscard]] const std::vector<Problem>& problems() const noexcept;

private:
    struct State;
    std::shared_ptr<State> state_; ///< shared with the job that finishes takes
};

} // namespace cppmusic::session
