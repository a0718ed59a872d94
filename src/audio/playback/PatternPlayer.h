// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"
#include "audio/playback/NoteContent.h"

#include <array>
#include <cstdint>

namespace cppmusic::audio {

/// Plays a NoteContent: turns notes and controllers on the song's frame axis into events, on their
/// exact frames. At one frame releases come first, then controllers, then onsets.
///
/// No note ever hangs: what sounds is kept in a table, and is released by its end, by a jump or
/// stop of the transport, and when new content no longer has it (or ends it earlier). Where
/// playback starts or jumps into the middle of a note, the note is taken up; the controllers, bends
/// and pedals in force there are sent first. Fixed capacities, no allocation; the cost of a block
/// grows with its events and the logarithm of the content.
class PatternPlayer final : public AudioNode {
public:
    static constexpr int maxHeldNotes = 256;
    static constexpr int maxEventsPerBlock = 2048;

    PatternPlayer();
    [[nodiscard]] NodePorts ports() const noexcept override;
    void prepare(const PrepareSpec&) override;
    void reset() noexcept CPPMUSIC_NONBLOCKING override;
    void process(ProcessContext&) noexcept CPPMUSIC_NONBLOCKING override;

    /// Notes sounding now. [audio]
    [[nodiscard]] int numHeldNotes() const noexcept CPPMUSIC_NONBLOCKING { return numHeld_; }

private:
    struct Held {
        std::int64_t onFrame = 0; ///< of the note in the song, also when taken up in the middle
        std::int64_t offFrame = 0;
        std::int32_t noteId = 0;
        float releaseVelocity = 0.5f;
        std::uint8_t key = 0;
        std::uint8_t channel = 0;
    };
    enum class Rank : std::uint8_t { release, control, onset };
    struct Pending {
        std::int32_t frame = 0;
        Rank rank = Rank::onset;
        std::int32_t order = 0; ///< among equals
        Event event;
        std::int64_t onFrame = 0;
        std::int64_t offFrame = 0;
        float releaseVelocity = 0.5f;
    };

    void releaseAll(std::int32_t frame) noexcept CPPMUSIC_NONBLOCKING;
    void reviseHeld(const NoteContent*, std::int64_t now) noexcept CPPMUSIC_NONBLOCKING;
    void takeUp(const NoteContent&, std::int64_t at) noexcept CPPMUSIC_NONBLOCKING;
    void takeUpControls(const NoteSequence&, std::int64_t at) noexcept CPPMUSIC_NONBLOCKING;
    void resetControllers() noexcept CPPMUSIC_NONBLOCKING;
    void gather(const NoteContent&, std::int64_t from,
                std::int64_t to) noexcept CPPMUSIC_NONBLOCKING;
    void gatherReleases(std::int64_t from, std::int64_t to) noexcept CPPMUSIC_NONBLOCKING;
    void numberOnsets(std::int64_t from, std::int64_t to) noexcept CPPMUSIC_NONBLOCKING;
    void addOnset(const TimedNote&, std::int64_t blockStart) noexcept CPPMUSIC_NONBLOCKING;
    void addControl(const TimedControl&, std::int32_t frame) noexcept CPPMUSIC_NONBLOCKING;
    void addRelease(const Held&, std::int32_t frame) noexcept CPPMUSIC_NONBLOCKING;
    void emit(EventBuffer&) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] int findHeld(std::int32_t noteId) const noexcept CPPMUSIC_NONBLOCKING;
    void removeHeld(int index) noexcept CPPMUSIC_NONBLOCKING;
    void noteController(const Event&) noexcept CPPMUSIC_NONBLOCKING;

    std::array<Held, maxHeldNotes> held_{};
    std::array<Pending, maxEventsPerBlock> pending_{};
    int numHeld_ = 0;
    int numPending_ = 0;
    std::int32_t nextNoteId_ = 0;
    std::int64_t expectedStart_ = -1;
    std::uint64_t contentSerial_ = 0;
    std::uint16_t pedalsDown_ = 0; // a bit per channel
    std::uint16_t bent_ = 0;
    std::uint16_t modulated_ = 0;
};

} // namespace cppmusic::audio
