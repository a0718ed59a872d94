// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/TakeRecorder.h"

#include "audio/engine/EngineContext.h"
#include "audio/recording/RecordTap.h"
#include "core/jobs/JobSystem.h"
#include "core/jobs/MainThreadQueue.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "session/EngineSync.h"
#include "session/ProjectFiles.h"
#include "session/recording/FinishedTakes.h"
#include "session/storage/SongKeeper.h"

#include <algorithm>
#include <map>
#include <utility>

namespace cppmusic::session {

namespace {

constexpr double ringSeconds = 4.0; // the disk may take so long to answer

} // namespace

struct TakeRecorder::State {
    enum class Phase : std::uint8_t { idle, recording, lettingGo, finishing };

    State(project::ProjectModel& theModel, audio::EngineContext& theEngine, EngineSync& theSync,
          ProjectFiles& theProject, core::FileSystem& theFiles, core::JobSystem& theJobs,
          core::MainThreadQueue& theQueue)
        : model(theModel),
          engine(theEngine),
          sync(theSync),
          project(theProject),
          files(theFiles),
          jobs(theJobs),
          mainThread(theQueue),
          tempo(model.snapshot()->tempo)
    {
        subscription = model.observe([this](const project::Change& change) {
            if (change.kind == project::Change::Kind::replace) {
                mustLook = true;
                problems.clear();
            }
            hasTempoChanged = hasTempoChanged || !(change.after->tempo == tempo);
        });
    }

    core::Status begin();
    void letGo();
    void finish(const std::shared_ptr<State>& self);
    void insert(std::vector<FinishedTake>);
    void look();
    core::Status addClips(std::string label, std::vector<FinishedTake>);

