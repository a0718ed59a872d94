// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/recording/RecordRing.h"

#include <algorithm>
#include <array>
#include <span>

namespace cppmusic::audio {

namespace {

/// Blocks are seldom smaller than this; a span is little compared with its samples.
constexpr std::size_t framesPerSpan = 16;
constexpr int pieceFrames = 128;

} // namespace

RecordRing::RecordRing(std::size_t capacityFrames)
    : samples_(2 * capacityFrames), spans_(capacityFrames / framesPerSpan + 1)
{
}

void RecordRing::write(std::int64_t songFrame, const float* left, const float* right, int frames,
                       double songBeat, double beatsPerFrame) noexcept CPPMUSIC_NONBLOCKING
{
    if (frames <= 0) return;
    const std::size_t wanted = 2 * static_cast<std::size_t>(frames);
    const bool hasRoom =
        samples_.capacity() - samples_.size() >= wanted && spans_.size() < spans_.capacity();
    if (!hasRoom) {
        droppedSince_ += static_cast<std::uint32_t>(frames);
        dropped_.fetch_add(static_cast<std::uint64_t>(frames), std::memory_order_relaxed);
        return;
    }
    std::array<float, 2 * pieceFrames> piece;
    for (int done = 0; done < frames;) {
        const int count = std::min(frames - done, pieceFrames);
        for (int i = 0; i < count; ++i) {
            piece[2 * static_cast<std::size_t>(i)] = left[done + i];
            piece[2 * static_cast<std::size_t>(i) + 1] = right[done + i];
        }
        samples_.pushSome(
            std::span<const float>(piece.data(), 2 * static_cast<std::size_t>(count)));
        done += count;
    }
    // Behind its samples, so that whoever sees it finds them all.
    [[maybe_unused]] const bool isPushed =
        spans_.push({songFrame, frames, droppedSince_, songBeat, beatsPerFrame});
    droppedSince_ = 0;
}

bool RecordRing::read(RecordSpan& span, std::vector<float>& interleaved)
{
    if (!spans_.pop(span)) return false;
    interleaved.resize(2 * static_cast<std::size_t>(span.frames));
    samples_.popSome(std::span<float>(interleaved));
    return true;
}

} // namespace cppmusic::audio
