// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/Session.h"

#include "audio/engine/EngineContext.h"
#include "audio/playback/DiskStreamer.h"
#include "core/io/DiskFileSystem.h"
#include "core/jobs/JobSystem.h"
#include "core/jobs/MainThreadQueue.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "project/SelectionModel.h"
#include "session/AutomationRecorder.h"
#include "session/EngineSync.h"
#include "session/ProjectFiles.h"
#include "session/TakeRecorder.h"
#include "session/assets/SongAssets.h"
#include "session/compile/NodeIds.h"
#include "session/controllers/ArrangementController.h"
#include "session/controllers/AutomationController.h"
#include "session/controllers/DeviceController.h"
#include "session/controllers/HistoryController.h"
#include "session/controllers/MixerController.h"
#include "session/controllers/PatternController.h"
#include "session/controllers/TransportController.h"
#include "session/services/AssetPool.h"
#include "session/services/WaveformService.h"

namespace cppmusic::session {

namespace {

/// Hands on what the engine reports.
class ReportForwarder final : public audio::EngineObserver {
public:
    explicit ReportForwarder(AutomationRecorder& recorder) : recorder_(recorder) {}
    void onReport(const audio::EngineReport& report) override { recorder_.onReport(report); }

private:
    AutomationRecorder& recorder_;
};

} // namespace

/// In the order of construction; jobs end first, before what they speak to goes.
struct Session::Parts {
    explicit Parts(const audio::PrepareSpec& spec) : engine(spec)
    {
        disk.start();
        pool.convertInBackground(jobs, mainThread, [this] { sync.refresh(); });
        files.setGuard([this] {
            return takes.isBusy() ? core::makeError(core::ErrorCode::unsupported,
                                                    "a recording is going on; stop it first")
                                  : core::Status{};
        });
    }

    /// Keeps the loop's start in memory: its clips sound the moment playback jumps there.
    void cueLoop()
    {
        const auto project = model.snapshot();
        const auto plans = engine.plansPublished();
        if (plans == cuedPlans && project->loop == cuedLoop && project->tempo == cuedTempo) return;
        cuedPlans = plans;
        cuedLoop = project->loop;
        cuedTempo = project->tempo;
        const auto start = project->tempo->framesAt(project->loop.start, engine.spec().sampleRate);
        disk.cue(engine.graph(), project->loop.isEnabled ? start.value : -1);
    }

    std::uint64_t cuedPlans = ~std::uint64_t{0};
    model::LoopRange cuedLoop;
    core::Shared<core::TempoMap> cuedTempo;
    core::DiskFileSystem fileSystem;
    core::MainThreadQueue mainThread;
    audio::DiskStreamer disk;
    AssetPool pool{disk};
    project::ProjectModel model;
    project::SelectionModel selection{model};
    audio::EngineContext engine;
    EngineSync sync{model, engine, pool};
    AutomationRecorder recorder{model, engine};
    ReportForwarder observer{recorder};
    MixerController mixer{model, engine, &recorder};
    AutomationController automation{model};
    ArrangementController arrangement{model, selection};
    PatternController patterns{model};
    DeviceController devices{model, engine, &recorder};
    HistoryController history{model};
    core::JobSystem jobs;
    WaveformService waveforms{model, pool, jobs, mainThread};
    ProjectFiles files{fileSystem, model, pool, jobs, mainThread};
    SongAssets assets{fileSystem, model, files, pool};
    TakeRecorder takes{model, engine, sync, files, fileSystem, jobs, mainThread};
    TransportController transport{model, engine, &recorder, &takes};
};

Session::Session(const audio::PrepareSpec& spec) : parts_(std::make_unique<Parts>(spec)) {}

Session::~Session()
{
    parts_->jobs.shutdown();
}

void Session::poll()
{
    parts_->mainThread.drain();
    parts_->engine.poll(parts_->observer);
    parts_->takes.poll();
    parts_->files.poll();
    parts_->cueLoop();
}

core::Status Session::configure(const audio::PrepareSpec& spec)
{
    auto status = parts_->engine.configure(spec);
    if (status) parts_->sync.refresh();
    return status;
}

void Session::auditionNote(model::TrackId id, int key, float velocity, bool isOn)
{
    const auto project = parts_->model.snapshot();
    const auto* track = model::findTrack(*project, id);
    if (track == nullptr || !(*track)->instrument) return;
    const auto node = nodeIdOf((*(*track)->instrument)->id, NodeRole::instrument);
    parts_->engine.auditionNote(node, key, velocity, isOn);
}

project::ProjectModel& Session::model() noexcept
{
    return parts_->model;
}

project::SelectionModel& Session::selection() noexcept
{
    return parts_->selection;
}

audio::EngineContext& Session::engine() noexcept
{
    return parts_->engine;
}

EngineSync& Session::engineSync() noexcept
{
    return parts_->sync;
}

core::JobSystem& Session::jobs() noexcept
{
    return parts_->jobs;
}

core::MainThreadQueue& Session::mainThread() noexcept
{
    return parts_->mainThread;
}

TransportController& Session::transport() noexcept
{
    return parts_->transport;
}

TakeRecorder& Session::takes() noexcept
{
    return parts_->takes;
}

MixerController& Session::mixer() noexcept
{
    return parts_->mixer;
}

AutomationController& Session::automation() noexcept
{
    return parts_->automation;
}

ArrangementController& Session::arrangement() noexcept
{
    return parts_->arrangement;
}

PatternController& Session::patterns() noexcept
{
    return parts_->patterns;
}

DeviceController& Session::devices() noexcept
{
    return parts_->devices;
}

HistoryController& Session::history() noexcept
{
    return parts_->history;
}

ProjectFiles& Session::files() noexcept
{
    return parts_->files;
}

SongAssets& Session::assets() noexcept
{
    return parts_->assets;
}

WaveformService& Session::waveforms() noexcept
{
    return parts_->waveforms;
}

} // namespace cppmusic::session
