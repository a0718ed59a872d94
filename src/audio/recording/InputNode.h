// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"

namespace cppmusic::audio {

/// Which channels of the device are heard, counted from 0; −1: none.
struct InputContent final : NodeContent {
    int left = 0;
    int right = 1;
};

/// What comes in from the device (TransportBlock::input), in stereo. A channel that the device
/// doesn't have is silent. Without content: the first two channels, or the only one on both sides.
/// NaN and infinity become 0. Silence when rendering offline.
class InputNode final : public AudioNode {
public:
    [[nodiscard]] NodePorts ports() const noexcept override;
    void prepare(const PrepareSpec&) override {}
    void reset() noexcept CPPMUSIC_NONBLOCKING override {}
    void process(ProcessContext&) noexcept CPPMUSIC_NONBLOCKING override;
};

} // namespace cppmusic::audio
