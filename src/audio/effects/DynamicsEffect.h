// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/effects/BatchedEffect.h"
#include "audio/effects/KeyPath.h"
#include "audio/effects/ReductionMeter.h"

#include <memory>

namespace cppmusic::audio {

/// What compressor and gate have in common: a key path around a kernel of batches. Nodes whose key
/// path does nothing go straight to the kernel.
class DynamicsEffect : public BatchedEffect, public ReductionSource {
public:
    [[nodiscard]] int latencyFrames() const noexcept final { return path_->delayFrames(); }
    float takeReductionDb() noexcept final { return meter_.takeDb(); }

protected:
    explicit DynamicsEffect(std::span<const core::ParameterSpec> specs)
        : BatchedEffect(specs, {true, false}), path_(std::make_unique<KeyPath>())
    {
    }
    /// The kernel for all nodes of the run.
    virtual void runKernel(LaneRun&, std::span<const BatchItem>) noexcept CPPMUSIC_NONBLOCKING = 0;

    [[nodiscard]] KeyPath& path() noexcept CPPMUSIC_NONBLOCKING { return *path_; }
    [[nodiscard]] const KeyPath& path() const noexcept CPPMUSIC_NONBLOCKING { return *path_; }
    /// At a control point, behind every change.
    void updatePath(const KeyPath::Settings&, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] bool isPathSteady() const noexcept CPPMUSIC_NONBLOCKING { return isPathSteady_; }
    void note(float reductionDb) noexcept CPPMUSIC_NONBLOCKING { meter_.note(reductionDb); }
    /// What every block touches begins here; that of derived classes follows.
    [[nodiscard]] const void* hotMembers() const noexcept CPPMUSIC_NONBLOCKING { return &path_; }

private:
    void runLanes(LaneRun&, std::span<const BatchItem>) noexcept CPPMUSIC_NONBLOCKING final;
    void runThroughPaths(LaneRun&, std::span<const BatchItem>) noexcept CPPMUSIC_NONBLOCKING;
    static DynamicsEffect& at(const BatchItem& item) noexcept CPPMUSIC_NONBLOCKING
    {
        return *static_cast<DynamicsEffect*>(item.node);
    }

    std::unique_ptr<KeyPath> path_;
    bool isPathNeeded_ = false;
    bool isPathSteady_ = true;
    ReductionMeter meter_;
};

} // namespace cppmusic::audio
