// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/passes/CompensateLatency.h"
#include "audio/graph/passes/FormBatches.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cppmusic::audio {

/// Sources that one sum adds. More are added in groups of so many, the groups' sums again, and so
/// on: one shape that depends on nothing but the order of the connections.
inline constexpr int sumFanIn = 8;

/// One thing to do in a block.
struct PlanUnit {
    enum class Kind : std::uint8_t {
        process, ///< the nodes `first` to `first + count` of UnitPlan::nodes, one batch
        sum,     ///< `signal` = 0 + terms[first] + terms[first + 1] + …, `count` of them
        delay    ///< `signal` = what UnitPlan::delays[first] says
    };
    Kind kind = Kind::process;
    int first = 0;
    int count = 0;
    int signal = -1;
};

/// What one audio output port, one sum or one delay gives.
struct PlanSignal {
    int channels = 1;
    int unit = -1; ///< that makes it; −1: silence
    /// The signal that a gain (AudioNode::isGain) made this one from, where only sums read it: they
    /// may read that one instead and multiply themselves. −1: none.
    int unscaled = -1;
};

/// All connections from one output port that need the same delay share one.
struct DelayUse {
    int signal = 0; ///< what is delayed: output `port` of `node`
    int node = 0;
    int port = 0;
    int frames = 0;
};

/// All that has to be done in a block, in an order in which every unit comes behind those it needs.
/// Units that follow each other in the signal's path follow each other here, so that what one wrote
/// is still in the cache when the next reads it.
struct UnitPlan {
    static constexpr int silence = 0; ///< the signal that is always zero: one channel

    std::vector<PlanUnit> units;
    std::vector<int> nodes;
    std::vector<int> terms; ///< signals
    std::vector<DelayUse> delays;
    std::vector<PlanSignal> signals;
    std::vector<int> firstInput;  ///< of node n: `inputs` from here, one per audio input port
    std::vector<int> inputs;      ///< signals; one channel for a port with more is read for all
    std::vector<int> firstOutput; ///< of node n: output port p is signal firstOutput[n] + p
    std::vector<int> firstNeed;   ///< of unit u: `needs` from firstNeed[u] to firstNeed[u + 1]
    std::vector<int> needs;       ///< units, each once
    int output = -1;              ///< signal of the output node's port 0; −1 without an output

    [[nodiscard]] std::span<const int> needsOf(int unit) const
    {
        const auto begin = static_cast<std::size_t>(firstNeed[static_cast<std::size_t>(unit)]);
        const auto end = static_cast<std::size_t>(firstNeed[static_cast<std::size_t>(unit) + 1]);
        return std::span(needs).subspan(begin, end - begin);
    }
};

/// `foldsGains`: whether PlanSignal::unscaled is looked for. [main or job]
[[nodiscard]] UnitPlan planUnits(const GraphIndex&, const BatchPlan&, const LatencyPlan&,
                                 bool foldsGains = true);

} // namespace cppmusic::audio
