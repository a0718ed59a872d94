// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/synthesis/VoiceAllocator.h"

namespace cppmusic::audio {

void VoiceAllocator::reset() noexcept CPPMUSIC_NONBLOCKING
{
    slots_.fill({});
    nextOrder_ = 1;
}

int VoiceAllocator::numSounding() const noexcept CPPMUSIC_NONBLOCKING
{
    int count = 0;
    for (const auto& slot : slots_)
        if (slot.state != State::idle && slot.state != State::fading) ++count;
    return count;
}

VoiceAllocator::Allocation
VoiceAllocator::allocate(std::uint8_t key, std::uint8_t channel,
                         std::int32_t noteId) noexcept CPPMUSIC_NONBLOCKING
{
    Allocation result;
    if (numSounding() >= polyphony) {
        result.stolen = chooseVictim();
        slot(result.stolen).state = State::fading;
    }
    result.slot = findFree();
    if (result.slot == result.stolen) result.stolen = -1; // cut: nothing left to fade
    slot(result.slot) = {State::held, key, channel, noteId, nextOrder_++, 0.0f};
    return result;
}

int VoiceAllocator::chooseVictim() const noexcept CPPMUSIC_NONBLOCKING
{
    int best = -1;
    for (int i = 0; i < numSlots; ++i) {
        const auto& candidate = slot(i);
        if (candidate.state == State::idle || candidate.state == State::fading) continue;
        if (best < 0) {
            best = i;
            continue;
        }
        const auto& chosen = slot(best);
        const bool isReleased = candidate.state == State::released;
        const bool isChosenReleased = chosen.state == State::released;
        if (isReleased != isChosenReleased) {
            if (isReleased) best = i;
        } else if (!isReleased && candidate.level != chosen.level) {
            if (candidate.level < chosen.level) best = i;
        } else if (candidate.order < chosen.order) {
            best = i;
        }
    }
    return best < 0 ? 0 : best;
}

/// An idle slot, or the quietest of the fading when a burst of notes has used up the spare ones.
int VoiceAllocator::findFree() const noexcept CPPMUSIC_NONBLOCKING
{
    int quietest = -1;
    for (int i = 0; i < numSlots; ++i) {
        if (slot(i).state == State::idle) return i;
        if (slot(i).state == State::fading &&
            (quietest < 0 || slot(i).level < slot(quietest).level))
            quietest = i;
    }
    return quietest < 0 ? 0 : quietest;
}

int VoiceAllocator::findHeld(std::uint8_t key, std::uint8_t channel,
                             std::int32_t noteId) const noexcept CPPMUSIC_NONBLOCKING
{
    int oldest = -1;
    for (int i = 0; i < numSlots; ++i) {
        const auto& s = slot(i);
        if (s.state != State::held || s.key != key || s.channel != channel) continue;
        if (noteId >= 0 ? s.noteId != noteId : oldest >= 0 && slot(oldest).order < s.order)
            continue;
        oldest = i;
    }
    return oldest;
}

} // namespace cppmusic::audio
