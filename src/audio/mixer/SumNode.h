// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"
#include "audio/mixer/MeterTap.h"
#include "audio/mixer/StereoGain.h"

#include <memory>
#include <span>

namespace cppmusic::audio {

/// A bus, "cppmusic.sum" (stereo) and "cppmusic.sum-3" … "-16": the plan adds its connections in
/// their order before it; this passes the sum on and measures it.
class SumNode final : public AudioNode {
public:
    /// `channels` 2 … maxBusChannels.
    explicit SumNode(int channels = 2);
    [[nodiscard]] NodePorts ports() const noexcept override;
    void prepare(const PrepareSpec&) override;
    void reset() noexcept CPPMUSIC_NONBLOCKING override;
    void process(ProcessContext&) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] const void* batchKey() const noexcept CPPMUSIC_NONBLOCKING override;
    void processBatch(std::span<const BatchItem>) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isAsleep() const noexcept CPPMUSIC_NONBLOCKING override { return true; }
    void prefetch() const noexcept CPPMUSIC_NONBLOCKING override;
    bool takeMeter(MeterReading&) noexcept override;

private:
    void processOne(const ProcessContext&) noexcept CPPMUSIC_NONBLOCKING;

    [[nodiscard]] std::span<MeterTap> meters() noexcept CPPMUSIC_NONBLOCKING;

    StereoGain stage_;
    MeterTap meter_;
    const int channels_;
    std::unique_ptr<MeterTap[]> wideMeters_; // of more than two channels, instead of meter_
};

} // namespace cppmusic::audio
