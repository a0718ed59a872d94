// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/engine/EngineMessage.h"
#include "audio/engine/EngineReport.h"
#include "audio/transport/TransportSnapshot.h"
#include "core/lockfree/AtomicRingBuffer.h"
#include "core/lockfree/SeqLock.h"
#include "core/performance/CPUMonitor.h"
#include "core/performance/PerformanceMonitor.h"

namespace cppmusic::audio {

/// Everything that the main thread and the audio thread share.
struct EngineLink {
    /// Plans that exist at one time, wherever they are.
    static constexpr std::size_t maxPlansAlive = 8;
    /// Plans that the audio side may hold: one more may wait for room while another is made.
    static constexpr std::size_t maxPlansOut = maxPlansAlive - 2;
    static constexpr std::size_t messageCapacity = 1024;
    static constexpr std::size_t reportCapacity = 4096;

    core::AtomicRingBuffer<EngineMessage> messages{messageCapacity}; ///< main → audio
    /// audio → main. Carries nothing but plans and has room for all of them, so giving one back
    /// cannot fail.
    core::AtomicRingBuffer<RenderPlan*> retired{maxPlansAlive};
    core::AtomicRingBuffer<EngineReport> reports{reportCapacity}; ///< audio → main; may drop
    core::SeqLock<TransportSnapshot> transport;                   ///< audio → anyone
    core::CPUMonitor cpu;                                         ///< audio → anyone
    core::PerformanceMonitor performance;                         ///< audio → main
};

} // namespace cppmusic::audio
