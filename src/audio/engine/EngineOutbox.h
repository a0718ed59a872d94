// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/engine/EngineLink.h"
#include "audio/graph/RenderPlan.h"

#include <cstddef>
#include <map>
#include <memory>
#include <vector>

namespace cppmusic::audio {

/// The main thread's end of the queue to the audio thread, and the owner of all plans. [main]
///
/// Messages keep their order. When the queue is full, or the audio side holds as many plans as it
/// may (EngineLink::maxPlansOut), things wait here: of plans only the newest, and behind it the
/// other messages in order, of one parameter's values between two gestures only the last. flush()
/// sends on. So nothing that matters is lost and what waits stays small.
class EngineOutbox {
public:
    explicit EngineOutbox(EngineLink& link) : link_(link) {}

    void publish(std::unique_ptr<RenderPlan>);
    void send(const EngineMessage&);
    /// Frees plans that came back and sends what waited, as far as there is room.
    void flush();

    [[nodiscard]] bool isWaiting() const noexcept { return waitingPlan_ || !waiting_.empty(); }
    /// The plan published last, or null; valid until the next is published.
    [[nodiscard]] const RenderPlan* newest() const noexcept;
    [[nodiscard]] std::size_t plansAlive() const noexcept
    {
        return out_.size() + (waitingPlan_ ? 1 : 0);
    }

private:
    void collectRetired();

    EngineLink& link_;
    std::vector<std::unique_ptr<RenderPlan>> out_; // sent, in order; not come back yet
    std::unique_ptr<RenderPlan> waitingPlan_;
    std::vector<EngineMessage> waiting_;
    std::map<ParameterRef, std::size_t> lastOf_; // in waiting_, per parameter
};

} // namespace cppmusic::audio
