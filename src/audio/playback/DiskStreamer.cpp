// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/DiskStreamer.h"

#include "audio/playback/StreamFile.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <iterator>
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
constexpr int looksPerRound = 8;
constexpr int idleRounds = 64; // 2 seconds
/// So many chunks are read before looking again what is most urgent.
constexpr std::size_t chunksPerLook = 64;

} // namespace

struct DiskStreamer::State {
    struct Entry {
        std::shared_ptr<SampleStream> stream; ///< forgotten once nobody else has it
        std::uint64_t missedReported = 0, failedReported = 0;
    };
    struct Candidate {
        std::int64_t urgency = 0;
        SampleStream* stream = nullptr;
        friend bool operator<(const Candidate& a, const Candidate& b)
        {
            return a.urgency < b.urgency;
        }
    };

    explicit State(const StreamSize& wanted)
        : size(wanted),
          pool(std::make_shared<ChunkPool>(static_cast<std::size_t>(wanted.chunkBytes),
                                           wanted.poolBytes))
    {
    }

    StreamSize size;
    std::shared_ptr<ChunkPool> pool;
    std::shared_ptr<OpenFiles> openFiles = std::make_shared<OpenFiles>();
    std::atomic<std::size_t> numOpened{0};
    mutable std::mutex mutex; ///< of what follows
    std::vector<Entry> entries;
    std::uint64_t version = 0; ///< counts changes of `entries`
    std::map<std::filesystem::path, std::weak_ptr<StreamFile>> files;
    std::condition_variable wake;
    bool shouldStop = false;
    bool hasNews = false;
    std::thread thread;

    // Of whoever serves: the disk thread, or without one whoever calls.
    std::vector<std::shared_ptr<SampleStream>> served;
    std::uint64_t servedVersion = ~std::uint64_t{0};
    std::vector<Candidate> candidates;
    int blocksPrepared = 0;

    void add(std::shared_ptr<SampleStream> stream);
    void dropUnused();
    void refreshServed();
    std::size_t serveMostUrgent();
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

void DiskStreamer::State::add(std::shared_ptr<SampleStream> stream)
{
    const std::lock_guard lock(mutex);
    entries.push_back({std::move(stream), 0, 0});
    ++version;
}

/// Forgets streams and files that nobody else has.
void DiskStreamer::State::dropUnused()
{
    std::vector<Entry> dropped; // freed outside the lock
    {
        const std::lock_guard lock(mutex);
        const auto isUsed = [this](const Entry& entry) {
            const bool isServed = servedVersion == version;
            return entry.stream.use_count() > (isServed ? 2 : 1);
        };
        const auto unused = std::stable_partition(entries.begin(), entries.end(), isUsed);
        if (unused == entries.end()) return;
        std::move(unused, entries.end(), std::back_inserter(dropped));
        entries.erase(unused, entries.end());
        ++version;
        std::erase_if(files, [](const auto& file) { return file.second.expired(); });
    }
    dropped.clear();
    refreshServed();
}

void DiskStreamer::State::refreshServed()
{
    std::vector<std::shared_ptr<SampleStream>> before; // freed outside the lock
    const std::lock_guard lock(mutex);
    if (servedVersion == version) return;
    before.swap(served);
    served.reserve(entries.size());
    for (const Entry& entry : entries) served.push_back(entry.stream);
    servedVersion = version;
}

/// Reads some chunks in the order in which they will be heard; gives how many.
std::size_t DiskStreamer::State::serveMostUrgent()
{
    refreshServed();
    candidates.clear();
    for (const auto& stream : served) {
        const std::int64_t urgency = stream->urgency();
        if (urgency >= 0) candidates.push_back({urgency, stream.get()});
    }
    const std::size_t count = std::min(candidates.size(), chunksPerLook);
    std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(count),
                      candidates.end());
    std::size_t numRead = 0;
    for (std::size_t i = 0; i < count; ++i) numRead += candidates[i].stream->fillNext() ? 1 : 0;
    return numRead;
}

void DiskStreamer::State::noteRound()
{
    dropUnused();
    refreshServed();
    for (const auto& stream : served) stream->noteRound(idleRounds);
    std::vector<std::shared_ptr<StreamFile>> all;
    {
        const std::lock_guard lock(mutex);
        for (const auto& entry : files)
            if (auto file = entry.second.lock()) all.push_back(std::move(file));
    }
    for (const auto& file : all) file->noteRound(idleRounds);
}

void DiskStreamer::State::run()
{
    for (int looks = 1;; ++looks) {
        {
            const std::lock_guard lock(mutex);
            if (shouldStop) return;
        }
        const std::size_t numRead = serveMostUrgent();
        if (looks % looksPerRound == 0) noteRound();
        if (numRead > 0) continue;
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
        auto opened = StreamFile::open(path, state_->openFiles);
        if (!opened) return opened.error();
        file = std::move(*opened);
    }
    if (file->info().sampleRate != engineRate.value || !file->info().canSeekExactly)
        return makeError(ErrorCode::invalidArgument,
                         "the file has another sample rate than the engine or is packed with "
                         "loss; it must be conformed before it can be streamed",
                         path.string());
    {
        const std::lock_guard lock(state_->mutex);
        state_->files[path] = file;
    }
    return openSource(file, headFrame);
}

std::shared_ptr<SampleStream> DiskStreamer::openSource(std::shared_ptr<StreamSource> source,
                                                       std::int64_t headFrame)
{
    auto stream =
        std::make_shared<SampleStream>(std::move(source), state_->pool, state_->size,
                                       state_->numOpened.fetch_add(1, std::memory_order_relaxed));
    if (state_->size.keepsStarts) stream->setHead(headFrame);
    state_->add(stream);
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
    if (!state_->thread.joinable() && ++state_->blocksPrepared % looksPerRound == 0)
        state_->noteRound();
    return {};
}

std::int64_t DiskStreamer::maxPrepareFrames() const noexcept
{
    constexpr int largestFrame = 2 * sizeof(float);
    return static_cast<std::int64_t>(state_->size.windowChunks - 1) *
           (state_->size.chunkBytes / largestFrame);
}

void DiskStreamer::serveAll()
{
    while (state_->serveMostUrgent() > 0) {}
    state_->noteRound();
}

DiskStreamer::Report DiskStreamer::takeReport()
{
    Report report;
    const std::lock_guard lock(state_->mutex);
    for (auto& entry : state_->entries) {
        const auto missed = entry.stream->missedFrames();
        const auto failed = entry.stream->failedChunks();
        report.missedFrames += missed - std::exchange(entry.missedReported, missed);
        report.failedChunks += failed - std::exchange(entry.failedReported, failed);
    }
    return report;
}

std::size_t DiskStreamer::bytesInMemory() const
{
    return state_->pool->bytesTaken();
}

} // namespace cppmusic::audio
