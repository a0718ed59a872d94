// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/DiskStreamer.h"

#include "audio/playback/StreamFile.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace cppmusic::audio {

namespace {

using core::ErrorCode;
using core::makeError;

/// The audio thread can't wake the disk thread (that would be a system call), so it looks.
constexpr auto lookInterval = std::chrono::milliseconds(4);
constexpr int idleRounds = 500; // 2 seconds
constexpr std::size_t maxOpenFiles = 64;

} // namespace

struct DiskStreamer::State {
    struct Entry {
        std::weak_ptr<SampleStream> stream;
        std::uint64_t missedReported = 0, failedReported = 0;
    };

    explicit State(const StreamSize& wanted) : size(wanted) {}

    StreamSize size;
    mutable std::mutex mutex; ///< of what follows
    std::vector<Entry> entries;
    std::map<std::filesystem::path, std::weak_ptr<StreamFile>> files;
    std::condition_variable wake;
    bool shouldStop = false;
    bool hasNews = false;
    std::thread thread;

    /// The living streams; forgets the dead.
    std::vector<std::shared_ptr<SampleStream>> streams();
    std::vector<std::shared_ptr<StreamFile>> openFiles();
    bool serveOne();
    void noteRound();
    void run();
    void news()
    {
        {
            const std::lock_guard lock(mutex);
            hasNews = true;
        }
        wake.notify_one();
    }
};

std::vector<std::shared_ptr<SampleStream>> DiskStreamer::State::streams()
{
    std::vector<std::shared_ptr<SampleStream>> living;
    const std::lock_guard lock(mutex);
    living.reserve(entries.size());
    for (const Entry& entry : entries) {
        if (auto stream = entry.stream.lock()) living.push_back(std::move(stream));
    }
    if (living.size() < entries.size())
        std::erase_if(entries, [](const Entry& entry) { return entry.stream.expired(); });
    return living;
}

std::vector<std::shared_ptr<StreamFile>> DiskStreamer::State::openFiles()
{
    std::vector<std::shared_ptr<StreamFile>> open;
    const std::lock_guard lock(mutex);
    std::erase_if(files, [](const auto& entry) { return entry.second.expired(); });
    for (const auto& entry : files) {
        auto file = entry.second.lock();
        if (file && file->isOpen()) open.push_back(std::move(file));
    }
    return open;
}

bool DiskStreamer::State::serveOne()
{
    std::shared_ptr<SampleStream> next;
    std::int64_t best = -1;
    for (auto& stream : streams()) {
        const std::int64_t urgency = stream->urgency();
        if (urgency < 0 || (best >= 0 && urgency >= best)) continue;
        best = urgency;
        next = stream;
    }
    return next && next->fillNext();
}

void DiskStreamer::State::noteRound()
{
    for (const auto& stream : streams()) stream->noteRound(idleRounds);
    auto open = openFiles();
    for (const auto& file : open) file->noteRound(idleRounds);
    // Opening again is cheap; running out of file handles is not.
    if (open.size() > maxOpenFiles) {
        for (const auto& file : open) file->close();
    }
}

void DiskStreamer::State::run()
{
    int served = 0;
    while (true) {
        {
            std::unique_lock lock(mutex);
            if (shouldStop) return;
        }
        if (serveOne()) {
            if (++served % 32 == 0) noteRound();
            continue;
        }
        noteRound();
        std::unique_lock lock(mutex);
        wake.wait_for(lock, lookInterval, [this] { return shouldStop || hasNews; });
        hasNews = false;
    }
}

DiskStreamer::DiskStreamer(const StreamSize& size) : state_(std::make_unique<State>(size)) {}

DiskStreamer::~DiskStreamer()
{
    stop();
}

core::Result<std::shared_ptr<SampleStream>> DiskStreamer::open(const std::filesystem::path& path,
                                                               core::SampleRate engineRate,
                                                               std::int64_t headFrame)
{
    std::shared_ptr<StreamFile> file;
    {
        const std::lock_guard lock(state_->mutex);
        if (const auto found = state_->files.find(path); found != state_->files.end())
            file = found->second.lock();
    }
    if (!file) {
        auto opened = StreamFile::open(path);
        if (!opened) return opened.error();
        file = std::move(*opened);
    }
    if (file->info().sampleRate != engineRate.value || !file->info().canSeekExactly)
        return makeError(ErrorCode::invalidArgument,
                         "the file has another sample rate than the engine or is packed with "
                         "loss; it must be conformed before it can be streamed",
                         path.string());
    auto stream = std::make_shared<SampleStream>(file, state_->size);
    stream->setHead(headFrame);
    {
        const std::lock_guard lock(state_->mutex);
        state_->files[path] = file;
        state_->entries.push_back({stream, 0, 0});
    }
    if (state_->openFiles().size() > maxOpenFiles) state_->noteRound();
    state_->news();
    return stream;
}

