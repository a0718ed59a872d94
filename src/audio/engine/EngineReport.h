// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"

#include <cstdint>

namespace cppmusic::audio {

/// What the audio thread tells the main thread. Reports may be dropped when nobody polls; drops are
/// counted.
struct EngineReport {
    enum class Kind : std::uint8_t {
        parameterEcho, ///< a touched parameter changed: ref, value, frame
        gestureBegan,  ///< a hand is on it: ref, the value it stands on, frame
        gestureEnded,  ///< ref, value, frame
        jumped,        ///< while a hand was on something, playback went on at `frame`, not `from`
        overload,     ///< a block took longer than its time: frame, value = fraction of the block's
                      ///< time
        streamMissed, ///< a clip's data was not read in time: node, frame
        eventsDropped, ///< an event buffer was full: node, frame
        reportsDropped ///< value = how many reports were lost before this one
    };
    Kind kind = Kind::overload;
    ParameterRef ref; ///< or only ref.node
    float value = 0.0f;
    std::int64_t frame = 0; ///< place in the song
    std::int64_t from = 0;  ///< jumped: the place that would have come next
};

} // namespace cppmusic::audio
