// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <array>
#include <cstdint>

namespace cppmusic::audio {

/// Decides which voice plays which note. A note that finds every voice busy steals one: the oldest
/// of the released, else the quietest, else the oldest. The stolen voice fades out in a few
/// milliseconds on its own while the new note starts at once on another slot. [audio]
class VoiceAllocator {
public:
    static constexpr int polyphony = 64; ///< notes that sound at once
    static constexpr int spare = 16;     ///< slots for voices that fade out
    static constexpr int numSlots = polyphony + spare;

    enum class State : std::uint8_t { idle, held, sustained, released, fading };
    struct Slot {
        State state = State::idle;
        std::uint8_t key = 0;
        std::uint8_t channel = 0;
        std::int32_t noteId = -1;
        std::uint64_t order = 0; ///< grows with every note
        float level = 0.0f;      ///< kept up to date by the instrument
    };
    struct Allocation {
        int slot = 0;
        int stolen = -1; ///< a voice that is to fade out, or −1
    };

    void reset() noexcept CPPMUSIC_NONBLOCKING;
    Allocation allocate(std::uint8_t key, std::uint8_t channel,
                        std::int32_t noteId) noexcept CPPMUSIC_NONBLOCKING;
    /// The slot of a held note: by id, or for −1 the oldest of that channel and key; −1 if none.
    [[nodiscard]] int findHeld(std::uint8_t key, std::uint8_t channel,
                               std::int32_t noteId) const noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] Slot& slot(int index) noexcept CPPMUSIC_NONBLOCKING
    {
        return slots_[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] const Slot& slot(int index) const noexcept CPPMUSIC_NONBLOCKING
    {
        return slots_[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] int numSounding() const noexcept CPPMUSIC_NONBLOCKING; ///< without the fading

private:
    [[nodiscard]] int chooseVictim() const noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] int findFree() const noexcept CPPMUSIC_NONBLOCKING;

    std::array<Slot, numSlots> slots_{};
    std::uint64_t nextOrder_ = 1;
};

} // namespace cppmusic::audio
