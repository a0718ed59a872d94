// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"

#include <array>
#include <cstddef>

namespace cppmusic::audio {

/// What went wrong in a block, for the engine to report. [audio]
struct BlockFindings {
    struct Finding {
        NodeId node;
        bool wasStreamMissed = false; ///< else events were dropped
    };
    std::array<Finding, 32> list{};
    std::size_t count = 0;

    void add(NodeId node, bool wasStreamMissed) noexcept CPPMUSIC_NONBLOCKING
    {
        if (count < list.size()) list[count++] = {node, wasStreamMissed};
    }
    void addAll(const BlockFindings& other) noexcept CPPMUSIC_NONBLOCKING
    {
        for (std::size_t i = 0; i < other.count; ++i) {
            add(other.list[i].node, other.list[i].wasStreamMissed);
        }
    }
};

} // namespace cppmusic::audio
