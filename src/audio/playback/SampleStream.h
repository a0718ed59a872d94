// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/PcmLayout.h"
#include "audio/playback/ChunkPool.h"
#include "core/RealtimeAttributes.h"
#include "core/Result.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

namespace cppmusic::audio {

class StreamSource;

/// How much of the streams is held in memory.
struct StreamSize {
    int chunkBytes = 65536; ///< read at once; at least 1,024
    int windowChunks = 4;   ///< of one stream, from the reading position on
    /// All streams together; only what is about to be heard goes beyond.
    std::size_t poolBytes = std::size_t{256} << 20;
    /// Whether the start of every clip is held, for jumps there; a render makes none.
    bool keepsStarts = true;
    /// Whether every stream begins its chunks elsewhere, so that streams that play together don't
    /// all ask for their next chunk in one block.
    bool isStaggered = true;
    /// Two chunks each for the start (setHead) and for one other place (setCue) come on top.
    [[nodiscard]] int slots() const noexcept { return windowChunks + 4; }
};

/// One clip's view of an audio file, read ahead in chunks by a DiskStreamer, which makes it. Every
/// clip has its own stream, so its own reading position; streams of one file share the file. What
/// is held are the bytes of the file; reading converts them.
///
/// A chunk slot is empty, being filled, ready, or being read; its data belongs to the thread that
/// moved it to `filling` or `reading`. The audio thread never waits: what isn't there is silence,
/// and counted. What was sounding fades out within fadeFrames then, and comes back as softly.
class SampleStream {
public:
    static constexpr int fadeFrames = 128;

    /// Use DiskStreamer::open. The pool's chunks hold at least a frame.
    /// `number`: the how manieth it is, for StreamSize::isStaggered.
    SampleStream(std::shared_ptr<StreamSource>, std::shared_ptr<ChunkPool>, const StreamSize&,
                 std::size_t number = 0);
    SampleStream(const SampleStream&) = delete;
    SampleStream& operator=(const SampleStream&) = delete;
    ~SampleStream(); ///< any thread but audio

    [[nodiscard]] std::int64_t numFrames() const noexcept { return numFrames_; } // [any]
    /// 1 or 2; of files with more the first two are heard. [any]
    [[nodiscard]] int numChannels() const noexcept { return layout_.channels; }
    /// Whether a sample can be −0, as floats of files can. [any]
    [[nodiscard]] bool mayHoldNegativeZero() const noexcept
    {
        return layout_.encoding == PcmEncoding::float32;
    }
    [[nodiscard]] int chunkFrames() const noexcept { return chunkFrames_; } // [any]
    [[nodiscard]] const std::filesystem::path& path() const noexcept;       // [any]

    /// Frames frame … frame + count − 1 of the file; mono goes to both sides. Outside the file is
    /// silence. Gives how many frames were missing (not read in time). One reader at a time.
    /// [audio]
    int read(std::int64_t frame, float* left, float* right,
             int count) noexcept CPPMUSIC_NONBLOCKING;
    /// Reading will start there within a second. [audio]
    void announce(std::int64_t frame) noexcept CPPMUSIC_NONBLOCKING;

    /// Where the next read() will look if it goes on as the last one did: addresses to ask for, not
    /// to read, since the memory may be gone by then.
    struct Ahead {
        const SampleStream* stream = nullptr;
        const void* slots = nullptr;
        std::size_t slotBytes = 0;
        /// Of the file; in two pieces where the next chunk begins.
        const std::byte* bytes = nullptr;
        const std::byte* moreBytes = nullptr;
        std::size_t numBytes = 0, numMore = 0;
        void prefetch() const noexcept CPPMUSIC_NONBLOCKING; // [audio]
    };
    [[nodiscard]] Ahead ahead() noexcept CPPMUSIC_NONBLOCKING; // [audio]

    /// Keeps the chunks at the clip's start in memory. [main or job]
    void setHead(std::int64_t frame) noexcept;
    /// Keeps the chunks at one more place in memory (loop start, locate target); −1: none. [main or
    /// job]
    void setCue(std::int64_t frame) noexcept;

    [[nodiscard]] std::uint64_t missedFrames() const noexcept // [any]
    {
        return missedFrames_.load(std::memory_order_relaxed);
    }
    /// Chunks that could not be read from the file and are silent. [any]
    [[nodiscard]] std::uint64_t failedChunks() const noexcept
    {
        return failedChunks_.load(std::memory_order_relaxed);
    }
    /// What the chunk slots hold now, in bytes; at most slots · chunkBytes. [any]
    [[nodiscard]] std::size_t bytesInMemory() const noexcept
    {
        return bytes_.load(std::memory_order_relaxed);
    }

