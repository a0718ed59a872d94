// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/Units.h"

#include <cstdint>

namespace cppmusic::audio {

/// What can be asked of the transport. Takes effect at the start of the next block.
struct TransportCommand {
    enum class Kind : std::uint8_t {
        play,            ///< from where it stands, after `bars` of count-in
        stop,            ///< stays where it is; ends a count-in
        locate,          ///< to `start`
        setLoop,         ///< loop between start and end if isOn; end must be after start
        setPunch,        ///< record only between start and end if isOn; end must be after start
        record,          ///< arm recording if isOn
        metronome,       ///< click if isOn
        metronomeLevels, ///< accentGain, beatGain
    };
    Kind kind = Kind::stop;
    core::Frames start;
    core::Frames end;
    bool isOn = false;
    int bars = 0;
    float accentGain = 1.0f; ///< linear, of the clicks' own levels
    float beatGain = 1.0f;

    static constexpr TransportCommand play(int countInBars = 0) noexcept
    {
        TransportCommand command = make(Kind::play, true);
        command.bars = countInBars;
        return command;
    }
    static constexpr TransportCommand stop() noexcept { return make(Kind::stop, false); }
    static constexpr TransportCommand locate(core::Frames to) noexcept
    {
        return make(Kind::locate, false, to);
    }
    static constexpr TransportCommand loop(core::Frames from, core::Frames to, bool isOn) noexcept
    {
        return make(Kind::setLoop, isOn, from, to);
    }
    static constexpr TransportCommand punch(core::Frames from, core::Frames to, bool isOn) noexcept
    {
        return make(Kind::setPunch, isOn, from, to);
    }
    static constexpr TransportCommand record(bool isOn) noexcept
    {
        return make(Kind::record, isOn);
    }
    static constexpr TransportCommand metronome(bool isOn) noexcept
    {
        return make(Kind::metronome, isOn);
    }
    static constexpr TransportCommand metronomeLevels(float accent, float beat) noexcept
    {
        TransportCommand command = make(Kind::metronomeLevels, true);
        command.accentGain = accent;
        command.beatGain = beat;
        return command;
    }

private:
    static constexpr TransportCommand make(Kind kind, bool isOn, core::Frames start = {},
                                           core::Frames end = {}) noexcept
    {
        TransportCommand command;
        command.kind = kind;
        command.isOn = isOn;
        command.start = start;
        command.end = end;
        return command;
    }
};

} // namespace cppmusic::audio
