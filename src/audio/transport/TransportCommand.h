// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/Units.h"

#include <cstdint>

namespace cppmusic::audio {

/// What can be asked of the transport. Takes effect at the start of the next block.
struct TransportCommand {
    enum class Kind : std::uint8_t {
        play,     ///< from where it stands
        stop,     ///< stays where it is
        locate,   ///< to `start`
        setLoop,  ///< loop between start and end if isOn; end must be after start
        record,   ///< arm recording if isOn
        metronome ///< click if isOn
    };
    Kind kind = Kind::stop;
    core::Frames start;
    core::Frames end;
    bool isOn = false;

    static constexpr TransportCommand play() noexcept { return {Kind::play, {}, {}, true}; }
    static constexpr TransportCommand stop() noexcept { return {Kind::stop, {}, {}, false}; }
    static constexpr TransportCommand locate(core::Frames to) noexcept
    {
        return {Kind::locate, to, {}, false};
    }
    static constexpr TransportCommand loop(core::Frames from, core::Frames to, bool isOn) noexcept
    {
        return {Kind::setLoop, from, to, isOn};
    }
    static constexpr TransportCommand metronome(bool isOn) noexcept
    {
        return {Kind::metronome, {}, {}, isOn};
    }
};

} // namespace cppmusic::audio
