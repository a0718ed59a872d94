// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/EngineSync.h"

#include "audio/engine/EngineContext.h"
#include "project/ProjectModel.h"
#include "session/ProjectCompiler.h"
#include "session/compile/OutputGates.h"
#include "session/compile/ValueChanges.h"

#include <utility>

namespace cppmusic::session {

struct EngineSync::State {
    State(project::ProjectModel& theModel, audio::EngineContext& theEngine, AssetSource& assets)
        : model(theModel), engine(theEngine), compiler(assets)
    {
    }

    void compile(std::shared_ptr<const model::Project> project)
    {
        auto made = compiler.compile(*project, engine.spec().sampleRate);
        problems = std::move(made.problems);
        status = gates.setGraph(engine, std::move(made.graph), std::move(made.gates));
        compiled = std::move(project);
    }

    /// False: more than values has changed.
    bool sendValues(const project::Change& change)
    {
        if (compiled != change.before) return false;
        const auto values = findValueChanges(*change.before, *change.after, engine.graph());
        if (!values) return false;
        for (const auto& [ref, value] : *values) engine.setValue(ref, value);
        compiled = change.after;
        return true;
    }

    /// False: more than notes has changed.
    bool sendNotes(const project::Change& change)
    {
        if (compiled != change.before) return false;
        const auto rate = engine.spec().sampleRate;
        const auto notes = compiler.compileNotes(*change.before, *change.after, rate);
        if (!notes) return false;
        status = engine.setContents(*notes);
        compiled = change.after;
        return true;
    }

    void sendLoop(const model::Project& project)
    {
        const auto frames = [&](core::Beats beat) {
            return project.tempo->framesAt(beat, engine.spec().sampleRate);
        };
        engine.command(audio::TransportCommand::loop(
            frames(project.loop.start), frames(project.loop.end), project.loop.isEnabled));
    }

    void sendPunch(const model::Project& project)
    {
        const auto frames = [&](core::Beats beat) {
            return project.tempo->framesAt(beat, engine.spec().sampleRate);
        };
        engine.command(audio::TransportCommand::punch(frames(project.punch.start),
                                                      frames(project.punch.end) + punchLate,
                                                      project.punch.isEnabled));
    }

    /// The playhead stays at its bar when the tempo changes around it.
    void keepPlace(const core::TempoMap& before, const core::TempoMap& after)
    {
        const auto rate = engine.spec().sampleRate;
        const auto frame = engine.transport().position;
        const auto moved = after.framesAt(before.beatsAt(frame, rate), rate);
        if (moved != frame) engine.command(audio::TransportCommand::locate(moved));
    }

    void onChange(const project::Change& change)
    {
        const bool isOther = change.kind == project::Change::Kind::replace;
        if (isOther) {
            engine.command(audio::TransportCommand::stop());
            engine.command(audio::TransportCommand::locate(core::Frames{0}));
            compiler.clear();
            gates.clear();
        }
        if (isOther || !status || !(sendValues(change) || sendNotes(change))) compile(change.after);
        const bool hasTempoChanged = !(change.before->tempo == change.after->tempo);
        if (hasTempoChanged && !isOther) keepPlace(*change.before->tempo, *change.after->tempo);
        if (isOther || hasTempoChanged || !(change.before->loop == change.after->loop))
            sendLoop(*change.after);
        if (isOther || hasTempoChanged || !(change.before->punch == change.after->punch))
            sendPunch(*change.after);
    }

    project::ProjectModel& model;
    audio::EngineContext& engine;
    ProjectCompiler compiler;
    OutputGates gates;
    std::vector<Problem> problems;
    core::Status status;
    std::shared_ptr<const model::Project> compiled; // what the engine's graph was made from
    core::Frames punchLate;
    project::Subscription subscription;
};

EngineSync::EngineSync(project::ProjectModel& model, audio::EngineContext& engine,
                       AssetSource& assets)
    : state_(std::make_unique<State>(model, engine, assets))
{
    state_->compile(model.snapshot());
    state_->sendLoop(*model.snapshot());
    state_->sendPunch(*model.snapshot());
    state_->subscription =
        model.observe([this](const project::Change& change) { state_->onChange(change); });
}

EngineSync::~EngineSync() = default;

void EngineSync::refresh()
{
    state_->compiler.retryMissing();
    state_->compile(state_->model.snapshot());
    state_->sendLoop(*state_->model.snapshot());
    state_->sendPunch(*state_->model.snapshot());
}

void EngineSync::setRecordings(
    std::map<model::TrackId, std::shared_ptr<const audio::NodeContent>> recordings,
    core::Frames late)
{
    state_->compiler.setRecordings(std::move(recordings));
    state_->punchLate = late;
    state_->compile(state_->model.snapshot());
    state_->sendPunch(*state_->model.snapshot());
}

const std::vector<Problem>& EngineSync::problems() const noexcept
{
    return state_->problems;
}

const core::Status& EngineSync::status() const noexcept
{
    return state_->status;
}

const ProjectCompiler& EngineSync::compiler() const noexcept
{
    return state_->compiler;
}

} // namespace cppmusic::session