    /// Loads everything that reading `count` frames from `frame` needs, on this thread; `count` at
    /// most (windowChunks − 1) · chunkFrames(). An Error if the file can't be read. [job]
    core::Status fillNow(std::int64_t frame, std::int64_t count);

    // For the DiskStreamer's thread:
    /// How soon the next missing chunk is wanted, in frames (0: now); −1: nothing is missing.
    [[nodiscard]] std::int64_t urgency() noexcept;
    /// Loads the most urgent missing chunk. False if there was none, or no memory for it.
    bool fillNext();
    /// Called once per round: a stream that nobody has read for `idleRounds` rounds gives the
    /// memory of its window back.
    void noteRound(int idleRounds);

private:
    enum class SlotState : std::uint8_t { empty, filling, ready, reading };
    struct Slot {
        std::atomic<SlotState> state{SlotState::empty};
        bool isFailed = false; ///< silent because unreadable; as `bytes`
        std::atomic<std::int64_t> chunk{-1};
        std::unique_ptr<std::byte[]> bytes; ///< belongs to who holds `filling` or `reading`
    };
    struct Wanted {
        std::int64_t chunk = -1;
        std::int64_t urgency = 0;
    };
    /// What decides which chunks are wanted and there; equal: nothing has changed.
    struct Places {
        std::int64_t position = -1, head = -1, cue = -1; ///< as chunks
        std::uint32_t fills = 0;
        friend bool operator==(const Places&, const Places&) = default;
    };

    [[nodiscard]] std::int64_t chunkOf(std::int64_t frame) const noexcept CPPMUSIC_NONBLOCKING
    {
        return (frame + lead_) / chunkFrames_;
    }
    [[nodiscard]] Slot* acquire(std::int64_t chunk) noexcept CPPMUSIC_NONBLOCKING;
    void playPiece(const Slot&, std::int64_t offset, float* left, float* right,
                   int count) noexcept CPPMUSIC_NONBLOCKING;
    void playGap(float* left, float* right, int count) noexcept CPPMUSIC_NONBLOCKING;
    /// Calls visit(Wanted) for every chunk that should be in memory.
    template <class Visit>
    void forEachWanted(Visit&& visit) const;
    [[nodiscard]] bool isWanted(std::int64_t chunk) const;
    [[nodiscard]] Slot* find(std::int64_t chunk) noexcept;
    [[nodiscard]] bool holds(std::int64_t chunk) const noexcept;
    [[nodiscard]] Wanted mostUrgent() const;
    [[nodiscard]] Places places() const noexcept;
    /// A slot in state `filling` that has memory, or null.
    [[nodiscard]] Slot* takeSlot(ChunkPool::Need) noexcept;
    core::Status fill(Slot&, std::int64_t chunk);
    void releaseMemory(Slot&);

    std::shared_ptr<StreamSource> source_;
    std::shared_ptr<ChunkPool> pool_;
    PcmLayout layout_;
    int windowChunks_;
    int chunkFrames_;
    int lead_ = 0; ///< frames that the first chunk begins ahead of the file; empty there
    std::int64_t numFrames_ = 0, numChunks_ = 0;
    std::vector<Slot> slots_;

    std::atomic<std::int64_t> position_{-1}; ///< where reading is; −1: not lately
    std::atomic<std::uint32_t> activity_{0}; ///< changes with every read
    std::atomic<std::int64_t> head_{-1}, cue_{-1};
    std::atomic<std::uint64_t> missedFrames_{0}, failedChunks_{0};
    std::atomic<std::size_t> bytes_{0};
    std::atomic<std::uint32_t> fills_{0}; ///< changes when a slot gets another chunk

    // The reader's:
    std::int64_t nextFrame_ = -1;              ///< where the last read ended
    float lastLeft_ = 0.0f, lastRight_ = 0.0f; ///< what was heard there
    int fadeOutLeft_ = 0;                      ///< frames of the fade-out still to come
    int fadeInDone_ = fadeFrames;              ///< frames of the fade-in already heard
    const std::byte* lastEnd_ = nullptr;       ///< end of what was converted last …
    std::size_t lastBytes_ = 0;                ///< … how much that was …
    std::size_t leftInChunk_ = 0;              ///< … and how much follows there, in bytes

    std::mutex fillMutex_; ///< one filling thread at a time; never taken by the audio thread
    std::uint32_t activitySeen_ = 0;
    int roundsIdle_ = 0;
    Places complete_; ///< for which nothing was missing; the disk thread's
};

} // namespace cppmusic::audio
