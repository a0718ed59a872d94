// SPDX-License-Identifier: GPL-3.0-or-later
// What a worker does with signals between nodes.
#include "audio/graph/TaskWorker.h"
#include "audio/graph/passes/PlanUnits.h"

#include <array>

namespace cppmusic::audio {

static_assert(sumFanIn <= SumRun::maxTerms);

void TaskWorker::runSum(const PlanOperation& op) noexcept CPPMUSIC_NONBLOCKING
{
    const SignalPlace& result = body_->ports[op.first + op.count];
    std::array<const SignalPlace*, SumRun::maxTerms> awake{};
    std::size_t count = 0;
    for (std::uint32_t i = op.first; i < op.first + op.count; ++i) {
        const SignalPlace& term = body_->ports[i];
        if (!body_->isSilent[term.signal]) awake[count++] = &term;
    }
    body_->isSilent[result.signal] = count == 0 ? 1 : 0;
    if (count == 0) return;
    isTaskAwake_ = true;
    float* target = body_->address(result.place, scratch_);
    SumRun run;
    run.count = static_cast<int>(count);
    run.frames = info_->numFrames;
    for (std::size_t c = 0; c < result.channels; ++c) {
        for (std::size_t i = 0; i < count; ++i) {
            const SignalPlace& term = *awake[i];
            const SignalScale& scale = body_->scales[term.signal];
            const std::size_t channel = term.channels == 1 ? 0 : c;
            const auto place = scale.isFolded ? term.unscaled : term.place;
            run.terms[i] = {body_->address(place, scratch_) + channel * body_->stride, scale.gain,
                            scale.isFolded};
        }
        run.target = target + c * body_->stride;
        sum_(run);
    }
}

void TaskWorker::runDelay(const PlanOperation& op) noexcept CPPMUSIC_NONBLOCKING
{
    const SignalPlace& source = body_->ports[op.first];
    const SignalPlace& result = body_->ports[op.first + 1];
    ConnectionDelay& delay = *body_->delays[op.count];
    const bool isSourceSilent = body_->isSilent[source.signal] != 0;
    const bool isSilent = isSourceSilent && delay.isEmpty();
    body_->isSilent[result.signal] = isSilent ? 1 : 0;
    if (isSilent) return;
    isTaskAwake_ = true;
    delay.process(isSourceSilent ? body_->shared : body_->address(source.place, scratch_),
                  body_->address(result.place, scratch_), body_->stride, info_->numFrames,
                  isSourceSilent);
}

} // namespace cppmusic::audio
