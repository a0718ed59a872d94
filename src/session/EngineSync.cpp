// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/EngineSync.h"

#include "audio/engine/EngineContext.h"
#include "project/ProjectModel.h"
#include "session/ProjectCompiler.h"

#include <utility>

namespace cppmusic::session {

struct EngineSync::State {
    State(project::ProjectModel& theModel, audio::EngineContext& theEngine, AssetSource& assets)
        : model(theModel), engine(theEngine), compiler(assets)
    {
    }

    void compile(const model::Project& project)
    {
        auto compiled = compiler.compile(project, engine.spec().sampleRate);
        problems = std::move(compiled.problems);
        status = engine.setGraph(std::move(compiled.graph));
    }

    void sendLoop(const model::Project& project)
    {
        const auto frames = [&](core::Beats beat) {
            return project.tempo->framesAt(beat, engine.spec().sampleRate);
        };
        engine.command(audio::TransportCommand::loop(
            frames(project.loop.start), frames(project.loop.end), project.loop.isEnabled));
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
        }
        compile(*change.after);
        const bool hasTempoChanged = !(change.before->tempo == change.after->tempo);
        if (hasTempoChanged && !isOther) keepPlace(*change.before->tempo, *change.after->tempo);
        if (isOther || hasTempoChanged || !(change.before->loop == change.after->loop))
            sendLoop(*change.after);
    }

    project::ProjectModel& model;
    audio::EngineContext& engine;
    ProjectCompiler compiler;
    std::vector<Problem> problems;
    core::Status status;
    project::Subscription subscription;
};

EngineSync::EngineSync(project::ProjectModel& model, audio::EngineContext& engine,
                       AssetSource& assets)
    : state_(std::make_unique<State>(model, engine, assets))
{
    state_->compile(*model.snapshot());
    state_->sendLoop(*model.snapshot());
    state_->subscription =
        model.observe([this](const project::Change& change) { state_->onChange(change); });
}

EngineSync::~EngineSync() = default;

void EngineSync::refresh()
{
    state_->compiler.retryMissing();
    state_->compile(*state_->model.snapshot());
    state_->sendLoop(*state_->model.snapshot());
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
