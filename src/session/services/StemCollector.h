// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"

#include <vector>

namespace cppmusic::session {

/// Puts several signals side by side: the channels of input port 0, of port 1 and so on are those
/// of the one output. As the output of a graph it makes the engine align them all. Offline only.
class StemCollector final : public audio::AudioNode {
public:
    /// The engine's output has room for 64 channels.
    static constexpr int maxChannels = 64;
    /// The channels of each; together 1 … maxChannels.
    explicit StemCollector(std::vector<int> channels);

    [[nodiscard]] audio::NodePorts ports() const noexcept override;
    void prepare(const audio::PrepareSpec&) override {}
    void reset() noexcept CPPMUSIC_NONBLOCKING override {}
    void process(audio::ProcessContext&) noexcept CPPMUSIC_NONBLOCKING override;

private:
    std::vector<int> inputs_;
    std::vector<int> outputs_;
};

} // namespace cppmusic::session