    project::ProjectModel& model;
    audio::EngineContext& engine;
    EngineSync& sync;
    ProjectFiles& project;
    core::FileSystem& files;
    core::JobSystem& jobs;
    core::MainThreadQueue& mainThread;
    core::Frames latencyIn, latencyOut;
    Format format = Format::wav;
    Phase phase = Phase::idle;
    bool hasPlayed = false;
    bool mustLook = false;              ///< for what a crash left in the song that was opened
    bool hasTempoChanged = false;       ///< since recording began
    core::Shared<core::TempoMap> tempo; ///< when it began
    TakeFolders folders;
    std::vector<TrackRecording> tracks;
    core::Status lastStatus;
    std::vector<model::ClipId> lastClips;
    std::vector<Problem> problems;
    project::Subscription subscription;
};

core::Status TakeRecorder::State::begin()
{
    if (phase == Phase::recording) return {};
    if (phase != Phase::idle)
        return core::makeError(core::ErrorCode::unsupported,
                               "the last takes are still being written; wait a moment");
    const auto song = model.snapshot();
    const auto rate = engine.spec().sampleRate;
    tempo = song->tempo;
    hasTempoChanged = false;
    folders.project = project.assetFolder();
    folders.recordings = folders.project / "assets" / "recording";
    std::map<model::TrackId, std::shared_ptr<const audio::NodeContent>> contents;
    const bool isFlac = format == Format::flac;
    for (const auto& track : song->tracks) {
        if (!track->input.isArmed) continue;
        audio::RecordSettings settings;
        settings.folder = folders.recordings;
        settings.name = takeName(track->name);
        settings.label = track->id.value;
        settings.samples = isFlac ? audio::SampleFormat::int24 : audio::SampleFormat::float32;
        settings.sampleRate = static_cast<int>(rate.value);
        settings.latencyFrames =
            latencyIn.value + latencyOut.value + std::max(0, engine.latencyFrames());
        auto content = std::make_shared<audio::RecordContent>();
        content->ring =
            std::make_shared<audio::RecordRing>(static_cast<std::size_t>(ringSeconds * rate.value));
        auto recorder = std::make_unique<audio::DiskRecorder>(content->ring, settings);
        recorder->start();
        contents.emplace(track->id, content);
        tracks.push_back({track->id, std::move(content), std::move(recorder)});
    }
    if (tracks.empty()) return {};
    phase = Phase::recording;
    hasPlayed = false;
    // What is played to the last note of the punch range arrives so much later.
    sync.setRecordings(std::move(contents), core::Frames{latencyIn.value + latencyOut.value +
                                                         std::max(0, engine.latencyFrames())});
    return {};
}

/// The engine forgets the rings; when nothing of it holds them any more, nobody writes.
void TakeRecorder::State::letGo()
{
    if (phase != Phase::recording) return;
    phase = Phase::lettingGo;
    sync.setRecordings({}, core::Frames{0});
}

void TakeRecorder::State::finish(const std::shared_ptr<State>& self)
{
    phase = Phase::finishing;
    const auto song = model.snapshot();
    TakeRange range;
    range.isInBeats = hasTempoChanged;
    if (song->punch.isEnabled && !hasTempoChanged) {
        const auto rate = engine.spec().sampleRate;
        range.first = song->tempo->framesAt(song->punch.start, rate).value;
        range.end = song->tempo->framesAt(song->punch.end, rate).value;
    }
    auto recordings = std::make_shared<std::vector<TrackRecording>>(std::move(tracks));
    tracks.clear();
    jobs.submit(
        [weak = std::weak_ptr<State>(self), recordings, range, where = folders,
         isFlac = format == Format::flac, disk = &files,
         queue = &mainThread](const core::CancellationToken&) {
            auto takes = std::make_shared<std::vector<FinishedTake>>(
                finishTakes(*disk, where, *recordings, range, isFlac));
            queue->post([weak, takes] {
                if (const auto state = weak.lock()) state->insert(std::move(*takes));
            });
        },
        core::JobPriority::high);
}

void TakeRecorder::State::insert(std::vector<FinishedTake> takes)
{
    phase = Phase::idle;
    lastStatus = {};
    for (const auto& take : takes) {
        if (take.status) continue;
        if (lastStatus) lastStatus = take.status;
        problems.push_back({"Recording", take.status.error().text()});
    }
    const auto status = addClips("Record", std::move(takes));
    if (status) return;
    problems.push_back({"Recording", status.error().text()});
    if (lastStatus) lastStatus = status;
}

core::Status TakeRecorder::State::addClips(std::string label, std::vector<FinishedTake> takes)
{
    lastClips.clear();
    auto batch = takesAsClips(
        *model.snapshot(), engine.spec().sampleRate, std::move(takes),
        [this] { return model.newId<model::ClipId>().value; }, lastClips);
    if (batch.commands.empty()) return {};
    batch.label = std::move(label);
    return model.execute(std::move(batch));
}

/// For recordings that never became clips.
void TakeRecorder::State::look()
{
    mustLook = false;
    const auto folder = project.location();
    if (folder.empty() || project.keeper().isReadOnly()) return;
    const auto takes =
        recoverTakes(files, {folder, folder / "assets" / "recording"}, *model.snapshot(), problems);
    const auto status = addClips("Recover recordings", takes);
    if (!status) problems.push_back({"Recording", status.error().text()});
}

TakeRecorder::TakeRecorder(project::ProjectModel& model, audio::EngineContext& engine,
                           EngineSync& sync, ProjectFiles& project, core::FileSystem& files,
                           core::JobSystem& jobs, core::MainThreadQueue& mainThread)
    : state_(std::make_shared<State>(model, engine, sync, project, files, jobs, mainThread))
{
}

TakeRecorder::~TakeRecorder() = default;

void TakeRecorder::setDeviceLatency(core::Frames in, core::Frames out)
{
    state_->latencyIn = in;
    state_->latencyOut = out;
}

void TakeRecorder::setFormat(Format format)
{
    state_->format = format;
}

core::Status TakeRecorder::willRecord()
{
    auto status = state_->begin();
    if (status)
        state_->problems.clear();
    else
        state_->problems.push_back({"Recording", status.error().text()});
    return status;
}

void TakeRecorder::didStop()
{
    state_->letGo();
}

void TakeRecorder::poll()
{
    State& state = *state_;
    if (state.mustLook && state.phase == State::Phase::idle) state.look();
    if (state.phase == State::Phase::recording) {
        const auto transport = state.engine.transport();
        if (transport.isPlaying)
            state.hasPlayed = true;
        else if (state.hasPlayed && !transport.isCountingIn)
            state.letGo();
    }
    if (state.phase != State::Phase::lettingGo) return;
    const bool isFree = std::all_of(state.tracks.begin(), state.tracks.end(),
                                    [](const auto& each) { return each.content.use_count() == 1; });
    if (isFree) state.finish(state_);
}

bool TakeRecorder::isBusy() const noexcept
{
    return state_->phase != State::Phase::idle;
}

const core::Status& TakeRecorder::lastStatus() const noexcept
{
    return state_->lastStatus;
}

const std::vector<Problem>& TakeRecorder::problems() const noexcept
{
    return state_->problems;
}

const std::vector<model::ClipId>& TakeRecorder::lastClips() const noexcept
{
    return state_->lastClips;
}

} // namespace cppmusic::session
