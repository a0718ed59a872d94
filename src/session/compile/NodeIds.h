// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"
#include "model/Ids.h"

#include <cstdint>

namespace cppmusic::session {

/// What a node does for its track or device. The numbers are part of the node's id and fix the
/// order of sums.
enum class NodeRole : std::uint8_t {
    patternPlayer = 1,
    instrument = 2,
    audioClipPlayer = 3,
    input = 4, ///< sum of what flows into a group, aux or master, or of a track's own sources
    insert = 5,
    strip = 6,
    send = 7,
    mono = 8,        ///< folds a mono track's signal in front of its strip
    recordInput = 9, ///< what an armed track records from
    recordTap = 10,  ///< hands it to the disk
    convert = 11,    ///< makes what leaves a track or device as wide as what it goes to
    convertSend = 12,
    firstTwo = 13, ///< of a wide track: what its inserts work on …
    others = 14,   ///< … what passes them by …
    widen = 15,    ///< … and both together again
    join = 16,
    foldPreFader = 17, ///< a wide track as stereo, in front of and behind its strip
    fold = 18,
    monitor = 19 ///< what comes in from the device, where it is to be heard
};

/// The same model id, role and index give the same node id in every compile and every process.
/// `index` tells sends of one track apart, 0–255. [any]
[[nodiscard]] constexpr audio::NodeId makeNodeId(std::uint64_t modelId, NodeRole role,
                                                 std::uint8_t index = 0) noexcept
{
    return audio::NodeId{(modelId << 16) | (static_cast<std::uint64_t>(role) << 8) | index};
}
[[nodiscard]] constexpr audio::NodeId nodeIdOf(model::TrackId track, NodeRole role,
                                               std::uint8_t index = 0) noexcept
{
    return makeNodeId(track.value, role, index);
}
[[nodiscard]] constexpr audio::NodeId nodeIdOf(model::DeviceId device, NodeRole role,
                                               std::uint8_t index = 0) noexcept
{
    return makeNodeId(device.value, role, index);
}

/// What closes a track's output while only its sends are heard. Right behind the strip, so that a
/// sum has the same order with it and without.
[[nodiscard]] constexpr audio::NodeId outputGateOf(model::TrackId track) noexcept
{
    return nodeIdOf(track, NodeRole::strip, 1);
}

} // namespace cppmusic::session
