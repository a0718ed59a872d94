// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"
#include "audio/parameters/ParameterRamps.h"
#include "audio/parameters/Smoother.h"
#include "audio/recording/InputNode.h"

namespace cppmusic::audio {

/// What comes in from the device, "cppmusic.monitor", faded in and out as it is to be heard;
/// content as InputNode's. It begins in silence.
class MonitorNode final : public AudioNode {
public:
    /// Id "mode": off; automatic: while the song stands still or is recorded; on.
    enum Parameter : int { mode, numParameters };
    static constexpr double fadeSeconds = 0.005;

    MonitorNode();
    [[nodiscard]] NodePorts ports() const noexcept override;
    void prepare(const PrepareSpec&) override;
    void reset() noexcept CPPMUSIC_NONBLOCKING override;
    void process(ProcessContext&) noexcept CPPMUSIC_NONBLOCKING override;

private:
    void aim(const TransportBlock&) noexcept CPPMUSIC_NONBLOCKING;

    InputNode input_;
    Smoother open_;
    int fadeFrames_ = 240;
    ParameterRamps parameters_;
};

} // namespace cppmusic::audio
