// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/ControlRamp.h"
#include "audio/graph/AudioNode.h"
#include "audio/mixer/StereoGain.h"
#include "audio/parameters/ParameterRamps.h"

namespace cppmusic::audio {

/// The level of a send, "cppmusic.send" (stereo) and "cppmusic.send-3" … "-16": wired from before
/// or behind a strip to a bus.
class SendNode final : public AudioNode {
public:
    /// Ids "level", "mute".
    enum Parameter : int { level, mute, numParameters };

    /// `channels` 2 … maxBusChannels.
    explicit SendNode(int channels = 2);
    [[nodiscard]] NodePorts ports() const noexcept override;
    void prepare(const PrepareSpec&) override;
    void reset() noexcept CPPMUSIC_NONBLOCKING override;
    void process(ProcessContext&) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] const void* batchKey() const noexcept CPPMUSIC_NONBLOCKING override;
    void processBatch(std::span<const BatchItem>) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isAsleep() const noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isGain() const noexcept override { return true; }
    [[nodiscard]] std::optional<float>
    constantGain(const ProcessContext&) const noexcept CPPMUSIC_NONBLOCKING override;
    void prefetch() const noexcept CPPMUSIC_NONBLOCKING override;

private:
    [[nodiscard]] bool isClosed() const noexcept CPPMUSIC_NONBLOCKING
    {
        return open_.current() == 0.0f || gain_.at(0) == 0.0f;
    }
    void processOne(const ProcessContext&) noexcept CPPMUSIC_NONBLOCKING;
    void runSilence(const ProcessContext&) noexcept CPPMUSIC_NONBLOCKING;
    void runGain(const ProcessContext&, int begin, int end,
                 const float* factors) noexcept CPPMUSIC_NONBLOCKING;
    void apply(const Event&) noexcept CPPMUSIC_NONBLOCKING;
    /// `frames` until the next control point.
    void updateGain(int frames) noexcept CPPMUSIC_NONBLOCKING;

    const int channels_;
    ControlRamp gain_;
    Smoother open_;
    StereoGain stage_;
    int muteFrames_ = 240;
    bool isAnchor_ = false;     // an event came: the gain's line starts anew
    bool isJump_ = false;       // and jumps there
    ParameterRamps parameters_; // last: what every block touches lies together
};

} // namespace cppmusic::audio
