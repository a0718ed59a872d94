// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/BenchProject.h"

#include "audio/engine/NodeFactory.h"
#include "core/io/Checksum.h"
#include "core/params/ParameterSpec.h"
#include "model/Queries.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>

namespace cppmusic::cli {

namespace {

namespace fs = std::filesystem;
using core::Shared;

constexpr int tracksPerGroup = 8;
constexpr double beatsPerSecond = 2.0; // an empty song has 120 bpm

model::Device makeDevice(project::ProjectModel& model, std::string_view type,
                         std::map<std::string, float> parameters)
{
    model::Device device;
    device.id = model.newId<model::DeviceId>();
    device.type = std::string(type);
    device.parameters = std::move(parameters);
    return device;
}

/// Every band lifts or cuts: a band at 0 dB could be left out of the work.
model::Device makeEqualiser(project::ProjectModel& model, int number)
{
    std::map<std::string, float> parameters;
    const auto* type = audio::findNodeType(benchEqualiser);
    if (type != nullptr) {
        const auto node = type->make();
        int band = 0;
        for (const core::ParameterSpec& spec : node->parameters()) {
            const bool isBand = spec.unit == "dB" && spec.min < 0.0f && spec.max > 0.0f &&
                                spec.id.find_first_of("0123456789") != std::string_view::npos;
            if (!isBand) continue;
            const float gain = static_cast<float>(2 + (band + number) % 4);
            parameters[std::string(spec.id)] = band++ % 2 == 0 ? gain : -gain;
        }
    }
    return makeDevice(model, benchEqualiser, std::move(parameters));
}

model::Device makeCompressor(project::ProjectModel& model)
{
    return makeDevice(model, "cppmusic.compressor", {{"threshold", -30.0f}, {"ratio", 4.0f}});
}

/// A bus below the master.
model::Track makeBus(project::ProjectModel& model, model::TrackKind kind, std::string name)
{
    model::Track track;
    track.id = model.newId<model::TrackId>();
    track.kind = kind;
    track.name = std::move(name);
    return track;
}

std::size_t placeBeforeMaster(const model::Project& project)
{
    return project.tracks.empty() ? 0 : project.tracks.size() - 1;
}

core::Status add(project::ProjectModel& model, model::Track track)
{
    const auto place = placeBeforeMaster(*model.snapshot());
    return model.execute(project::AddTrack{Shared<model::Track>(std::move(track)), place});
}

/// The first bus with that name; null if there is none.
model::TrackId findBus(const model::Project& project, std::string_view name)
{
    for (const auto& track : project.tracks)
        if (track->name == name) return track->id;
    return {};
}

std::string groupName(int trackNumber)
{
    return "Group " + std::to_string(trackNumber / tracksPerGroup + 1);
}

core::Status addBuses(project::ProjectModel& model, BenchVariant variant, int numTracks)
{
    auto reverb = makeBus(model, model::TrackKind::aux, "Reverb bus");
    auto delay = makeBus(model, model::TrackKind::aux, "Delay bus");
    if (variant == BenchVariant::native) {
        reverb.inserts.emplace_back(makeDevice(model, "cppmusic.reverb", {{"mix", 1.0f}}));
        delay.inserts.emplace_back(makeDevice(model, "cppmusic.delay", {{"mix", 1.0f}}));
    }
    if (auto status = add(model, std::move(reverb)); !status) return status;
    if (auto status = add(model, std::move(delay)); !status) return status;
    for (int first = 0; first < numTracks; first += tracksPerGroup) {
        auto status = add(model, makeBus(model, model::TrackKind::group, groupName(first)));
        if (!status) return status;
    }
    return {};
}

core::Status checkEffects(BenchVariant variant)
{
    if (variant != BenchVariant::native) return {};
    for (const auto type :
         {benchEqualiser, std::string_view("cppmusic.compressor"),
          std::string_view("cppmusic.reverb"), std::string_view("cppmusic.delay")})
        if (audio::findNodeType(type) == nullptr)
            return core::makeError(core::ErrorCode::unsupported,
                                   "this version has no such effect; measure dry or bus",
                                   std::string(type));
    return {};
}

/// A name in the project's folder for a file that stays where it is.
core::Result<std::string> linkAsset(const fs::path& projectFolder, const BenchFile& file)
{
    const auto name = fs::path("assets") / "audio" / file.path.filename();
    std::error_code error;
    fs::create_directories(projectFolder / "assets" / "audio", error);
    fs::create_symlink(file.path, projectFolder / name, error);
    if (!error) return name.generic_string();
    return core::makeError(core::ErrorCode::ioFailure, "cannot be linked: " + error.message(),
                           (projectFolder / name).string());
}

} // namespace

std::optional<BenchVariant> benchVariantFromName(std::string_view name)
{
    if (name == "dry") return BenchVariant::dry;
    if (name == "bus") return BenchVariant::bus;
    if (name == "native") return BenchVariant::native;
    return {};
}

project::Command addBenchTrack(project::ProjectModel& model, const BenchFile& file,
                               model::AssetId asset, BenchVariant variant, int number)
{
    const auto project = model.snapshot();
    model::Clip clip;
    clip.id = model.newId<model::ClipId>();
    clip.length = core::Beats{beatsPerSecond * static_cast<double>(file.frames) / file.sampleRate};
    clip.content = model::AudioClip{asset};

    model::Track track = makeBus(model, model::TrackKind::audio, file.path.stem().string());
    track.strip.gainDb = -12.0f - static_cast<float>(number % 7);
    track.strip.pan = static_cast<float>(number % 9) * 0.2f - 0.8f;
    track.clips.emplace_back(std::move(clip));
    if (variant != BenchVariant::dry) {
        track.output = findBus(*project, groupName(number));
        for (const char* bus : {"Reverb bus", "Delay bus"})
            track.strip.sends.push_back({findBus(*project, bus), -18.0f});
    }
    if (variant == BenchVariant::native) {
        track.inserts.emplace_back(makeEqualiser(model, number));
        track.inserts.emplace_back(makeCompressor(model));
    }
    return project::AddTrack{Shared<model::Track>(std::move(track)), placeBeforeMaster(*project)};
}

core::Status buildBenchProject(project::ProjectModel& model, const fs::path& projectFolder,
                               const std::vector<BenchFile>& files, BenchVariant variant)
{
    if (auto status = checkEffects(variant); !status) return status;
    if (variant != BenchVariant::dry)
        if (auto status = addBuses(model, variant, static_cast<int>(files.size())); !status)
            return status;
    int number = 0;
    for (const BenchFile& file : files) {
        auto name = linkAsset(projectFolder, file);
        if (!name) return name.error();
        model::Asset asset;
        asset.id = model.newId<model::AssetId>();
        asset.name = file.path.filename().string();
        asset.file = *name;
        asset.sha256 = core::sha256Hex(*name); // only has to differ; hashing the sound is import's
        asset.sampleRate = file.sampleRate;
        asset.frames = file.frames;
        asset.channels = file.channels;
        const auto id = asset.id;
        auto status = model.execute(project::AddAsset{Shared<model::Asset>(std::move(asset))});
        if (status) status = model.execute(addBenchTrack(model, file, id, variant, number++));
        if (!status) return status;
    }
    return {};
}

} // namespace cppmusic::cli
