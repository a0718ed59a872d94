// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/recording/FinishedTakes.h"

#include "audio/files/AudioFileReader.h"
#include "audio/files/AudioFileWriter.h"
#include "audio/recording/TakeNote.h"
#include "model/Queries.h"
#include "session/files/AssetCopies.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cppmusic::session {

namespace {

using Path = core::FileSystem::Path;

constexpr int framesAtOnce = 16384;

/// What is recorded in 24 bits comes out in the same bits.
core::Status writeFlac(const Path& from, const Path& to)
{
    auto reader = audio::AudioFileReader::open(from);
    if (!reader) return reader.error();
    audio::AudioFileSpec spec;
    spec.format = audio::AudioFileFormat::flac;
    spec.samples = audio::SampleFormat::int24;
    spec.hasDither = false;
    spec.sampleRate = static_cast<int>(reader->info().sampleRate);
    spec.channels = reader->info().channels;
    auto writer = audio::AudioFileWriter::create(to, spec);
    if (!writer) return writer.error();
    std::vector<std::vector<float>> memory(2, std::vector<float>(framesAtOnce));
    const std::array<float*, 2> channels{memory[0].data(), memory[1].data()};
    const std::array<const float*, 2> sources{memory[0].data(), memory[1].data()};
    const std::int64_t length = reader->info().frames;
    for (std::int64_t frame = 0; frame < length; frame += framesAtOnce) {
        const int count = static_cast<int>(std::min<std::int64_t>(framesAtOnce, length - frame));
        if (auto read = reader->read(frame, {channels.data(), 2, count}); !read)
            return read.error();
        if (auto written = writer->write({sources.data(), 2, count}); !written) return written;
    }
    return writer->finish();
}

/// The take's file among the assets.
void adopt(core::FileSystem& files, const TakeFolders& folders, const audio::RecordedTake& take,
           bool isFlac, FinishedTake& finished)
{
    Path source = take.path;
    if (isFlac) {
        Path flac = take.path;
        flac.replace_extension(".flac");
        const auto written = writeFlac(take.path, flac);
        if (written) {
            source = flac;
            (void)files.remove(take.path);
        } else if (finished.status) {
            finished.status = core::makeError(written.error().code,
                                              "the take could not be made a FLAC file and is kept "
                                              "as WAV: " +
                                                  written.error().message,
                                              take.path.string());
        }
    }
    auto asset = moveIntoAssets(files, source, folders.project);
    if (asset) {
        if (source != take.path) asset->provenance.format = "wav";
        finished.asset = std::move(asset).value();
    } else if (finished.status)
        finished.status = asset.error();
}

/// What of the take lies in the range.
void place(const audio::RecordedTake& take, TakeRange range, FinishedTake& finished)
{
    const std::int64_t first = std::max(take.startFrame, range.first);
    const std::int64_t end = std::min(take.startFrame + take.frames, range.end);
    finished.startFrame = first;
    finished.sourceFrame = first - take.startFrame;
    finished.frames = std::max<std::int64_t>(0, end - first);
    if (!range.isInBeats) return;
    finished.startFrame = take.startFrame;
    finished.sourceFrame = 0;
    finished.frames = take.frames;
    finished.startBeat = take.startBeat;
}

} // namespace

std::string takeName(std::string_view track)
{
    std::string name;
    for (const char c : track) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') || c == ' ' || c == '-';
        if (isPlain && name.size() < 60) name += c;
    }
    const auto first = name.find_first_not_of(' ');
    if (first == std::string::npos) return "Take";
    return name.substr(first, name.find_last_not_of(' ') - first + 1) + " take";
}

std::vector<FinishedTake> finishTakes(core::FileSystem& files, const TakeFolders& folders,
                                      std::vector<TrackRecording>& recordings, TakeRange range,
                                      bool isFlac)
{
    std::vector<FinishedTake> finished;
    for (auto& recording : recordings) {
        recording.recorder->stop();
        for (const auto& take : recording.recorder->takes()) {
            FinishedTake& made = finished.emplace_back();
            made.track = recording.track;
            made.status = take.status;
            place(take, range, made);
            if (made.frames > 0)
                adopt(files, folders, take, isFlac, made);
            else
                (void)files.remove(take.path);
            if (made.frames == 0 || made.asset) (void)files.remove(audio::takeNotePath(take.path));
        }
    }
    return finished;
}

