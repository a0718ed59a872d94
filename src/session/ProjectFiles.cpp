// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/ProjectFiles.h"

#include "audio/files/TemporaryFile.h"
#include "audio/midi/StandardMidiFile.h"
#include "core/io/FileSystem.h"
#include "core/jobs/JobSystem.h"
#include "core/jobs/MainThreadQueue.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "project/serialization/ProjectSerializer.h"
#include "session/controllers/ClipEdits.h"
#include "session/files/AssetCopies.h"
#include "session/midi/MidiExport.h"
#include "session/midi/MidiImport.h"
#include "session/services/AssetPool.h"
#include "session/services/CacheFolder.h"

#include <utility>

namespace cppmusic::session {

using Path = ProjectFiles::Path;

struct ProjectFiles::State {
    State(core::FileSystem& theFiles, project::ProjectModel& theModel, AssetPool& thePool,
          core::JobSystem& theJobs, core::MainThreadQueue& theQueue)
        : files(theFiles), model(theModel), pool(thePool), jobs(theJobs), mainThread(theQueue)
    {
    }

    void leaveDraft()
    {
        if (!draft.empty()) (void)files.removeAll(draft);
        draft.clear();
    }

    /// Where the assets of the open project are.
    const Path& assetRoot()
    {
        if (!location.empty()) return location;
        if (draft.empty()) {
            draft = newDraftFolder();
            pool.setFolder(draft);
        }
        return draft;
    }

    void adopt(project::LoadedProject loaded, const Path& folder)
    {
        leaveDraft();
        location = folder;
        problems.clear();
        for (const auto& error : loaded.problems) problems.push_back({error.place, error.message});
        pool.setFolder(folder);
        model.replace(std::move(loaded.project), project::UndoTree(loaded.undo));
    }

    core::Status saveTo(const Path& folder)
    {
        const auto snapshot = model.snapshot();
        const auto report =
            project::ProjectSerializer::save(*snapshot, model.undoStack(), folder, files);
        if (!report) return report.error();
        model.markSaved(snapshot);
        return {};
    }

    /// The asset of this content if the document has one.
    [[nodiscard]] std::optional<model::AssetId> findContent(const std::string& sha256) const
    {
        for (const auto& [id, asset] : model.snapshot()->assets)
            if (asset->sha256 == sha256) return id;
        return std::nullopt;
    }

