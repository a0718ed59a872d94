// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/EngineOutbox.h"

#include <algorithm>

namespace cppmusic::audio {

void EngineOutbox::publish(std::unique_ptr<RenderPlan> plan)
{
    if (waitingPlan_) plan->takeOverFrom(*waitingPlan_);
    waitingPlan_ = std::move(plan);
    flush();
}

void EngineOutbox::send(const EngineMessage& message)
{
    using Kind = EngineMessage::Kind;
    if (!isWaiting() && link_.messages.push(message)) return;
    const bool isOfParameter = message.kind == Kind::setParameter ||
                               message.kind == Kind::beginGesture ||
                               message.kind == Kind::endGesture;
    if (isOfParameter) {
        const auto [last, isFirst] = lastOf_.try_emplace(message.ref, waiting_.size());
        if (!isFirst && message.kind == Kind::setParameter &&
            waiting_[last->second].kind == Kind::setParameter) {
            waiting_[last->second].value = message.value;
            return;
        }
        last->second = waiting_.size();
    }
    waiting_.push_back(message);
}

void EngineOutbox::flush()
{
    collectRetired();
    if (waitingPlan_) {
        if (out_.size() >= EngineLink::maxPlansOut) return;
        EngineMessage message;
        message.kind = EngineMessage::Kind::installPlan;
        message.plan = waitingPlan_.get();
        if (!link_.messages.push(message)) return;
        out_.push_back(std::move(waitingPlan_));
    }
    const std::size_t sent = link_.messages.pushSome(waiting_);
    if (sent == 0) return;
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(sent));
    lastOf_.clear();
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
        const auto kind = waiting_[i].kind;
        if (kind == EngineMessage::Kind::setParameter ||
            kind == EngineMessage::Kind::beginGesture || kind == EngineMessage::Kind::endGesture) {
            lastOf_[waiting_[i].ref] = i;
        }
    }
}

void EngineOutbox::collectRetired()
{
    RenderPlan* plan = nullptr;
    while (link_.retired.pop(plan)) {
        const auto found = std::find_if(out_.begin(), out_.end(),
                                        [plan](const auto& p) { return p.get() == plan; });
        if (found == out_.end()) continue;
        out_.erase(found);
    }
}

const RenderPlan* EngineOutbox::newest() const noexcept
{
    if (waitingPlan_) return waitingPlan_.get();
    return out_.empty() ? nullptr : out_.back().get();
}

} // namespace cppmusic::audio
