// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/recording/DiskRecorder.h"

#include "audio/recording/RecordingFile.h"
#include "audio/recording/TakeNote.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <utility>

namespace cppmusic::audio {

namespace {

/// The audio thread can't wake the disk thread (that would be a system call), so it looks.
constexpr auto lookInterval = std::chrono::milliseconds(10);
/// A crash loses at most so much.
constexpr std::int64_t secondsPerUpdate = 1;
constexpr int longestNumber = 10000;
constexpr std::int64_t silentPieceFrames = 4096;

} // namespace

struct DiskRecorder::State {
    State(std::shared_ptr<RecordRing> theRing, RecordSettings theSettings)
        : ring(std::move(theRing)), settings(std::move(theSettings))
    {
    }

    std::shared_ptr<RecordRing> ring;
    const RecordSettings settings;

    // Of whoever serves:
    std::optional<RecordingFile> file;
    std::int64_t nextSongFrame = -1; ///< where the take goes on; −1: there is none
    std::int64_t framesAtUpdate = 0;
    std::uint64_t droppedTold = 0; ///< of the ring's dropped frames
    std::vector<float> samples;

    mutable std::mutex mutex; ///< of what follows
    std::vector<RecordedTake> takes;
    std::condition_variable wake;
    bool shouldStop = false;
    std::thread thread;

    void serve();
    void take(const RecordSpan&);
    void begin(const RecordSpan&);
    void append(std::span<const float> interleaved);
    void appendSilence(std::int64_t frames);
    void takeLost(std::int64_t frames, bool isInFile);
    void finish();
    void end(core::Status);
    core::Result<RecordingFile> createFile() const;
};

core::Result<RecordingFile> DiskRecorder::State::createFile() const
{
    for (int number = 1;; ++number) {
        const auto name = settings.name + (number > 1 ? " " + std::to_string(number) : "") + ".wav";
        auto made =
            RecordingFile::create(settings.folder / name, settings.samples, settings.sampleRate);
        const bool isTaken = !made && made.error().code == core::ErrorCode::alreadyExists;
        if (!isTaken || number == longestNumber) return made;
    }
}

/// A new take from a stretch that doesn't continue the one before.
void DiskRecorder::State::begin(const RecordSpan& span)
{
    finish();
    auto made = createFile();
    RecordedTake take;
    take.startFrame = std::max<std::int64_t>(0, span.songFrame - settings.latencyFrames);
    take.startBeat = std::max(0.0, span.songBeat - static_cast<double>(settings.latencyFrames) *
                                                       span.beatsPerFrame);
    framesAtUpdate = 0;
    if (made) {
        take.path = made->path();
        writeTakeNote(take.path, {settings.label, take.startBeat});
        file.emplace(std::move(*made));
    } else {
        take.path = settings.folder / settings.name;
        take.status = made.status();
        take.isFinished = true;
    }
    const std::lock_guard lock(mutex);
    takes.push_back(std::move(take));
}

void DiskRecorder::State::append(std::span<const float> interleaved)
{
    if (!file) return;
    auto written = file->append(interleaved);
    const std::int64_t updateFrames = secondsPerUpdate * settings.sampleRate;
    if (written && file->frames() - framesAtUpdate >= updateFrames) {
        written = file->update();
        framesAtUpdate = file->frames();
    }
    {
        const std::lock_guard lock(mutex);
        takes.back().frames = file->frames();
    }
    if (!written) end(written);
}

void DiskRecorder::State::appendSilence(std::int64_t frames)
{
    const std::vector<float> silence(
        2 * static_cast<std::size_t>(std::min(frames, silentPieceFrames)), 0.0f);
    for (; frames > 0; frames -= silentPieceFrames)
        append(std::span(silence).first(
            2 * static_cast<std::size_t>(std::min(frames, silentPieceFrames))));
}

/// Frames that the ring dropped: silence, so that what follows stays in place.
void DiskRecorder::State::takeLost(std::int64_t frames, bool isInFile)
{
    if (frames == 0) return;
    if (isInFile) appendSilence(frames);
    droppedTold += static_cast<std::uint64_t>(frames);
    const std::lock_guard lock(mutex);
    if (!takes.empty()) takes.back().droppedFrames += frames;
}

void DiskRecorder::State::take(const RecordSpan& span)
{
    const std::int64_t dropped = span.droppedBefore;
    const bool goesOn = nextSongFrame >= 0 && nextSongFrame + dropped == span.songFrame;
    if (!goesOn) begin(span);
    nextSongFrame = span.songFrame + span.frames;
    takeLost(dropped, goesOn);
    // What belongs before the song's start is left out.
    const std::int64_t early = std::clamp<std::int64_t>(settings.latencyFrames - span.songFrame, 0,
                                                        static_cast<std::int64_t>(span.frames));
    append(std::span<const float>(samples).subspan(2 * static_cast<std::size_t>(early)));
}

void DiskRecorder::State::serve()
{
    RecordSpan span;
    while (ring->read(span, samples)) take(span);
}

void DiskRecorder::State::end(core::Status status)
{
    if (!file) return;
    const auto finished = file->finish();
    if (status && !finished) status = finished;
    const std::lock_guard lock(mutex);
    takes.back().isFinished = true;
    takes.back().status = std::move(status);
    file.reset();
}

void DiskRecorder::State::finish()
{
    end({});
    nextSongFrame = -1;
}

DiskRecorder::DiskRecorder(std::shared_ptr<RecordRing> ring, RecordSettings settings)
    : state_(std::make_unique<State>(std::move(ring), std::move(settings)))
{
}

DiskRecorder::~DiskRecorder()
{
    stop();
}

void DiskRecorder::start()
{
    if (state_->thread.joinable()) return;
    state_->shouldStop = false;
    state_->thread = std::thread([state = state_.get()] {
        std::unique_lock lock(state->mutex);
        while (!state->shouldStop) {
            lock.unlock();
            state->serve();
            lock.lock();
            state->wake.wait_for(lock, lookInterval, [state] { return state->shouldStop; });
        }
    });
}

void DiskRecorder::stop()
{
    if (state_->thread.joinable()) {
        {
            const std::lock_guard lock(state_->mutex);
            state_->shouldStop = true;
        }
        state_->wake.notify_one();
        state_->thread.join();
    }
    state_->serve();
    // What was lost at the very end came with no further sound.
    state_->takeLost(static_cast<std::int64_t>(state_->ring->droppedFrames() - state_->droppedTold),
                     true);
    state_->finish();
}

void DiskRecorder::serve()
{
    state_->serve();
}

std::vector<RecordedTake> DiskRecorder::takes() const
{
    const std::lock_guard lock(state_->mutex);
    return state_->takes;
}

} // namespace cppmusic::audio