void DiskStreamer::start()
{
    if (state_->thread.joinable()) return;
    state_->shouldStop = false;
    state_->thread = std::thread([state = state_.get()] { state->run(); });
}

void DiskStreamer::stop()
{
    if (!state_->thread.joinable()) return;
    {
        const std::lock_guard lock(state_->mutex);
        state_->shouldStop = true;
    }
    state_->wake.notify_one();
    state_->thread.join();
}

void DiskStreamer::cue(const AudioClipContent& content, std::int64_t songFrame)
{
    for (const TimedAudioClip& clip : content.clips) {
        if (!clip.stream) continue;
        const bool isInside = songFrame >= clip.startFrame && songFrame < clip.endFrame;
        clip.stream->setCue(isInside ? clip.sourceFrame + (songFrame - clip.startFrame) : -1);
    }
    state_->news();
}

void DiskStreamer::cue(const AudioGraph& graph, std::int64_t songFrame)
{
    for (const auto& [id, entry] : graph.nodes()) {
        if (const auto* clips = dynamic_cast<const AudioClipContent*>(entry.content.get()))
            cue(*clips, songFrame);
    }
}

core::Status DiskStreamer::prepareBlock(const AudioClipContent& content, std::int64_t fromFrame,
                                        std::int64_t frames)
{
    const std::int64_t toFrame = fromFrame + frames;
    for (std::size_t i = content.firstAfter(fromFrame); i < content.clips.size(); ++i) {
        const TimedAudioClip& clip = content.clips[i];
        if (clip.startFrame >= toFrame) break;
        if (clip.endFrame <= fromFrame || !clip.stream) continue;
        const std::int64_t begin = std::max(fromFrame, clip.startFrame);
        const std::int64_t end = std::min(toFrame, clip.endFrame);
        auto filled =
            clip.stream->fillNow(clip.sourceFrame + (begin - clip.startFrame), end - begin);
        if (!filled) return filled;
    }
    return {};
}

core::Status DiskStreamer::prepareBlock(const AudioGraph& graph, std::int64_t fromFrame,
                                        std::int64_t frames)
{
    if (frames > maxPrepareFrames())
        return makeError(ErrorCode::invalidArgument,
                         "audio clips are rendered in blocks of at most " +
                             std::to_string(maxPrepareFrames()) + " frames",
                         "block size");
    for (const auto& [id, entry] : graph.nodes()) {
        const auto* clips = dynamic_cast<const AudioClipContent*>(entry.content.get());
        if (clips == nullptr) continue;
        if (auto prepared = prepareBlock(*clips, fromFrame, frames); !prepared) return prepared;
    }
    // While the disk thread runs, it counts the rounds.
    if (!state_->thread.joinable()) state_->noteRound();
    return {};
}

std::int64_t DiskStreamer::maxPrepareFrames() const noexcept
{
    return static_cast<std::int64_t>(state_->size.windowChunks - 1) * state_->size.chunkFrames;
}

void DiskStreamer::serveAll()
{
    while (state_->serveOne()) {}
    state_->noteRound();
}

DiskStreamer::Report DiskStreamer::takeReport()
{
    Report report;
    const std::lock_guard lock(state_->mutex);
    for (auto& entry : state_->entries) {
        const auto stream = entry.stream.lock();
        if (!stream) continue;
        const auto missed = stream->missedFrames();
        const auto failed = stream->failedChunks();
        report.missedFrames += missed - std::exchange(entry.missedReported, missed);
        report.failedChunks += failed - std::exchange(entry.failedReported, failed);
    }
    return report;
}

std::size_t DiskStreamer::bytesInMemory() const
{
    std::size_t bytes = 0;
    for (const auto& stream : state_->streams()) bytes += stream->bytesInMemory();
    return bytes;
}

} // namespace cppmusic::audio