    core::FileSystem& files;
    project::ProjectModel& model;
    AssetPool& pool;
    core::JobSystem& jobs;
    core::MainThreadQueue& mainThread;
    Path location; ///< empty: never saved
    Path draft;    ///< holds the audio of a song that was never saved
    std::vector<Problem> problems;
};

namespace {

bool isProjectFolder(const core::FileSystem& files, const Path& folder)
{
    return files.exists(folder / "project.json") || files.exists(folder / "manifest.json");
}

/// A new folder, an empty one, or a project.
core::Status checkTarget(const core::FileSystem& files, const Path& folder)
{
    if (!files.exists(folder) || isProjectFolder(files, folder)) return {};
    if (files.isDirectory(folder)) {
        const auto names = files.list(folder);
        if (!names) return names.error();
        if (names->empty()) return {};
    }
    return core::makeError(core::ErrorCode::alreadyExists,
                           "is there already and is not a project; choose another name",
                           folder.string());
}

} // namespace

ProjectFiles::ProjectFiles(core::FileSystem& files, project::ProjectModel& model, AssetPool& pool,
                           core::JobSystem& jobs, core::MainThreadQueue& mainThread)
    : state_(std::make_shared<State>(files, model, pool, jobs, mainThread))
{
}

ProjectFiles::~ProjectFiles()
{
    state_->leaveDraft();
}

core::Status ProjectFiles::newProject()
{
    state_->leaveDraft();
    state_->location.clear();
    state_->problems.clear();
    state_->pool.setFolder({});
    state_->model.replace(model::makeEmptyProject());
    return {};
}

core::Status ProjectFiles::open(const Path& folder)
{
    auto loaded = project::ProjectSerializer::load(folder, state_->files);
    if (!loaded) return loaded.error();
    state_->adopt(std::move(loaded).value(), folder);
    return {};
}

void ProjectFiles::openAsync(const Path& folder, std::function<void(core::Status)> done)
{
    using Loaded = core::Result<project::LoadedProject>;
    const std::weak_ptr<State> weak = state_;
    state_->jobs.submit(
        [weak, folder, done = std::move(done), files = &state_->files,
         mainThread = &state_->mainThread](const core::CancellationToken& token) {
            auto loaded =
                std::make_shared<Loaded>(project::ProjectSerializer::load(folder, *files));
            if (token.isCancelled()) return;
            mainThread->post([weak, folder, done, loaded] {
                const auto state = weak.lock();
                if (state == nullptr) return;
                if (*loaded) state->adopt(std::move(*loaded).value(), folder);
                done(loaded->status());
            });
        },
        core::JobPriority::high);
}

core::Status ProjectFiles::save()
{
    if (state_->location.empty())
        return core::makeError(core::ErrorCode::notFound,
                               "the song has no folder yet; save it under a name");
    return state_->saveTo(state_->location);
}

core::Status ProjectFiles::saveAs(const Path& folder)
{
    if (auto status = checkTarget(state_->files, folder); !status) return status;
    const bool isNew = !state_->files.exists(folder);
    const Path from = state_->location.empty() ? state_->draft : state_->location;
    core::Status status;
    if (!from.empty() && from != folder)
        status = copyAssets(state_->files, *state_->model.snapshot(), from, folder);
    if (status) status = state_->saveTo(folder);
    if (!status) {
        if (isNew) (void)state_->files.removeAll(folder); // nothing half-written stays
        return status;
    }
    state_->location = folder;
    state_->pool.setFolder(folder);
    state_->leaveDraft();
    return {};
}

bool ProjectFiles::hasLocation() const
{
    return !state_->location.empty();
}

Path ProjectFiles::location() const
{
    return state_->location;
}

bool ProjectFiles::isModified() const
{
    return state_->model.isModified();
}

const std::vector<Problem>& ProjectFiles::problems() const
{
    return state_->problems;
}

core::Result<model::AssetId> ProjectFiles::importAudio(const Path& file)
{
    auto asset = copyIntoAssets(state_->files, file, state_->assetRoot());
    if (!asset) return asset.error();
    if (const auto known = state_->findContent(asset->sha256)) return *known;
    asset->id = state_->model.newId<model::AssetId>();
    const auto id = asset->id;
    auto status = state_->model.execute(
        project::AddAsset{core::Shared<model::Asset>(std::move(asset).value())});
    if (!status) return status.error();
    return id;
}

core::Result<model::ClipId> ProjectFiles::importAudioAsTrack(const Path& file, core::Beats at)
{
    auto copied = copyIntoAssets(state_->files, file, state_->assetRoot());
    if (!copied) return copied.error();
    auto& model = state_->model;
    model::Asset asset = std::move(copied).value();
    project::Batch batch{"Import " + asset.name, {}};
    const auto known = state_->findContent(asset.sha256);
    asset.id = known ? *known : model.newId<model::AssetId>();
    if (!known) batch.commands.emplace_back(project::AddAsset{core::Shared<model::Asset>(asset)});

    const auto project = model.snapshot();
    model::Clip clip = makeAudioClip(*project, asset, at);
    clip.id = model.newId<model::ClipId>();
    const auto clipId = clip.id;
    model::Track track;
    track.id = model.newId<model::TrackId>();
    track.kind = model::TrackKind::audio;
    track.name = file.stem().string();
    track.colour.index = static_cast<std::int8_t>(project->tracks.size() % 16);
    track.clips.emplace_back(std::move(clip));
    const bool isMasterLast = project->tracks.back()->kind == model::TrackKind::master;
    batch.commands.emplace_back(project::AddTrack{core::Shared<model::Track>(std::move(track)),
                                                  project->tracks.size() - (isMasterLast ? 1 : 0)});
    auto status = model.execute(std::move(batch));
    if (!status) return status.error();
    return clipId;
}

core::Result<ImportedMidi> ProjectFiles::importMidi(const Path& file)
{
    const auto midi = audio::StandardMidiFile::load(file.string());
    if (!midi) return midi.error();
    auto& model = state_->model;
    const auto newId = [&model] { return model.newId<model::NoteId>().value; };
    const auto name = file.filename().string();
    auto import = session::importMidi(*midi, *model.snapshot(), name, newId);
    if (!import) {
        auto error = import.error();
        error.place = file.string();
        return error;
    }
    auto status = model.execute(std::move(import->edit));
    if (!status) return status.error();
    return ImportedMidi{std::move(import->tracks), std::move(import->clips),
                        std::move(import->problems)};
}

core::Status ProjectFiles::exportMidi(const Path& file) const
{
    const auto bytes = session::exportMidi(*state_->model.snapshot()).serialize();
    if (!bytes) return bytes.error();
    auto output = audio::TemporaryFile::create(file);
    if (!output) return output.error();
    if (auto status = output->write(*bytes); !status) return status;
    return output->commit();
}

Path ProjectFiles::assetFolder()
{
    return state_->assetRoot();
}

Path ProjectFiles::assetPath(const model::Asset& asset) const
{
    return state_->pool.pathOf(asset);
}

} // namespace cppmusic::session
