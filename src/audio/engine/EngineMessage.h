// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"
#include "audio/transport/TransportCommand.h"

#include <cstdint>

namespace cppmusic::audio {

class RenderPlan;

/// What the main thread tells the audio thread; one ordered queue carries them all.
struct EngineMessage {
    enum class Kind : std::uint8_t {
        installPlan,  ///< plan: replaces the running one, which goes back through the retire ring
        setParameter, ///< ref, value in plain units
        beginGesture, ///< ref: a hand is on it, automation lets go
        endGesture,   ///< ref
        transport,    ///< command
        auditionNote, ///< ref.node, key, value = velocity, isOn
        panic         ///< notes off, nodes reset
    };
    Kind kind = Kind::panic;
    bool isOn = false;
    std::uint8_t key = 0;
    float value = 0.0f;
    ParameterRef ref;
    RenderPlan* plan = nullptr;
    TransportCommand command;
};

} // namespace cppmusic::audio
