// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/ProjectFiles.h"

#include "audio/files/TemporaryFile.h"
#include "audio/midi/StandardMidiFile.h"
#include "core/io/FileLock.h"
#include "core/io/FileSystem.h"
#include "core/jobs/JobSystem.h"
#include "core/jobs/MainThreadQueue.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "session/controllers/ClipEdits.h"
#include "session/files/AssetCopies.h"
#include "session/midi/MidiExport.h"
#include "session/midi/MidiImport.h"
#include "session/services/AssetPool.h"
#include "session/services/CacheFolder.h"
#include "session/storage/SongKeeper.h"

#include <utility>

namespace cppmusic::session {

using Path = ProjectFiles::Path;

struct ProjectFiles::State {
    State(core::FileSystem& theFiles, project::ProjectModel& theModel, AssetPool& thePool,
          core::JobSystem& theJobs, core::MainThreadQueue& theQueue)
        : files(theFiles),
          model(theModel),
          pool(thePool),
          jobs(theJobs),
          mainThread(theQueue),
          keeper(theFiles, theModel, theQueue)
    {
    }

    void leaveDraft()
    {
        if (draft.empty()) return;
        keeper.release(draft);
        (void)files.removeAll(draft);
        draft.clear();
    }

    /// The folder of a song that was saved or opened.
    [[nodiscard]] Path location() const
    {
        return keeper.folder() == draft ? Path{} : keeper.folder();
    }

    /// From its first edit on a song that was never saved lives in the drafts folder.
    void beginDraft()
    {
        if (!keepsDrafts) return;
        draft = newDraftFolder();
        pool.setFolder(draft);
        if (!keeper.moveTo(draft)) (void)files.removeAll(draft);
    }

    /// Where the assets of the open project are.
    Path assetRoot()
    {
        if (!keeper.folder().empty()) return keeper.folder();
        if (draft.empty()) {
            draft = newDraftFolder();
            pool.setFolder(draft);
        }
        return draft;
    }

    void adopt(SongKeeper::Opened opened, const Path& folder)
    {
        leaveDraft();
        pool.setFolder(folder);
        keeper.adopt(std::move(opened), folder);
        // Branches of one song must not give one id to different things.
        if (files.exists(folder / ".gitattributes")) model.skipIds();
    }

