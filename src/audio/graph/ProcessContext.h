// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioBlock.h"
#include "audio/graph/Event.h"
#include "audio/graph/NodeContent.h"
#include "audio/transport/TransportSnapshot.h"

#include <algorithm>
#include <cstdint>
#include <span>

namespace cppmusic::audio {

/// Coefficients, LFOs, ramps and automation are updated once per so many frames of
/// TransportBlock::gridFrame.
inline constexpr int controlInterval = 32;

/// Everything a node gets for one block. [audio]
struct ProcessContext {
    int numFrames = 0;
    std::span<const ConstAudioBlock>
        inputs; ///< one per audio input port; unconnected ports are silent, never null
    std::span<const AudioBlock> outputs; ///< one per audio output port; may alias inputs[0] when
                                         ///< ports() says canProcessInPlace
    std::span<const Event> events; ///< sorted by frame: notes and parameter changes for this node
    EventBuffer* eventOutput = nullptr;        ///< non-null iff the node has an event output
    const NodeContent* content = nullptr;      ///< what to play; null when the graph gave none
    const TransportBlock* transport = nullptr; ///< never null
    bool isOffline = false;
    /// A node that had to play silence because its data was not read in time sets this to true; the
    /// engine makes a report of it. Never null.
    bool* wasStreamMissed = nullptr;
    /// Bit p: input port p is known to be zero in the whole block (it reads as zeros all the same).
    std::uint32_t silentInputs = 0;
    /// A node sets bit p when output port p is zero in the whole block; it need not write that port
    /// then. Null where nobody listens; 0 when process() begins.
    std::uint32_t* silentOutputs = nullptr;

    /// Says that an output port is zero in this block; fills it where nobody listens to that.
    void setSilent(int port) const noexcept
    {
        if (silentOutputs) {
            *silentOutputs |= std::uint32_t{1} << port;
        } else {
            clear(outputs[static_cast<std::size_t>(port)]);
        }
    }

    /// Calls work(begin, end, isControlPoint) for runs of frames that cross neither a control point
    /// nor an event's frame; isControlPoint tells that `begin` lies on the control grid.
    /// onEvent(event) is called for each event before the run that starts at its frame.
    template <class OnEvent, class Work>
    void forEachRun(OnEvent&& onEvent, Work&& work) const
    {
        std::size_t next = 0;
        int begin = 0;
        while (begin < numFrames) {
            while (next < events.size() && events[next].frame <= begin) onEvent(events[next++]);
            const int phase = static_cast<int>((transport->gridFrame + begin) % controlInterval);
            int end = std::min(numFrames, begin + controlInterval - phase);
            if (next < events.size()) end = std::min(end, static_cast<int>(events[next].frame));
            work(begin, end, phase == 0);
            begin = end;
        }
    }
};

} // namespace cppmusic::audio
