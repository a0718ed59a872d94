// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/commands/SongCommands.h"

#include "model/Limits.h"
#include "model/Queries.h"
#include "project/commands/Edit.h"

#include <algorithm>

namespace cppmusic::project {

namespace {

using core::ErrorCode;
using core::makeError;
using core::Status;

Status act(Edit& edit, const SetTempoMap& command)
{
    edit.undoWith(SetTempoMap{edit.project.tempo});
    if (!(*edit.project.tempo == *command.map)) edit.project.tempo = command.map;
    return {};
}

// The last point at or before a place; the first one before the song's start.
template <class Point>
Point& pointInForce(std::vector<Point>& points, core::Beats at)
{
    std::size_t found = 0;
    for (std::size_t index = 0; index < points.size(); ++index)
        if (points[index].at <= at) found = index;
    return points[found];
}

Status putMap(Edit& edit, std::vector<core::TempoPoint> tempos,
              std::vector<core::TimeSignaturePoint> signatures)
{
    auto map = core::TempoMap::make(std::move(tempos), std::move(signatures));
    if (!map) return map.error();
    return act(edit, SetTempoMap{std::move(*map)});
}

Status act(Edit& edit, const SetTempo& command)
{
    auto tempos = edit.project.tempo->tempos();
    pointInForce(tempos, command.at).tempo = command.tempo;
    return putMap(edit, std::move(tempos), edit.project.tempo->signatures());
}

Status act(Edit& edit, const SetTimeSignature& command)
{
    auto signatures = edit.project.tempo->signatures();
    pointInForce(signatures, command.at).signature = command.signature;
    return putMap(edit, edit.project.tempo->tempos(), std::move(signatures));
}

auto findMarker(model::Project& project, model::MarkerId id)
{
    return std::find_if(project.markers.begin(), project.markers.end(),
                        [&](const auto& marker) { return marker.id == id; });
}

void place(model::Project& project, const model::Marker& marker)
{
    const auto at =
        std::upper_bound(project.markers.begin(), project.markers.end(), marker,
                         [](const auto& a, const auto& b) { return comesBefore(a, b); });
    project.markers.insert(at, marker);
}

Status act(Edit& edit, const AddMarker& command)
{
    if (auto status = valid(model::problemWith(command.marker)); !status) return status;
    auto& project = edit.project;
    const bool isInUse = findMarker(project, command.marker.id) != project.markers.end();
    if (auto status = edit.claim(command.marker.id.value, "marker", isInUse); !status)
        return status;
    place(project, command.marker);
    edit.undoWith(RemoveMarker{command.marker.id});
    return {};
}

Status act(Edit& edit, const RemoveMarker& command)
{
    const auto at = findMarker(edit.project, command.marker);
    if (at == edit.project.markers.end()) return Edit::missing("marker", command.marker.value);
    edit.undoWith(AddMarker{*at});
    edit.project.markers.erase(at);
    return {};
}

Status act(Edit& edit, const ChangeMarker& command)
{
    if (auto status = valid(model::problemWith(command.marker)); !status) return status;
    const auto at = findMarker(edit.project, command.marker.id);
    if (at == edit.project.markers.end()) return Edit::missing("marker", command.marker.id.value);
    edit.undoWith(ChangeMarker{*at});
    edit.project.markers.erase(at);
    place(edit.project, command.marker);
    return {};
}

Status act(Edit& edit, const AddAsset& command)
{
    const auto& asset = *command.asset;
    if (auto status = valid(model::problemWith(asset)); !status) return status;
    const bool isInUse = edit.project.assets.contains(asset.id);
    if (auto status = edit.claim(asset.id.value, "asset", isInUse); !status) return status;
    edit.project.assets.emplace(asset.id, command.asset);
    edit.undoWith(RemoveAsset{asset.id});
    return {};
}

core::Error inUse(const std::string& who)
{
    return makeError(ErrorCode::invalidArgument,
                     "The file is played by " + who + "; remove it there first.");
}

bool playsAsset(const model::Device& device, model::AssetId asset)
{
    return std::any_of(device.samples.begin(), device.samples.end(),
                       [&](const auto& sample) { return sample.asset == asset; });
}

Status checkUnused(const model::Project& project, model::AssetId asset)
{
    for (const auto& track : project.tracks) {
        const std::string onTrack = " on the track '" + track->name + "'";
        for (const auto& clip : track->clips) {
            const auto* audio = std::get_if<model::AudioClip>(&clip->content);
            if (audio != nullptr && audio->asset == asset)
                return inUse("clip " + std::to_string(clip->id.value) + onTrack);
        }
        if (track->instrument && playsAsset(**track->instrument, asset))
            return inUse("the instrument" + onTrack);
        for (const auto& device : track->inserts)
            if (playsAsset(*device, asset))
                return inUse("device " + std::to_string(device->id.value) + onTrack);
    }
    return {};
}

Status act(Edit& edit, const RemoveAsset& command)
{
    const auto place = edit.project.assets.find(command.asset);
    if (place == edit.project.assets.end()) return Edit::missing("asset", command.asset.value);
    if (auto status = checkUnused(edit.project, command.asset); !status) return status;
    edit.undoWith(AddAsset{place->second});
    edit.project.assets.erase(command.asset);
    return {};
}

Status act(Edit& edit, const ChangeAsset& command)
{
    if (auto status = valid(model::problemWith(*command.asset)); !status) return status;
    const auto place = edit.project.assets.find(command.asset->id);
    if (place == edit.project.assets.end()) return Edit::missing("asset", command.asset->id.value);
    edit.undoWith(ChangeAsset{place->second});
    if (!(*place->second == *command.asset))
        edit.project.assets.set(command.asset->id, command.asset);
    return {};
}

Status act(Edit& edit, const RenameProject& command)
{
    if (auto status = valid(model::problemWithText(command.name, "The project's name")); !status)
        return status;
    edit.undoWith(RenameProject{edit.project.name});
    edit.project.name = command.name;
    return {};
}

Status act(Edit& edit, const SetAuthor& command)
{
    if (auto status = valid(model::problemWithText(command.author, "The author's name")); !status)
        return status;
    edit.undoWith(SetAuthor{edit.project.author});
    edit.project.author = command.author;
    return {};
}

Status act(Edit& edit, const SetLoop& command)
{
    if (auto status = valid(model::problemWith(command.loop)); !status) return status;
    edit.undoWith(SetLoop{edit.project.loop});
    edit.project.loop = command.loop;
    return {};
}

Status act(Edit& edit, const SetPunch& command)
{
    if (auto status = valid(model::problemWith(command.punch)); !status) return status;
    edit.undoWith(SetPunch{edit.project.punch});
    edit.project.punch = command.punch;
    return {};
}

template <class Group>
Status actOn(Edit& edit, const Group& command)
{
    return std::visit([&](const auto& action) { return act(edit, action); }, command);
}

} // namespace

Status perform(Edit& edit, const TempoCommand& command)
{
    return actOn(edit, command);
}
Status perform(Edit& edit, const MarkerCommand& command)
{
    return actOn(edit, command);
}
Status perform(Edit& edit, const AssetCommand& command)
{
    return actOn(edit, command);
}
Status perform(Edit& edit, const ProjectCommand& command)
{
    return actOn(edit, command);
}

} // namespace cppmusic::project