    core::Result<model::Asset> copyIn(const Path& file)
    {
        if (keeper.isReadOnly())
            return core::makeError(core::ErrorCode::permissionDenied,
                                   "The song is open for reading only; save it elsewhere, then "
                                   "import into it.",
                                   keeper.folder().string());
        return copyIntoAssets(files, file, assetRoot());
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
    SongKeeper keeper;
    Path draft; ///< holds a song that was never saved, or its audio alone
    bool keepsDrafts = false;
    std::function<core::Status()> guard = [] { return core::Status{}; };
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

void ProjectFiles::setGuard(std::function<core::Status()> guard)
{
    state_->guard = std::move(guard);
}

core::Status ProjectFiles::newProject()
{
    if (auto allowed = state_->guard(); !allowed) return allowed;
    state_->leaveDraft();
    auto status = state_->keeper.close();
    state_->pool.setFolder({});
    state_->model.replace(model::makeEmptyProject());
    state_->beginDraft();
    return status;
}

core::Status ProjectFiles::open(const Path& folder)
{
    if (auto allowed = state_->guard(); !allowed) return allowed;
    state_->keeper.release(folder);
    auto opened = SongKeeper::read(folder, state_->files);
    if (!opened) return opened.error();
    state_->adopt(std::move(opened).value(), folder);
    return {};
}

core::Status ProjectFiles::openReadOnly(const Path& folder)
{
    auto opened = SongKeeper::look(folder, state_->files);
    if (!opened) return opened.error();
    state_->adopt(std::move(opened).value(), folder);
    return {};
}

void ProjectFiles::openAsync(const Path& folder, std::function<void(core::Status)> done)
{
    using Opened = core::Result<SongKeeper::Opened>;
    if (auto allowed = state_->guard(); !allowed) return done(allowed);
    state_->keeper.release(folder);
    const std::weak_ptr<State> weak = state_;
    state_->jobs.submit(
        [weak, folder, done = std::move(done), files = &state_->files,
         mainThread = &state_->mainThread](const core::CancellationToken& token) {
            auto opened = std::make_shared<Opened>(SongKeeper::read(folder, *files));
            if (token.isCancelled()) return;
            mainThread->post([weak, folder, done, opened] {
                const auto state = weak.lock();
                if (state == nullptr) return;
                const auto status = opened->status();
                if (status) state->adopt(std::move(*opened).value(), folder);
                done(status);
            });
        },
        core::JobPriority::high);
}

core::Status ProjectFiles::save()
{
    if (state_->location().empty())
        return core::makeError(core::ErrorCode::notFound,
                               "the song has no folder yet; save it under a name");
    return state_->keeper.save();
}

void ProjectFiles::saveLater(std::function<void(core::Status)> done)
{
    state_->keeper.saveLater(std::move(done));
}

core::Status ProjectFiles::saveAs(const Path& folder)
{
    if (auto allowed = state_->guard(); !allowed) return allowed;
    if (!hasLocation() || folder.lexically_normal() != location().lexically_normal())
        if (auto status = checkTarget(state_->files, folder); !status) return status;
    if (folder.lexically_normal() == location().lexically_normal()) return save();
    const bool isNew = !state_->files.exists(folder);
    const Path from = state_->keeper.folder().empty() ? state_->draft : state_->keeper.folder();
    core::Status status;
    if (!from.empty()) status = copyAssets(state_->files, *state_->model.snapshot(), from, folder);
    if (status) status = state_->keeper.moveTo(folder);
    if (!status) {
        if (isNew) (void)state_->files.removeAll(folder); // nothing half-written stays
        return status;
    }
    state_->pool.setFolder(folder);
    state_->leaveDraft();
    return {};
}

void ProjectFiles::keepDrafts()
{
    state_->keepsDrafts = true;
    if (state_->keeper.folder().empty()) state_->beginDraft();
}

std::vector<Path> ProjectFiles::drafts() const
{
    std::vector<Path> found;
    const auto names = state_->files.list(draftsFolder());
    if (!names) return found;
    for (const auto& name : *names) {
        const auto folder = draftsFolder() / name;
        core::FileLock lock;
        if (folder == state_->draft || !lock.acquire(folder / ".journal" / "lock")) continue;
        found.push_back(folder);
    }
    return found;
}

core::Status ProjectFiles::openDraft(const Path& folder)
{
    if (auto status = open(folder); !status) return status;
    // One that can't be written to is only looked at; it is not removed with the song.
    if (!state_->keeper.isReadOnly()) state_->draft = folder;
    return {};
}

void ProjectFiles::poll()
{
    state_->keeper.poll(SongKeeper::Clock::now());
}

bool ProjectFiles::hasLocation() const
{
    return !state_->location().empty();
}

Path ProjectFiles::location() const
{
    return state_->location();
}

bool ProjectFiles::isModified() const
{
    // Drafts save themselves, and go when they are left.
    const bool isDraft = !state_->draft.empty() && state_->keeper.folder() == state_->draft;
    return isDraft ? state_->model.undoTree().current() != 0 : state_->model.isModified();
}

bool ProjectFiles::isReadOnly() const
{
    return state_->keeper.durability().isReadOnly;
}

SongKeeper& ProjectFiles::keeper() noexcept
{
    return state_->keeper;
}

const std::vector<Problem>& ProjectFiles::problems() const
{
    return state_->keeper.problems();
}

core::Result<model::AssetId> ProjectFiles::importAudio(const Path& file)
{
    auto asset = state_->copyIn(file);
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
    auto copied = state_->copyIn(file);
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