namespace {

/// The asset of this content, which the song or an earlier take may have; else a new one.
model::AssetId assetOf(const model::Project& project, const model::Asset& content,
                       project::Batch& batch, const std::function<std::uint64_t()>& newId)
{
    for (const auto& [id, asset] : project.assets)
        if (asset->sha256 == content.sha256) return id;
    for (const auto& command : batch.commands)
        if (const auto* add = command.getIf<project::AddAsset>())
            if (add->asset->sha256 == content.sha256) return add->asset->id;
    model::Asset asset = content;
    asset.id = model::AssetId{newId()};
    const auto id = asset.id;
    batch.commands.emplace_back(project::AddAsset{core::Shared<model::Asset>(std::move(asset))});
    return id;
}

} // namespace

project::Batch takesAsClips(const model::Project& project, core::SampleRate rate,
                            std::vector<FinishedTake> takes,
                            const std::function<std::uint64_t()>& newId,
                            std::vector<model::ClipId>& clips)
{
    project::Batch batch{"Record", {}};
    for (std::size_t i = 0; i < takes.size(); ++i) {
        FinishedTake& take = takes[i];
        if (!take.asset || model::findTrack(project, take.track) == nullptr) continue;
        // The last pass is the one that is heard.
        const bool isCovered =
            std::any_of(takes.begin() + static_cast<std::ptrdiff_t>(i) + 1, takes.end(),
                        [&](const FinishedTake& later) {
                            return later.asset && later.track == take.track &&
                                   later.startFrame < take.startFrame + take.frames &&
                                   take.startFrame < later.startFrame + later.frames;
                        });
        const auto asset = assetOf(project, *take.asset, batch, newId);
        model::Clip clip;
        clip.id = model::ClipId{newId()};
        auto start = core::Frames{take.startFrame};
        clip.start = project.tempo->beatsAt(start, rate);
        if (take.startBeat) {
            clip.start = core::Beats{*take.startBeat};
            start = project.tempo->framesAt(clip.start, rate);
        }
        clip.length = project.tempo->beatsAt(start + core::Frames{take.frames}, rate) - clip.start;
        clip.isMuted = isCovered;
        const core::Seconds offset{static_cast<double>(take.sourceFrame) / rate.value};
        clip.content = model::AudioClip{asset, offset, 0.0f, {}, {}};
        clips.push_back(clip.id);
        batch.commands.emplace_back(
            project::InsertClip{take.track, core::Shared<model::Clip>(std::move(clip))});
    }
    return batch;
}

namespace {

/// A file in the folder of recordings; none when it is empty and may go.
std::optional<FinishedTake> recoverTake(core::FileSystem& files, const TakeFolders& folders,
                                        const model::Project& project, const Path& path,
                                        std::vector<Problem>& problems)
{
    const auto name = path.filename().string();
    const auto noteText = files.readFile(audio::takeNotePath(path));
    const auto note = noteText ? audio::parseTakeNote(*noteText) : std::nullopt;
    const auto reader = audio::AudioFileReader::open(path);
    const auto* track = note ? model::findTrack(project, model::TrackId{note->label}) : nullptr;
    if (!reader || track == nullptr) {
        problems.push_back({name, "was being recorded when the program ended, and no track says "
                                  "that it is its; import it from " +
                                      path.parent_path().string() + ", or delete it there"});
        return std::nullopt;
    }
    FinishedTake take;
    take.track = (*track)->id;
    take.frames = reader->info().frames;
    take.startBeat = note->startBeat;
    // Beside each other by the tempo of now; passes of a loop lie on the same place.
    take.startFrame =
        project.tempo
            ->framesAt(core::Beats{note->startBeat}, core::SampleRate{reader->info().sampleRate})
            .value;
    if (take.frames > 0) {
        auto asset = moveIntoAssets(files, path, folders.project);
        if (!asset) {
            problems.push_back(
                {name, "could not be taken back into the song: " + asset.error().message});
            return std::nullopt;
        }
        take.asset = std::move(asset).value();
        problems.push_back({name, "was being recorded when the program ended; it is a clip on '" +
                                      (*track)->name + "' again"});
    } else {
        (void)files.remove(path);
    }
    (void)files.remove(audio::takeNotePath(path));
    return take;
}

} // namespace

std::vector<FinishedTake> recoverTakes(core::FileSystem& files, const TakeFolders& folders,
                                       const model::Project& project,
                                       std::vector<Problem>& problems)
{
    std::vector<FinishedTake> takes;
    auto names = files.list(folders.recordings);
    if (!names) return takes; // nothing was ever recorded
    std::sort(names->begin(), names->end());
    for (const auto& name : *names) {
        if (Path(name).extension() != ".wav") continue;
        auto take = recoverTake(files, folders, project, folders.recordings / name, problems);
        if (take && take->asset) takes.push_back(std::move(*take));
    }
    return takes;
}

} // namespace cppmusic::session
