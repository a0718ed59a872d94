// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/SampleStream.h"

#include "audio/playback/StreamFile.h"

#include <algorithm>
#include <array>

namespace cppmusic::audio {

namespace {

/// Places that are kept for later come after what is being played, before nothing.
constexpr std::int64_t backgroundUrgency = std::int64_t{1} << 40;

} // namespace

SampleStream::SampleStream(std::shared_ptr<StreamFile> file, const StreamSize& size)
    : file_(std::move(file)),
      size_(size),
      numFrames_(file_->info().frames),
      numChunks_((numFrames_ + size.chunkFrames - 1) / size.chunkFrames),
      numChannels_(std::min(file_->info().channels, 2)),
      slots_(static_cast<std::size_t>(size.slots()))
{
}

SampleStream::~SampleStream() = default;

const std::filesystem::path& SampleStream::path() const noexcept
{
    return file_->path();
}

int SampleStream::read(std::int64_t frame, float* left, float* right,
                       int count) noexcept CPPMUSIC_NONBLOCKING
{
    announce(frame);
    int missing = 0;
    for (int done = 0; done < count;) {
        const std::int64_t at = frame + done;
        const std::int64_t rest = count - done;
        const bool isInside = at >= 0 && at < numFrames_;
        const std::int64_t chunk = isInside ? at / size_.chunkFrames : 0;
        const std::int64_t offset = isInside ? at % size_.chunkFrames : 0;
        const std::int64_t until =
            isInside ? std::min<std::int64_t>(size_.chunkFrames - offset, numFrames_ - at)
            : at < 0 ? -at
                     : rest;
        const auto n = static_cast<int>(std::min(rest, until));
        Slot* slot = isInside ? acquire(chunk) : nullptr;
        if (slot != nullptr) {
            const float* from = slot->samples.data() + offset;
            const float* second = numChannels_ > 1 ? from + size_.chunkFrames : from;
            std::copy_n(from, n, left + done);
            std::copy_n(second, n, right + done);
            slot->state.store(SlotState::ready, std::memory_order_release);
        } else {
            std::fill_n(left + done, n, 0.0f);
            std::fill_n(right + done, n, 0.0f);
            if (isInside) missing += n;
        }
        done += n;
    }
    if (missing > 0)
        missedFrames_.fetch_add(static_cast<std::uint64_t>(missing), std::memory_order_relaxed);
    return missing;
}

void SampleStream::announce(std::int64_t frame) noexcept CPPMUSIC_NONBLOCKING
{
    position_.store(std::max<std::int64_t>(frame, 0), std::memory_order_relaxed);
    activity_.fetch_add(1, std::memory_order_relaxed);
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
        const std::int64_t first = frame / size_.chunkFrames;
        const std::int64_t end = std::min(first + chunks, numChunks_);
        for (std::int64_t chunk = first; chunk < end; ++chunk) {
            const std::int64_t distance =
                std::max<std::int64_t>(chunk * size_.chunkFrames - frame, 0);
            visit(Wanted{chunk, isPlaying ? distance : backgroundUrgency + distance});
        }
    };
    visitFrom(position_.load(std::memory_order_relaxed), size_.windowChunks, true);
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

std::int64_t SampleStream::urgency() const noexcept
{
    const Wanted wanted = mostUrgent();
    return wanted.chunk < 0 ? -1 : wanted.urgency;
}

SampleStream::Slot* SampleStream::takeSlot() noexcept
{
    for (Slot& slot : slots_) {
        SlotState expected = SlotState::empty;
        if (slot.state.compare_exchange_strong(expected, SlotState::filling)) return &slot;
    }
    for (Slot& slot : slots_) {
        if (isWanted(slot.chunk.load(std::memory_order_relaxed))) continue;
        SlotState expected = SlotState::ready;
        if (slot.state.compare_exchange_strong(expected, SlotState::filling)) return &slot;
    }
    return nullptr;
}

core::Status SampleStream::fill(Slot& slot, std::int64_t chunk)
{
    slot.chunk.store(-1, std::memory_order_relaxed);
    const auto frames = static_cast<std::size_t>(size_.chunkFrames);
    const std::size_t values = frames * static_cast<std::size_t>(numChannels_);
    if (slot.samples.size() != values) {
        slot.samples.assign(values, 0.0f);
        bytes_.fetch_add(values * sizeof(float), std::memory_order_relaxed);
    }
    const std::array<float*, 2> channels{slot.samples.data(), slot.samples.data() + frames};
    const AudioBlock block{channels.data(), numChannels_, size_.chunkFrames};
    const core::Status status = file_->read(chunk * size_.chunkFrames, block);
    slot.isFailed = !status.ok();
    if (slot.isFailed) {
        std::fill(slot.samples.begin(), slot.samples.end(), 0.0f);
        failedChunks_.fetch_add(1, std::memory_order_relaxed);
    }
    slot.chunk.store(chunk, std::memory_order_relaxed);
    slot.state.store(SlotState::ready, std::memory_order_release);
    return status;
}

bool SampleStream::fillNext()
{
    const std::lock_guard lock(fillMutex_);
    const Wanted wanted = mostUrgent();
    if (wanted.chunk < 0) return false;
    Slot* slot = takeSlot();
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
    const std::int64_t last = (end - 1) / size_.chunkFrames;
    for (std::int64_t chunk = begin / size_.chunkFrames; chunk <= last; ++chunk) {
        Slot* slot = find(chunk);
        if (slot != nullptr && !slot->isFailed) continue;
        SlotState expected = SlotState::ready;
        const bool isTaken =
            slot != nullptr && slot->state.compare_exchange_strong(expected, SlotState::filling);
        if (!isTaken) slot = takeSlot();
        if (slot == nullptr)
            return core::makeError(core::ErrorCode::exhausted,
                                   "a block is too long for the stream's memory; render in "
                                   "smaller blocks",
                                   path().string());
        if (auto filled = fill(*slot, chunk); !filled) return filled;
    }
    return {};
}

void SampleStream::noteRound(int idleRounds)
{
    const std::lock_guard lock(fillMutex_);
    const auto activity = activity_.load(std::memory_order_relaxed);
    if (activity != activitySeen_) {
        activitySeen_ = activity;
        roundsIdle_ = 0;
        return;
    }
    if (roundsIdle_ >= idleRounds || ++roundsIdle_ < idleRounds) return;
    std::int64_t position = position_.load(std::memory_order_relaxed);
    if (activity == activity_.load(std::memory_order_relaxed))
        position_.compare_exchange_strong(position, -1, std::memory_order_relaxed);
    for (Slot& slot : slots_) {
        if (isWanted(slot.chunk.load(std::memory_order_relaxed))) continue;
        SlotState expected = SlotState::ready;
        if (!slot.state.compare_exchange_strong(expected, SlotState::filling)) continue;
        bytes_.fetch_sub(slot.samples.size() * sizeof(float), std::memory_order_relaxed);
        std::vector<float>().swap(slot.samples);
        slot.chunk.store(-1, std::memory_order_relaxed);
        slot.state.store(SlotState::empty, std::memory_order_release);
    }
}

} // namespace cppmusic::audio
