// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/RenderPlan.h"

#include "audio/graph/PlanRunner.h"
#include "audio/graph/TaskWorker.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace cppmusic::audio {

RenderPlan::RenderPlan(const AudioGraph& graph, std::shared_ptr<PlanBody> body,
                       const RenderPlan* previous)
    : graph_(graph),
      body_(std::move(body)),
      contents_(body_->steps.size(), nullptr),
      curves_(body_->lanes.size(), nullptr)
{
    static const auto defaultTempo = std::make_shared<const core::TempoMap>();
    if (!graph_.tempoMap()) graph_.setTempoMap(defaultTempo);
    const bool isSameBody = previous && previous->body_ == body_;
    const auto noteChange = [&](std::uint32_t step) {
        const std::uint32_t task = body_->steps[step].task;
        if (changedTasks_.empty() || changedTasks_.back() != task) changedTasks_.push_back(task);
    };
    std::size_t n = 0;
    for (const auto& [id, entry] : graph_.nodes()) {
        const std::uint32_t step = body_->stepOfNode[n++];
        contents_[step] = entry.content.get();
        if (isSameBody && previous->contents_[step] != contents_[step]) noteChange(step);
    }
    std::size_t lane = 0;
    for (const auto& [ref, curve] : graph_.automation()) {
        if (curve && !curve->isEmpty()) curves_[lane++] = curve.get();
    }
    if (isSameBody || !previous) return;
    const auto key = [](const auto& reader) { return std::tie(reader.node, reader.parameter); };
    auto mine = body_->keptReaders.begin();
    for (const auto& theirs : previous->body_->keptReaders) {
        while (mine != body_->keptReaders.end() && key(*mine) < key(theirs)) ++mine;
        if (mine == body_->keptReaders.end() || key(*mine) != key(theirs)) {
            released_.push_back({theirs.node, theirs.parameter});
        }
    }
}

void RenderPlan::process(const AudioBlock& output, const TransportBlock& transport, bool isOffline,
                         BlockFindings& findings, PlanRunner& runner,
                         core::PerformanceMonitor* monitor) noexcept CPPMUSIC_NONBLOCKING
{
    PlanBody& body = *body_;
    const BlockInfo info{contents_.data(), curves_.data(), &transport,
                         output.numFrames, isOffline,      monitor};
    runner.run(body, info);
    for (const auto& each : body.workers) {
        findings.addAll(each->findings);
        each->findings.count = 0;
    }
    const bool isSilent = body.output.channels == 0 || body.isSilent[body.output.signal] != 0;
    const float* first = body.address(body.output.place, nullptr);
    for (int c = 0; c < output.numChannels; ++c) {
        const int from = body.output.channels == 1 ? 0 : c;
        if (isSilent || from >= body.output.channels) {
            std::fill_n(output.channels[c], output.numFrames, 0.0f);
        } else {
            const float* source = first + static_cast<std::size_t>(from) * body.stride;
            // + 0, as a sum gives it: no negative zeros.
            for (int i = 0; i < output.numFrames; ++i) output.channels[c][i] = 0.0f + source[i];
        }
    }
}

void RenderPlan::install(const RenderPlan* before, PostedMail& mail) noexcept CPPMUSIC_NONBLOCKING
{
    PlanBody& body = *body_;
    if (!before || before->body_ != body_) {
        bool isIncomplete = mail.isIncomplete;
        if (before) {
            for (const auto& worker : before->body_->workers) {
                isIncomplete = isIncomplete || worker->hasLeftMail;
            }
        }
        if (isIncomplete) {
            for (std::uint32_t s = 0; s < body.steps.size(); ++s) body.postMail(s);
        }
        for (std::size_t i = 0; i < mail.count; ++i) {
            const std::int64_t step = body.stepOf(mail.nodes[i]);
            if (step >= 0) body.postMail(static_cast<std::uint32_t>(step));
        }
    }
    for (const std::uint32_t task : changedTasks_) body.sleeps[task].hasMail = true;
    for (const ParameterRef& ref : released_) {
        AudioNode* released = node(ref.node);
        if (!released) continue;
        ParameterSlot& slot = released->slot(ref.parameter);
        slot.value.store(slot.base, std::memory_order_relaxed);
        postParameter(ref, mail);
    }
}

void RenderPlan::takeOverFrom(const RenderPlan& neverRun)
{
    for (const ParameterRef& ref : neverRun.released_) {
        const auto& readers = body_->keptReaders;
        const bool isAutomated =
            std::any_of(readers.begin(), readers.end(), [&](const auto& reader) {
                return reader.node == ref.node && reader.parameter == ref.parameter;
            });
        if (!isAutomated) released_.push_back(ref);
    }
    if (neverRun.body_ == body_) {
        changedTasks_.insert(changedTasks_.end(), neverRun.changedTasks_.begin(),
                             neverRun.changedTasks_.end());
    }
}

void RenderPlan::resetNodes() noexcept CPPMUSIC_NONBLOCKING
{
    for (const PlanStep& step : body_->steps) step.node->reset();
    for (const EventSource& source : body_->eventSources) {
        if (source.delay) source.delay->reset();
    }
    for (ConnectionDelay* delay : body_->delays) delay->reset();
    for (TaskSleep& sleep : body_->sleeps) sleep = {};
}

void RenderPlan::postParameter(ParameterRef ref, PostedMail& mail) noexcept CPPMUSIC_NONBLOCKING
{
    const std::int64_t step = body_->stepOf(ref.node);
    if (step < 0) return;
    body_->steps[static_cast<std::size_t>(step)].inbox->noteParameter(ref.parameter);
    body_->postMail(static_cast<std::uint32_t>(step));
    mail.add(ref.node);
}

bool RenderPlan::postNote(NodeId id, const Event& event,
                          PostedMail& mail) noexcept CPPMUSIC_NONBLOCKING
{
    const std::int64_t step = body_->stepOf(id);
    if (step < 0) return true;
    const bool isTaken = body_->steps[static_cast<std::size_t>(step)].inbox->addNote(event);
    body_->postMail(static_cast<std::uint32_t>(step));
    mail.add(id);
    return isTaken;
}

AudioNode* RenderPlan::node(NodeId id) noexcept CPPMUSIC_NONBLOCKING
{
    const std::int64_t step = body_->stepOf(id);
    return step < 0 ? nullptr : body_->steps[static_cast<std::size_t>(step)].node;
}

bool RenderPlan::hasAutomation(ParameterRef ref) const noexcept CPPMUSIC_NONBLOCKING
{
    const std::int64_t at = body_->stepOf(ref.node);
    if (at < 0) return false;
    const PlanStep& step = body_->steps[static_cast<std::size_t>(at)];
    const auto first = body_->lanes.begin() + static_cast<std::ptrdiff_t>(step.firstLane);
    return std::any_of(first, first + step.numLanes,
                       [&](const AutomationLane& lane) { return lane.parameter == ref.parameter; });
}

} // namespace cppmusic::audio
