// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/SampleStream.h"

#include "audio/files/PcmConvert.h"
#include "audio/playback/StreamSource.h"
#include "core/Prefetch.h"

#include <algorithm>
#include <array>

namespace cppmusic::audio {

namespace {

/// Places that are kept for later come after what is being played, before nothing.
constexpr std::int64_t backgroundUrgency = std::int64_t{1} << 40;

/// Places in [0, frames) that are spread evenly however many there are: multiples of the golden
/// ratio.
int staggered(std::size_t number, int frames)
{
    constexpr std::uint32_t goldenTurn = 2654435769u; // 2^32 / φ
    const auto turn = static_cast<std::uint32_t>(number) * goldenTurn;
    return static_cast<int>(std::uint64_t{turn} * static_cast<std::uint64_t>(frames) >> 32);
}

} // namespace

SampleStream::SampleStream(std::shared_ptr<StreamSource> source, std::shared_ptr<ChunkPool> pool,
                           const StreamSize& size, std::size_t number)
    : source_(std::move(source)),
      pool_(std::move(pool)),
      layout_(source_->layout()),
      windowChunks_(size.windowChunks),
      chunkFrames_(static_cast<int>(pool_->chunkBytes()) / layout_.bytesPerFrame()),
      lead_(size.isStaggered ? staggered(number, chunkFrames_) : 0),
      numFrames_(source_->numFrames()),
      numChunks_((numFrames_ + lead_ + chunkFrames_ - 1) / chunkFrames_),
      slots_(static_cast<std::size_t>(size.slots()))
{
}

SampleStream::~SampleStream()
{
    for (Slot& slot : slots_) releaseMemory(slot);
}

const std::filesystem::path& SampleStream::path() const noexcept
{
    return source_->path();
}

int SampleStream::read(std::int64_t frame, float* left, float* right,
                       int count) noexcept CPPMUSIC_NONBLOCKING
{
    announce(frame);
    if (frame != nextFrame_) { // somewhere else: what sounded before has no part in it
        fadeOutLeft_ = 0;
        fadeInDone_ = fadeFrames;
    }
    nextFrame_ = frame + count;
    int missing = 0;
    for (int done = 0; done < count;) {
        const std::int64_t at = frame + done;
        const std::int64_t rest = count - done;
        const bool isInside = at >= 0 && at < numFrames_;
        const std::int64_t chunk = isInside ? chunkOf(at) : 0;
        const std::int64_t offset = isInside ? at + lead_ - chunk * chunkFrames_ : 0;
        const std::int64_t until =
            isInside ? std::min<std::int64_t>(chunkFrames_ - offset, numFrames_ - at)
            : at < 0 ? -at
                     : rest;
        const auto n = static_cast<int>(std::min(rest, until));
        Slot* slot = isInside ? acquire(chunk) : nullptr;
        if (slot != nullptr && !slot->isFailed) {
            playPiece(*slot, offset, left + done, right + done, n);
        } else if (isInside) {
            playGap(left + done, right + done, n);
            if (slot == nullptr) missing += n;
        } else {
            std::fill_n(left + done, n, 0.0f);
            std::fill_n(right + done, n, 0.0f);
            fadeOutLeft_ = 0;
        }
        if (slot != nullptr) slot->state.store(SlotState::ready, std::memory_order_release);
        done += n;
    }
    if (missing > 0)
        missedFrames_.fetch_add(static_cast<std::uint64_t>(missing), std::memory_order_relaxed);
    return missing;
}

void SampleStream::playPiece(const Slot& slot, std::int64_t offset, float* left, float* right,
                             int count) noexcept CPPMUSIC_NONBLOCKING
{
    const std::array<float*, 2> channels{left, right};
    const std::int64_t frameBytes = layout_.bytesPerFrame();
    const std::byte* bytes = slot.bytes.get() + offset * frameBytes;
    pcmToFloat(layout_, bytes, count, channels.data(), layout_.channels);
    lastBytes_ = static_cast<std::size_t>(count * frameBytes);
    lastEnd_ = bytes + lastBytes_;
    leftInChunk_ = static_cast<std::size_t>((chunkFrames_ - offset - count) * frameBytes);
    if (layout_.channels == 1) std::copy_n(left, count, right);
    for (int i = 0; i < count && fadeInDone_ < fadeFrames; ++i, ++fadeInDone_) {
        const float gain = static_cast<float>(fadeInDone_) / static_cast<float>(fadeFrames);
        left[i] *= gain;
        right[i] *= gain;
    }
    lastLeft_ = left[count - 1];
    lastRight_ = right[count - 1];
    fadeOutLeft_ = fadeFrames;
}

/// The last frame heard fades away, then silence.
void SampleStream::playGap(float* left, float* right, int count) noexcept CPPMUSIC_NONBLOCKING
{
    int i = 0;
    for (; i < count && fadeOutLeft_ > 0; ++i) {
        const float gain = static_cast<float>(--fadeOutLeft_) / static_cast<float>(fadeFrames);
        left[i] = gain * lastLeft_;
        right[i] = gain * lastRight_;
    }
    std::fill(left + i, left + count, 0.0f);
    std::fill(right + i, right + count, 0.0f);
    fadeInDone_ = 0;
}

SampleStream::Ahead SampleStream::ahead() noexcept CPPMUSIC_NONBLOCKING
{
    Ahead ahead{this,     slots_.data(), slots_.size() * sizeof(Slot),
                lastEnd_, nullptr,       std::min(lastBytes_, leftInChunk_),
                0};
    if (ahead.numBytes == lastBytes_) return ahead;
    const std::int64_t chunk = chunkOf(nextFrame_) + (leftInChunk_ > 0 ? 1 : 0);
    if (Slot* slot = acquire(chunk); slot != nullptr) {
        ahead.moreBytes = slot->bytes.get();
        ahead.numMore = lastBytes_ - ahead.numBytes;
        slot->state.store(SlotState::ready, std::memory_order_release);
    }
    return ahead;
}

void SampleStream::Ahead::prefetch() const noexcept CPPMUSIC_NONBLOCKING
{
    core::prefetch(stream, sizeof *stream);
    core::prefetch(slots, slotBytes);
    core::prefetch(bytes, numBytes);
    core::prefetch(moreBytes, numMore);
}

void SampleStream::announce(std::int64_t frame) noexcept CPPMUSIC_NONBLOCKING
{
    position_.store(std::max<std::int64_t>(frame, 0), std::memory_order_relaxed);
    activity_.store(activity_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

SampleStream::Slot* SampleStream::acquire(std::int64_t chunk) noexcept CPPMUSIC_NONBLOCKING
{
    for (Slot& slot : slots_) {
        if (slot.chunk.load(std::memory_order_relaxed) != chunk) continue;
        SlotState expected = SlotState::ready;
        if (!slot.state.compare_exchange_strong(
                expected, SlotState::reading, std::memory_order_acquire, std::memory_order_relaxed))
            continue;
        if (slot.chunk.load(std::memory_order_relaxed) == chunk) return &slot;
        slot.state.store(SlotState::ready, std::memory_order_release); // refilled meanwhile
    }
    return nullptr;
}

void SampleStream::setHead(std::int64_t frame) noexcept
{
    head_.store(std::max<std::int64_t>(frame, 0), std::memory_order_relaxed);
}

void SampleStream::setCue(std::int64_t frame) noexcept
{
    cue_.store(frame, std::memory_order_relaxed);
}

template <class Visit>
void SampleStream::forEachWanted(Visit&& visit) const
{
    const auto visitFrom = [&](std::int64_t frame, int chunks, bool isPlaying) {
        if (frame < 0) return;
        const std::int64_t first = chunkOf(frame);
        const std::int64_t end = std::min(first + chunks, numChunks_);
        for (std::int64_t chunk = first; chunk < end; ++chunk) {
            const std::int64_t begin = chunk * chunkFrames_ - lead_;
            const std::int64_t distance = std::max<std::int64_t>(begin - frame, 0);
            visit(Wanted{chunk, isPlaying ? distance : backgroundUrgency + distance});
        }
    };
    visitFrom(position_.load(std::memory_order_relaxed), windowChunks_, true);
    visitFrom(head_.load(std::memory_order_relaxed), 2, false);
    visitFrom(cue_.load(std::memory_order_relaxed), 2, false);
}

bool SampleStream::isWanted(std::int64_t chunk) const
{
    bool found = false;
    forEachWanted([&](const Wanted& wanted) { found = found || wanted.chunk == chunk; });
    return found;
}

SampleStream::Slot* SampleStream::find(std::int64_t chunk) noexcept
{
    const auto found = std::find_if(slots_.begin(), slots_.end(), [&](const Slot& slot) {
        return slot.chunk.load(std::memory_order_relaxed) == chunk;
    });
    return found == slots_.end() ? nullptr : &*found;
}

bool SampleStream::holds(std::int64_t chunk) const noexcept
{
    return std::any_of(slots_.begin(), slots_.end(), [&](const Slot& slot) {
        return slot.chunk.load(std::memory_order_relaxed) == chunk;
    });
}

SampleStream::Wanted SampleStream::mostUrgent() const
{
    Wanted best;
    forEachWanted([&](const Wanted& wanted) {
        const bool isBetter = best.chunk < 0 || wanted.urgency < best.urgency;
        if (isBetter && !holds(wanted.chunk)) best = wanted;
    });
    return best;
}

SampleStream::Places SampleStream::places() const noexcept
{
    const auto chunkAt = [this](const std::atomic<std::int64_t>& place) {
        const std::int64_t frame = place.load(std::memory_order_relaxed);
        return frame < 0 ? -1 : chunkOf(frame);
    };
    return {chunkAt(position_), chunkAt(head_), chunkAt(cue_),
            fills_.load(std::memory_order_relaxed)};
}

std::int64_t SampleStream::urgency() noexcept
{
    const Places now = places();
    if (now == complete_) return -1;
    const Wanted wanted = mostUrgent();
    if (wanted.chunk >= 0) return wanted.urgency;
    complete_ = now;
    return -1;
}

SampleStream::Slot* SampleStream::takeSlot(ChunkPool::Need need) noexcept
{
    // What the reading position has left behind is still in the processor's cache.
    for (Slot& slot : slots_) {
        if (slot.state.load(std::memory_order_relaxed) != SlotState::ready ||
            isWanted(slot.chunk.load(std::memory_order_relaxed)))
            continue;
        SlotState expected = SlotState::ready;
        if (!slot.state.compare_exchange_strong(expected, SlotState::filling)) continue;
        if (slot.bytes == nullptr) slot.bytes = pool_->take(ChunkPool::Need::now);
        return &slot;
    }
    for (Slot& slot : slots_) {
        SlotState expected = SlotState::empty;
        if (!slot.state.compare_exchange_strong(expected, SlotState::filling)) continue;
        slot.bytes = pool_->take(need);
        if (slot.bytes == nullptr) {
            slot.state.store(SlotState::empty);
            return nullptr;
        }
        bytes_.fetch_add(pool_->chunkBytes(), std::memory_order_relaxed);
        return &slot;
    }
    return nullptr;
}

core::Status SampleStream::fill(Slot& slot, std::int64_t chunk)
{
    slot.chunk.store(-1, std::memory_order_relaxed);
    fills_.fetch_add(1, std::memory_order_relaxed);
    const std::int64_t begin = chunk * chunkFrames_ - lead_;
    const std::int64_t first = std::max<std::int64_t>(begin, 0);
    const auto count =
        static_cast<int>(std::min<std::int64_t>(begin + chunkFrames_, numFrames_) - first);
    core::Status status =
        source_->read(first, count, slot.bytes.get() + (first - begin) * layout_.bytesPerFrame());
    slot.isFailed = !status.ok();
    if (slot.isFailed) failedChunks_.fetch_add(1, std::memory_order_relaxed);
    slot.chunk.store(chunk, std::memory_order_relaxed);
    slot.state.store(SlotState::ready, std::memory_order_release);
    return status;
}

bool SampleStream::fillNext()
{
    const std::lock_guard lock(fillMutex_);
    const Wanted wanted = mostUrgent();
    if (wanted.chunk < 0) return false;
    const auto need = wanted.urgency >= backgroundUrgency ? ChunkPool::Need::maybe
                      : wanted.urgency > chunkFrames_     ? ChunkPool::Need::soon
                                                          : ChunkPool::Need::now;
    Slot* slot = takeSlot(need);
    if (slot == nullptr) return false;
    (void)fill(*slot, wanted.chunk); // counted; heard as silence
    return true;
}

core::Status SampleStream::fillNow(std::int64_t frame, std::int64_t count)
{
    const std::lock_guard lock(fillMutex_);
    announce(frame); // so that what is read here stays wanted
    const std::int64_t begin = std::clamp<std::int64_t>(frame, 0, numFrames_);
    const std::int64_t end = std::clamp<std::int64_t>(frame + count, 0, numFrames_);
    if (begin >= end) return {};
    const std::int64_t last = chunkOf(end - 1);
    for (std::int64_t chunk = chunkOf(begin); chunk <= last; ++chunk) {
        Slot* slot = find(chunk);
        if (slot != nullptr && !slot->isFailed) continue;
        SlotState expected = SlotState::ready;
        const bool isTaken =
            slot != nullptr && slot->state.compare_exchange_strong(expected, SlotState::filling);
        if (!isTaken) slot = takeSlot(ChunkPool::Need::now);
        if (slot == nullptr)
            return core::makeError(core::ErrorCode::exhausted,
                                   "a block is too long for the stream's memory; render in "
                                   "smaller blocks",
                                   path().string());
        if (auto filled = fill(*slot, chunk); !filled) return filled;
    }
    return {};
}

void SampleStream::releaseMemory(Slot& slot)
{
    if (slot.bytes == nullptr) return;
    bytes_.fetch_sub(pool_->chunkBytes(), std::memory_order_relaxed);
    pool_->give(std::move(slot.bytes));
}

void SampleStream::noteRound(int idleRounds)
{
    const auto activity = activity_.load(std::memory_order_relaxed);
    if (activity != activitySeen_) {
        activitySeen_ = activity;
        roundsIdle_ = 0;
        return;
    }
    if (roundsIdle_ >= idleRounds || ++roundsIdle_ < idleRounds) return;
    const std::lock_guard lock(fillMutex_);
    std::int64_t position = position_.load(std::memory_order_relaxed);
    if (activity == activity_.load(std::memory_order_relaxed))
        position_.compare_exchange_strong(position, -1, std::memory_order_relaxed);
    for (Slot& slot : slots_) {
        if (isWanted(slot.chunk.load(std::memory_order_relaxed))) continue;
        SlotState expected = SlotState::ready;
        if (!slot.state.compare_exchange_strong(expected, SlotState::filling)) continue;
        releaseMemory(slot);
        slot.chunk.store(-1, std::memory_order_relaxed);
        slot.state.store(SlotState::empty, std::memory_order_release);
    }
    complete_ = {};
}

} // namespace cppmusic::audio
