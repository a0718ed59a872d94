// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/effects/StereoEffect.h"
#include "audio/simd/LaneRun.h"

namespace cppmusic::audio {

/// A stereo effect whose nodes run side by side in the lanes of vectors: one kernel works on a run
/// of up to LaneRun::maxNodes nodes. One node alone is a batch of one.
class BatchedEffect : public StereoEffect {
public:
    void process(ProcessContext&) noexcept CPPMUSIC_NONBLOCKING final;
    void processBatch(std::span<const BatchItem>) noexcept CPPMUSIC_NONBLOCKING final;

protected:
    using StereoEffect::StereoEffect;

    /// Runs the kernel for all nodes of the run; `items` are of this class. Called on any of them.
    virtual void runLanes(LaneRun&,
                          std::span<const BatchItem> items) noexcept CPPMUSIC_NONBLOCKING = 0;
    /// Whether the sidechain is listened to now.
    [[nodiscard]] virtual bool usesKey() const noexcept CPPMUSIC_NONBLOCKING { return false; }

private:
    static BatchedEffect& effectOf(const BatchItem& item) noexcept CPPMUSIC_NONBLOCKING
    {
        return *static_cast<BatchedEffect*>(item.node);
    }
    void processGroup(std::span<const BatchItem>) noexcept CPPMUSIC_NONBLOCKING;
};

} // namespace cppmusic::audio
