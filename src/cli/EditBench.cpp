// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/EditBench.h"

#include "audio/engine/EngineContext.h"
#include "core/io/DiskFileSystem.h"
#include "core/performance/ProcessUsage.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "project/serialization/ProjectSerializer.h"
#include "session/EngineSync.h"
#include "session/ProjectFiles.h"
#include "session/controllers/MixerController.h"
#include "session/controllers/PatternController.h"

#include <string>
#include <utility>

namespace cppmusic::cli {

namespace {

audio::PrepareSpec prepareSpec(const BenchOptions& options, double rate)
{
    return {core::SampleRate{rate}, options.block};
}

constexpr double beatsPerSecond = 2.0; // at 120 bpm

} // namespace

EditBench::EditBench(const BenchOptions& options, double rate)
    : options_(options), session_(prepareSpec(options, rate))
{
}

core::Status EditBench::open(const std::filesystem::path& folder,
                             const std::vector<BenchFile>& files)
{
    file_ = files.front();
    const auto variant = *benchVariantFromName(options_.variant);
    {
        project::ProjectModel model;
        if (auto built = buildBenchProject(model, folder, files, variant); !built) return built;
        if (auto added = addBeat(model); !added) return added;
        auto song = *model.snapshot();
        const double seconds = static_cast<double>(file_.frames) / file_.sampleRate;
        song.loop = {core::Beats{0.0}, core::Beats{beatsPerSecond * seconds}, true};
        core::DiskFileSystem disk;
        const auto saved = project::ProjectSerializer::save(song, folder, disk);
        if (!saved) return saved.error();
    }
    audio::PlanOptions plan;
    plan.threads = options_.threads;
    if (auto set = session_.engine().setPlanOptions(plan); !set) return set;
    if (auto opened = session_.files().open(folder); !opened) return opened;
    if (const auto& sync = session_.engineSync(); !sync.status()) return sync.status();
    const auto project = session_.model().snapshot();
    for (const auto& track : project->tracks)
        if (track->kind == model::TrackKind::audio && !fader_.isValid()) fader_ = track->id;
    asset_ = project->assets.begin()->first;
    pattern_ = project->patterns.begin()->first;
    number_ = static_cast<int>(files.size());
    return {};
}

/// A synthesizer that plays a pattern over the whole song.
core::Status EditBench::addBeat(project::ProjectModel& model)
{
    model::Pattern pattern;
    pattern.id = model.newId<model::PatternId>();
    pattern.length = core::Beats{4.0};
    model::PatternLane lane;
    for (int beat = 0; beat < 16; ++beat) {
        model::Note note;
        note.id = model.newId<model::NoteId>();
        note.event.start = core::Beats{0.25 * beat};
        note.event.duration = core::Beats{0.2};
        note.event.pitch = static_cast<std::uint8_t>(48 + beat);
        lane.notes.push_back(note);
    }
    pattern.lanes.emplace(model::TrackId{}, std::move(lane));
    model::Clip clip;
    clip.id = model.newId<model::ClipId>();
    clip.length = core::Beats{64.0};
    clip.content = model::PatternClip{pattern.id, core::Beats{0.0}, true};
    model::Device synth;
    synth.id = model.newId<model::DeviceId>();
    synth.type = "cppmusic.synth";
    model::Track track;
    track.id = model.newId<model::TrackId>();
    track.name = "Beat";
    track.instrument = core::Shared<model::Device>(std::move(synth));
    track.clips.emplace_back(std::move(clip));
    auto status =
        model.execute(project::AddPattern{core::Shared<model::Pattern>(std::move(pattern))});
    if (!status) return status;
    return model.execute(project::AddTrack{core::Shared<model::Track>(std::move(track)), 0});
}

core::Status EditBench::moveFader()
{
    gainDb_ = gainDb_ > -60.0f ? gainDb_ - 0.1f : 0.0f;
    return session_.mixer().setGain(fader_, gainDb_);
}

core::Status EditBench::addNote()
{
    core::NoteEvent note;
    note.start = core::Beats{1.6};
    note.duration = core::Beats{0.25};
    note.pitch = 72;
    return session_.patterns().addNote(pattern_, {}, note).status();
}

core::Status EditBench::addTrack()
{
    auto& model = session_.model();
    auto command =
        addBenchTrack(model, file_, asset_, *benchVariantFromName(options_.variant), number_ - 1);
    auto& tracks = std::get<project::TrackCommand>(command.body);
    auto& add = std::get<project::AddTrack>(tracks);
    add.track = add.track.with([&](model::Track& track) {
        for (const char* type : {"cppmusic.eq", "cppmusic.compressor", "cppmusic.gate"}) {
            if (track.inserts.size() >= 3) break;
            if (!track.inserts.empty() && track.inserts.size() < 2 &&
                track.inserts.front()->type == type)
                continue;
            model::Device device;
            device.id = model.newId<model::DeviceId>();
            device.type = type;
            track.inserts.emplace_back(std::move(device));
        }
    });
    return model.execute(std::move(command));
}

core::Status EditBench::apply(BenchEdit edit)
{
    switch (edit) {
    case BenchEdit::faderTick: return moveFader();
    case BenchEdit::note: return addNote();
    case BenchEdit::track: return addTrack();
    }
    return {};
}

core::Result<std::uint64_t> EditBench::measure(BenchEdit edit)
{
    auto& mixer = session_.mixer();
    if (edit == BenchEdit::faderTick) mixer.beginGesture(fader_, session::StripParameter::gain);
    const auto plans = session_.engine().plansPublished();
    const auto began = core::ProcessUsage::threadCpuNanoseconds();
    const auto status = apply(edit);
    const auto ended = core::ProcessUsage::threadCpuNanoseconds();
    if (edit == BenchEdit::faderTick) mixer.endGesture();
    if (!status) return status.error();
    const auto numPlans = session_.engine().plansPublished() - plans;
    if (numPlans != (edit == BenchEdit::faderTick ? 0u : 1u))
        return core::makeError(core::ErrorCode::internal,
                               "the edit made " + std::to_string(numPlans) + " plans");
    isToUndo_ = edit != BenchEdit::faderTick;
    return ended - began;
}

void EditBench::settle()
{
    if (isToUndo_) session_.model().undo();
    isToUndo_ = false;
    session_.poll();
}

} // namespace cppmusic::cli
