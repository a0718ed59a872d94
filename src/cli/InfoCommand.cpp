// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/Json.h"
#include "cli/ReadSong.h"
#include "core/io/DiskFileSystem.h"
#include "model/Queries.h"
#include "session/controllers/TransportController.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

const char* nameOf(model::TrackKind kind)
{
    switch (kind) {
    case model::TrackKind::instrument: return "instrument";
    case model::TrackKind::audio: return "audio";
    case model::TrackKind::group: return "group";
    case model::TrackKind::aux: return "aux";
    case model::TrackKind::master: return "master";
    case model::TrackKind::vca: return "vca";
    }
    return "track";
}

std::size_t countNotes(const model::Project& project)
{
    std::size_t count = 0;
    for (const auto& [id, pattern] : project.patterns)
        for (const auto& [track, lane] : pattern->lanes) count += lane->notes.size();
    return count;
}

std::size_t countClips(const model::Project& project)
{
    std::size_t count = 0;
    for (const auto& track : project.tracks) count += track->clips.size();
    return count;
}

/// Places and lengths in beats.
Json clipsJson(const model::Track& track)
{
    Json clips = Json::array();
    for (const auto& clip : track.clips) {
        Json entry{{"id", clip->id.value}};
        entry["start"] = clip->start.value;
        entry["length"] = clip->length.value;
        clips.push_back(std::move(entry));
    }
    return clips;
}

Json tracksJson(const model::Project& project)
{
    Json tracks = Json::array();
    for (const auto& track : project.tracks) {
        Json entry{{"id", track->id.value},
                   {"name", track->name},
                   {"kind", nameOf(track->kind)},
                   {"clips", clipsJson(*track)}};
        entry["instrument"] = track->instrument ? Json((*track->instrument)->type) : Json(nullptr);
        entry["inserts"] = Json::array();
        for (const auto& device : track->inserts) entry["inserts"].push_back(device->type);
        tracks.push_back(std::move(entry));
    }
    return tracks;
}

Json projectJson(const ReadSong& song)
{
    const auto& project = song.project;
    const auto end = model::songEnd(project);
    const auto signature = project.tempo->signatureAt(core::Beats{0.0});
    Json json{{"name", project.name}, {"author", project.author}};
    json["tempo"] = project.tempo->tempoAt(core::Beats{0.0}).value;
    json["tempoChanges"] = project.tempo->tempos().size() - 1;
    json["timeSignature"] =
        std::to_string(signature.numerator) + "/" + std::to_string(signature.denominator);
    json["lengthBeats"] = end.value;
    json["lengthSeconds"] = project.tempo->secondsAt(end).value;
    json["clips"] = countClips(project);
    json["patterns"] = project.patterns.size();
    json["notes"] = countNotes(project);
    json["assets"] = project.assets.size();
    json["tracks"] = tracksJson(project);
    json["editsAfterSave"] = song.unsavedEdits;
    json["isDamaged"] = song.isDamaged;
    json["problems"] = toJson<Json>(song.problems);
    return json;
}

void printProject(const model::Project& project, Console& console)
{
    const auto end = model::songEnd(project);
    const auto signature = project.tempo->signatureAt(core::Beats{0.0});
    char line[160];
    console.line(project.author.empty() ? project.name : project.name + " · " + project.author);
    std::snprintf(line, sizeof line, "%.6g bpm%s, %d/%d, %s, %s bars",
                  project.tempo->tempoAt(core::Beats{0.0}).value,
                  project.tempo->tempos().size() > 1 ? " (changes)" : "", signature.numerator,
                  signature.denominator, session::formatTime(project.tempo->secondsAt(end)).c_str(),
                  std::to_string(project.tempo->barPositionAt(end).bar -
                                 (project.tempo->barPositionAt(end).beat == 1 &&
                                          project.tempo->barPositionAt(end).fraction < 1.0e-9
                                      ? 1
                                      : 0))
                      .c_str());
    console.line(line);
    std::snprintf(line, sizeof line, "%zu tracks, %zu clips, %zu patterns, %zu notes, %zu files",
                  project.tracks.size(), countClips(project), project.patterns.size(),
                  countNotes(project), project.assets.size());
    console.line(line);
    for (const auto& track : project.tracks) {
        std::snprintf(line, sizeof line, "  %-10s %4zu clips  ", nameOf(track->kind),
                      track->clips.size());
        std::string text = line + track->name;
        if (track->instrument) text += "  (" + (*track->instrument)->type + ")";
        console.line(text);
    }
}

int showInfo(const std::string& folder, Console& console)
{
    core::DiskFileSystem files;
    auto song = readSong(folder, files);
    if (!song) return console.fail(song.error());
    for (const auto& [id, asset] : song->project.assets)
        if (!files.exists(std::filesystem::path(folder) / asset->file))
            song->problems.push_back({asset->file, "the file of '" + asset->name + "' is missing"});
    printProject(song->project, console);
    tellReading(*song, console);
    console.object(dump(projectJson(*song)));
    return exitOk;
}

} // namespace

void addInfoCommand(CLI::App& app, Invocation& invocation)
{
    auto* command = app.add_subcommand("info", "Show what a song consists of");
    auto project = std::make_shared<std::string>();
    command->add_option("project", *project, "The song, NAME.dawproj")->required();
    addJsonOption(*command, invocation);
    command->callback([project, &invocation] {
        invocation.run = [project, &invocation] { return showInfo(*project, invocation.console); };
    });
}

} // namespace cppmusic::cli
