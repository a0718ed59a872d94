// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace cppmusic::audio {

enum class EventType : std::uint8_t {
    noteOn,          ///< number = key, value = velocity 0–1 (above 0), noteId
    noteOff,         ///< number = key, value = release velocity 0–1, noteId
    allNotesOff,     ///< release everything (a jump of the transport, a panic)
    controlChange,   ///< number = controller, value 0–1
    pitchBend,       ///< value −1…1
    channelPressure, ///< value 0–1
    polyPressure,    ///< number = key, value 0–1
    programChange,   ///< number = programme
    parameter ///< parameter = index, value = plain target, reached after rampFrames (0: at once)
};

/// Something that happens at one frame of a block. Notes, controllers and parameter changes share
/// one list, sorted by frame; at the same frame noteOff comes before noteOn.
struct Event {
    std::int32_t frame = 0; ///< 0 … numFrames − 1 in this block
    EventType type = EventType::noteOn;
    std::uint8_t channel = 0; ///< MIDI channel 0–15
    std::uint8_t number = 0;
    std::uint8_t reserved = 0;
    std::int32_t noteId = -1; ///< pairs noteOff with its noteOn; −1 matches by channel and key
    float value = 0.0f;
    std::int32_t parameter = -1;
    std::int32_t rampFrames = 0;
};

/// A list of events with a fixed capacity, filled in order. [audio]
class EventBuffer {
public:
    EventBuffer() = default;
    explicit EventBuffer(std::span<Event> storage) noexcept : storage_(storage) {}

    /// False, and nothing added, when full.
    bool push(const Event& event) noexcept
    {
        if (count_ == storage_.size()) return false;
        storage_[count_++] = event;
        return true;
    }
    void clear() noexcept { count_ = 0; }
    [[nodiscard]] std::span<const Event> events() const noexcept { return storage_.first(count_); }
    [[nodiscard]] std::span<Event> events() noexcept { return storage_.first(count_); }

private:
    std::span<Event> storage_;
    std::size_t count_ = 0;
};

} // namespace cppmusic::audio
