// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/recording/DiskRecorder.h"
#include "audio/recording/RecordTap.h"
#include "core/Result.h"
#include "core/io/FileSystem.h"
#include "model/Project.h"
#include "project/Command.h"
#include "session/Problem.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::session {

/// Where takes are recorded and where they go.
struct TakeFolders {
    std::filesystem::path project;    ///< the project folder or the draft
    std::filesystem::path recordings; ///< in it
};

/// What is being recorded on one track.
struct TrackRecording {
    model::TrackId track;
    std::shared_ptr<audio::RecordContent> content;
    std::unique_ptr<audio::DiskRecorder> recorder;
};

/// The part of the song that takes are heard in, in song frames.
struct TakeRange {
    std::int64_t first = 0;
    std::int64_t end = std::numeric_limits<std::int64_t>::max();
    bool isInBeats = false; ///< the tempo changed meanwhile: takes begin on their beats
};

/// A take as a file of the project.
struct FinishedTake {
    model::TrackId track;
    std::optional<model::Asset> asset; ///< still without id; none: nothing was recorded
    std::int64_t startFrame = 0;       ///< of the part that is heard
    std::int64_t sourceFrame = 0;      ///< in the file, where that part begins
    std::int64_t frames = 0;
    /// Where that part begins in beats; set where frames would lead elsewhere, because the tempo is
    /// another now. startFrame then counts only beside those of other takes.
    std::optional<double> startBeat;
    core::Status status; ///< why it ended early or is another format than wanted
};

/// A file name for takes of a track: letters, digits, spaces, dashes; "Take" when nothing is left.
[[nodiscard]] std::string takeName(std::string_view track);

/// Ends the recordings and moves their files among the assets; as FLAC if wanted, which keeps the
/// WAV if it fails. Nobody writes to the rings any more. [job]
[[nodiscard]] std::vector<FinishedTake> finishTakes(core::FileSystem&, const TakeFolders&,
                                                    std::vector<TrackRecording>&, TakeRange,
                                                    bool isFlac);

/// The edit that puts takes on their tracks, those that are still there; `clips` gets the ids.
[[nodiscard]] project::Batch takesAsClips(const model::Project&, core::SampleRate,
                                          std::vector<FinishedTake>,
                                          const std::function<std::uint64_t()>& newId,
                                          std::vector<model::ClipId>& clips);

/// Recordings that were never made clips because the program ended: those whose track is there come
/// back as takes, their files among the assets. Each of them is told as a problem, and so is a file
/// that belongs to no track: it stays where it is. Empty files go. [main or job]
[[nodiscard]] std::vector<FinishedTake> recoverTakes(core::FileSystem&, const TakeFolders&,
                                                     const model::Project&, std::vector<Problem>&);

} // namespace cppmusic::session
