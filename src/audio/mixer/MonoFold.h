// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"

namespace cppmusic::audio {

/// The mean of left and right, "cppmusic.mono": in front of the strip of a mono track.
class MonoFold final : public AudioNode {
public:
    MonoFold() = default;
    [[nodiscard]] NodePorts ports() const noexcept override;
    void prepare(const PrepareSpec&) override {}
    void reset() noexcept CPPMUSIC_NONBLOCKING override {}
    void process(ProcessContext&) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isAsleep() const noexcept CPPMUSIC_NONBLOCKING override { return true; }
};

} // namespace cppmusic::audio
