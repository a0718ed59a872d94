// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/AutomationRecorder.h"

#include "audio/engine/EngineContext.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "session/automation/AutomationWriter.h"
#include "session/compile/EngineParameters.h"

#include <algorithm>
#include <cmath>
#include <list>

namespace cppmusic::session {

namespace {

using model::AutomationMode;

const core::Shared<model::AutomationLane>* findLaneOf(const model::Project& project,
                                                      const AutomationTarget& target)
{
    const auto* track = model::findTrack(project, target.track);
    if (track == nullptr) return nullptr;
    const auto& lanes = (*track)->lanes;
    const auto found = std::find_if(lanes.begin(), lanes.end(), [&](const auto& lane) {
        return lane->device == target.device && lane->parameter == target.parameter;
    });
    return found == lanes.end() ? nullptr : &*found;
}

} // namespace

struct AutomationRecorder::State {
    /// One parameter being performed.
    struct Open {
        AutomationTarget target;
        audio::ParameterRef ref;
        AutomationMode mode = AutomationMode::touch;
        AutomationTake take;
        bool isLetGo = false; // the engine has been told that the gesture is over
    };

    State(project::ProjectModel& theModel, audio::EngineContext& theEngine)
        : model(theModel), engine(theEngine)
    {
        subscription = model.observe([this](const project::Change& change) {
            if (change.kind == project::Change::Kind::replace) open.clear();
        });
    }

    [[nodiscard]] std::optional<audio::ParameterRef> find(const AutomationTarget& target) const
    {
        const auto project = model.snapshot();
        const auto* track = model::findTrack(*project, target.track);
        if (track == nullptr) return std::nullopt;
        return findLaneParameter(engine.graph(), **track, target.device, target.parameter);
    }
    [[nodiscard]] Open* findOpen(const AutomationTarget& target)
    {
        const auto found = std::find_if(open.begin(), open.end(), [&](const Open& each) {
            return each.target == target && !each.isLetGo;
        });
        return found == open.end() ? nullptr : &*found;
    }
    [[nodiscard]] const core::ParameterSpec& specOf(audio::ParameterRef ref) const
    {
        return engine.graph().nodes().at(ref.node).node->parameters()[static_cast<std::size_t>(
            ref.parameter)];
    }
    [[nodiscard]] int glideFrames() const
    {
        return static_cast<int>(std::lround(glide.value * engine.spec().sampleRate.value));
    }

    void start(const AutomationTarget& target, audio::ParameterRef ref, AutomationMode mode)
    {
        const bool isStepped = specOf(ref).taper == core::Taper::stepped;
        open.push_back({target, ref, mode, AutomationTake(isStepped ? 0 : glideFrames())});
        engine.beginGesture(ref);
    }
    void letGo(Open& each)
    {
        if (each.isLetGo) return;
        each.isLetGo = true;
        engine.endGesture(each.ref);
    }
    void write(const Open&);

    project::ProjectModel& model;
    audio::EngineContext& engine;
    std::list<Open> open;
    core::Status lastStatus;
    project::Subscription subscription;
};

void AutomationRecorder::State::write(const Open& each)
{
    const auto project = model.snapshot();
    const auto* lane = findLaneOf(*project, each.target);
    const auto node = engine.graph().nodes().find(each.ref.node);
    if (lane == nullptr || node == engine.graph().nodes().end()) return; // deleted meanwhile
    const AutomationWrite what{**lane,
                               specOf(each.ref),
                               *project->tempo,
                               engine.spec().sampleRate,
                               engine.graph().valueOf(each.ref),
                               glideFrames()};
    if (auto command = writeTake(what, each.take.passes()))
        lastStatus = model.execute(std::move(*command));
}

AutomationRecorder::AutomationRecorder(project::ProjectModel& model, audio::EngineContext& engine)
    : state_(std::make_unique<State>(model, engine))
{
}

AutomationRecorder::~AutomationRecorder() = default;

bool AutomationRecorder::touch(const AutomationTarget& target)
{
    if (state_->findOpen(target) != nullptr) return true; // latched, or in write mode
    const auto ref = state_->find(target);
    if (!ref) return false;
    const auto project = state_->model.snapshot();
    const auto* lane = findLaneOf(*project, target);
    const bool isWritten = lane != nullptr && (*lane)->isEnabled &&
                           (*lane)->mode != AutomationMode::read &&
                           state_->engine.transport().isPlaying;
    if (!isWritten) {
        state_->engine.beginGesture(*ref);
        return false;
    }
    state_->start(target, *ref, (*lane)->mode);
    return true;
}

void AutomationRecorder::perform(const AutomationTarget& target, float value)
{
    if (const auto* each = state_->findOpen(target))
        state_->engine.setParameter(each->ref,
                                    core::clampToRange(state_->specOf(each->ref), value));
}

void AutomationRecorder::release(const AutomationTarget& target)
{
    if (auto* each = state_->findOpen(target)) {
        if (each->mode == AutomationMode::touch) state_->letGo(*each);
        return;
    }
    if (const auto ref = state_->find(target)) state_->engine.endGesture(*ref);
}

bool AutomationRecorder::isPerforming(const AutomationTarget& target) const
{
    return state_->findOpen(target) != nullptr;
}

void AutomationRecorder::willPlay()
{
    if (state_->engine.transport().isPlaying) return;
    state_->open.clear();
    const auto project = state_->model.snapshot();
    for (const auto& track : project->tracks) {
        for (const auto& lane : track->lanes) {
            if (!lane->isEnabled || lane->mode != AutomationMode::write) continue;
            const auto ref =
                findLaneParameter(state_->engine.graph(), *track, lane->device, lane->parameter);
            if (ref)
                state_->start({track->id, lane->device, lane->parameter}, *ref,
                              AutomationMode::write);
        }
    }
}

void AutomationRecorder::willStop()
{
    for (auto& each : state_->open) state_->letGo(each);
}

void AutomationRecorder::onReport(const audio::EngineReport& report)
{
    using Kind = audio::EngineReport::Kind;
    auto& open = state_->open;
    if (report.kind == Kind::jumped) {
        for (auto& each : open) each.take.jump(report.from, report.frame);
        return;
    }
    const auto place = std::find_if(open.begin(), open.end(),
                                    [&](const auto& each) { return each.ref == report.ref; });
    if (place == open.end()) return;
    switch (report.kind) {
    case Kind::gestureBegan: place->take.begin(report.frame, report.value); break;
    case Kind::parameterEcho: place->take.change(report.frame, report.value); break;
    case Kind::gestureEnded: {
        place->take.end(report.frame);
        const auto over = std::move(*place);
        open.erase(place);
        state_->write(over);
        break;
    }
    default: break;
    }
}

const core::Status& AutomationRecorder::lastStatus() const noexcept
{
    return state_->lastStatus;
}

} // namespace cppmusic::session
