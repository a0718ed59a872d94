// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/AudioFileFormat.h"
#include "audio/recording/RecordRing.h"
#include "core/Result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace cppmusic::audio {

/// One file that was, or is being, recorded.
struct RecordedTake {
    std::filesystem::path path;
    /// Where in the song its first frame belongs, latency taken off; 0 or more.
    std::int64_t startFrame = 0;
    double startBeat = 0.0; ///< the same place by the tempo of that moment
    std::int64_t frames = 0;
    std::int64_t droppedFrames = 0; ///< silent in the file because the disk was too slow
    bool isFinished = false;
    core::Status status; ///< why it ended early, if it did
};

/// What to record and where.
struct RecordSettings {
    std::filesystem::path folder;
    std::string name = "Take"; ///< "Take.wav", "Take 2.wav", …: nothing is overwritten
    /// What the take is for. While it is recorded, and until whoever takes the file over removes
    /// it, a note with this label and the take's place lies beside it (TakeNote).
    std::uint64_t label = 0;
    SampleFormat samples = SampleFormat::float32;
    int sampleRate = 48000;
    /// By how much the sound is later than what the player heard: the device's way in and out plus
    /// the engine's latency.
    std::int64_t latencyFrames = 0;
};

/// Writes a RecordRing to files on a disk thread: one file for each stretch of the song without a
/// jump, so every pass of a loop is a take. Frames that were dropped are silence in the file, so
/// what follows stays in place.
class DiskRecorder {
public:
    DiskRecorder(std::shared_ptr<RecordRing>, RecordSettings);
    DiskRecorder(const DiskRecorder&) = delete;
    DiskRecorder& operator=(const DiskRecorder&) = delete;
    ~DiskRecorder(); ///< as stop()

    /// Starts the disk thread. [main]
    void start();
    /// Writes the rest and finishes the last take. The audio thread must have stopped writing.
    /// [main]
    void stop();
    /// Writes what has arrived, on this thread; for a host without the disk thread. [job]
    void serve();

    [[nodiscard]] std::vector<RecordedTake> takes() const; // [any but audio]

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace cppmusic::audio
