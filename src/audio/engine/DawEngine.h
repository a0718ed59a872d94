// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/engine/BlockTimer.h"
#include "audio/engine/EngineLink.h"
#include "audio/graph/AudioBlock.h"
#include "audio/graph/PlanRunner.h"
#include "audio/graph/RenderPlan.h"
#include "audio/transport/Metronome.h"
#include "audio/transport/Transport.h"
#include "core/RealtimeAttributes.h"

#include <memory>

namespace cppmusic::audio {

/// The audio thread's side of the engine. Owned by EngineContext, which is the only thing that
/// makes one.
class DawEngine {
public:
    DawEngine(EngineLink&, const PrepareSpec&, int threads); // [main]
    DawEngine(const DawEngine&) = delete;
    DawEngine& operator=(const DawEngine&) = delete;

    /// Fills `output` (any number of frames up to any size; cut inside to
    /// PrepareSpec::maxBlockFrames). Messages that have arrived take effect at its first frame.
    /// `input`: what the device gives, as many frames, in other memory than `output`; or no
    /// channels. [audio]
    void processBlock(const AudioBlock& output, bool isOffline,
                      const ConstAudioBlock& input = {}) noexcept CPPMUSIC_NONBLOCKING;

    /// Does what processBlock does with messages, without audio; false when a thread that should
    /// not be there is in processBlock. [main & no device]
    bool applyMessages() noexcept CPPMUSIC_NONBLOCKING;
    /// For another rate or block size; gives the running plan back. [main & no device]
    void configure(const PrepareSpec&);
    /// How many threads render a block together. [main & no device]
    void setThreads(int threads);
    [[nodiscard]] PlanRunner& runner() noexcept { return *runner_; }

private:
    void drainMessages() noexcept CPPMUSIC_NONBLOCKING;
    void handle(const EngineMessage&) noexcept CPPMUSIC_NONBLOCKING;
    void install(RenderPlan*) noexcept CPPMUSIC_NONBLOCKING;
    void setParameter(ParameterRef, float) noexcept CPPMUSIC_NONBLOCKING;
    void setTouched(ParameterRef, bool isTouched) noexcept CPPMUSIC_NONBLOCKING;
    void reportJump(const TransportBlock&, int numFrames) noexcept CPPMUSIC_NONBLOCKING;
    void audition(const EngineMessage&) noexcept CPPMUSIC_NONBLOCKING;
    void render(const AudioBlock& output, const ConstAudioBlock& input,
                bool isOffline) noexcept CPPMUSIC_NONBLOCKING;
    void report(const EngineReport&) noexcept CPPMUSIC_NONBLOCKING;
    void reportFindings(const BlockFindings&, std::int64_t frame) noexcept CPPMUSIC_NONBLOCKING;
    void publishTransport() noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] const core::TempoMap& tempoMap() const noexcept CPPMUSIC_NONBLOCKING;

    EngineLink& link_;
    PrepareSpec spec_;
    const core::TempoMap defaultTempo_;
    std::unique_ptr<PlanRunner> runner_;
    RenderPlan* plan_ = nullptr; // owned by the main thread's EngineOutbox
    PostedMail mail_;            // since the last block
    Transport transport_;
    Metronome metronome_;
    BlockTimer timer_;
    std::uint32_t reportsDropped_ = 0;
    int numTouched_ = 0;              // gestures that are open
    std::int64_t nextFrame_ = 0;      // that would come next without a jump
    bool wasPlaying_ = false;         // in the last block
    std::atomic<bool> isBusy_{false}; // two threads at once is a mistake: silence, no race
};

} // namespace cppmusic::audio
