// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"

#include <span>
#include <vector>

namespace cppmusic::audio {

/// One thing to do with channel buffers, in order.
struct BufferOperation {
    enum class Kind : std::uint8_t {
        copy,   ///< target = source
        add,    ///< target += source
        delay,  ///< target = source, later; may be in place
        process ///< run a node: reads its inputs, writes its outputs
    };
    Kind kind = Kind::copy;
    int source = -1;
    int target = -1;
    int index = -1; ///< delay: into BufferPlan::delays; process: into BufferPlan::nodes
    friend bool operator==(const BufferOperation&, const BufferOperation&) = default;
};

/// The channel buffers of a node's audio ports: [port][channel].
struct NodeBuffers {
    std::vector<std::vector<int>> inputs;
    std::vector<std::vector<int>> outputs;
};

/// A delay on one channel of one connection.
struct DelayUse {
    Connection connection;
    int channel = 0; ///< of the source
    int frames = 0;
    friend auto operator<=>(const DelayUse&, const DelayUse&) = default;
};

/// Which memory every signal lives in. A buffer is one channel of one block.
struct BufferPlan {
    static constexpr int silence = 0; ///< always zero, never written
    std::vector<BufferOperation> operations;
    std::vector<NodeBuffers> nodes; ///< in the order given
    std::vector<DelayUse> delays;
    std::vector<int> output; ///< channels of the output node's port 0; empty without an output
    int numBuffers = 1;
};

/// What to do in terms of values that are each written by one operation (an `add` continues its
/// target): several sources into one input are summed in Connection order, mono into stereo is read
/// twice. First half of assignBuffers, for tests.
[[nodiscard]] BufferPlan planValues(const AudioGraph&, std::span<const NodeId> order,
                                    const std::map<Connection, int>& delays);

/// planValues with values that are never alive together sharing buffers, and nodes that allow it
/// working in place when they are the only reader. [main or job]
[[nodiscard]] BufferPlan assignBuffers(const AudioGraph&, std::span<const NodeId> order,
                                       const std::map<Connection, int>& delays);

} // namespace cppmusic::audio
