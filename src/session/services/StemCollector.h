// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"

#include <vector>

namespace cppmusic::session {

/// Puts several stereo signals side by side: input port i is channels 2i and 2i + 1 of the one
/// output. As the output of a graph it makes the engine align them all. Offline only.
class StemCollector final : public audio::AudioNode {
public:
    /// The engine's output has room for 64 channels.
    static constexpr int maxStems = 32;
    /// `numStems` 1 … maxStems.
    explicit StemCollector(int numStems);

    [[nodiscard]] audio::NodePorts ports() const noexcept override;
    void prepare(const audio::PrepareSpec&) override {}
    void reset() noexcept CPPMUSIC_NONBLOCKING override {}
    void process(audio::ProcessContext&) noexcept CPPMUSIC_NONBLOCKING override;

private:
    std::vector<int> inputs_;
    std::vector<int> outputs_;
};

} // namespace cppmusic::session
