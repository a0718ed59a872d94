// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/GitFiles.h"
#include "cli/Json.h"
#include "cli/ReadSong.h"
#include "core/io/DiskFileSystem.h"
#include "project/merge/Diff.h"
#include "project/serialization/CanonicalJson.h"
#include "project/serialization/JsonReader.h"
#include "session/edit/EngineLabels.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

struct DiffOptions {
    std::vector<std::string> songs;
    bool tellsByExitCode = false;
    bool isForGit = false;
};

const char* nameOf(project::Difference::Kind kind)
{
    switch (kind) {
    case project::Difference::Kind::added: return "added";
    case project::Difference::Kind::removed: return "removed";
    case project::Difference::Kind::changed: return "changed";
    case project::Difference::Kind::reordered: return "reordered";
    }
    return "changed";
}

Json valueJson(const std::optional<project::JsonValue>& value)
{
    if (!value) return nullptr;
    const auto text = project::writeOnOneLine(*value);
    return text ? Json::parse(*text, nullptr, false) : Json(nullptr);
}

Json toJson(const project::Difference& difference)
{
    Json json{{"change", nameOf(difference.kind)}, {"place", difference.place},
              {"noun", difference.noun},           {"text", difference.sentence()},
              {"list", difference.list},           {"id", difference.id}};
    json["fields"] = Json::array();
    for (const auto& field : difference.fields)
        json["fields"].push_back({{"field", field.path},
                                  {"label", field.label},
                                  {"before", valueJson(field.before)},
                                  {"after", valueJson(field.after)},
                                  {"beforeText", field.beforeText},
                                  {"afterText", field.afterText}});
    return json;
}

int diffSongs(const DiffOptions& options, Console& console)
{
    core::DiskFileSystem files;
    const auto before = readSong(options.songs[0], files);
    if (!before) return console.fail(before.error());
    const auto after = readSong(options.songs[1], files);
    if (!after) return console.fail(after.error());
    for (const auto* song : {&*before, &*after}) tellReading(*song, console);
    const auto labels = session::engineLabels();
    const auto differences = project::diffProjects(before->project, after->project, labels);
    Json list = Json::array();
    for (const auto& difference : differences) {
        console.line(difference.sentence());
        list.push_back(toJson(difference));
    }
    console.object(dump(Json{{"before", options.songs[0]},
                             {"after", options.songs[1]},
                             {"isEqual", differences.empty()},
                             {"differences", std::move(list)}}));
    return options.tellsByExitCode && !differences.empty() ? exitFailed : exitOk;
}

/// Called by git for one file: path, old file, its hash and mode, new file, its hash and mode.
int diffForGit(const std::vector<std::string>& arguments, Console& console)
{
    if (arguments.size() < 5)
        return console.fail(core::makeError(core::ErrorCode::invalidArgument,
                                            "git's seven arguments are expected", "--git"));
    core::DiskFileSystem files;
    const auto place = splitSongPath(arguments[0]);
    const auto read = [&](const std::string& file) -> std::optional<project::JsonValue> {
        const auto text = files.readFile(file);
        auto json = text ? project::readJson(*text, arguments[0]) : text.error();
        return json ? std::optional(std::move(*json)) : std::nullopt;
    };
    const auto before = read(arguments[1]), after = read(arguments[4]);
    const auto song = contextSong(files, place.song);
    const auto labels = session::engineLabels();
    const auto differences = project::diffFile(place.file, before ? &*before : nullptr,
                                               after ? &*after : nullptr, song, labels);
    for (const auto& difference : differences) console.line(difference.sentence());
    return exitOk;
}

} // namespace

void addDiffCommand(CLI::App& app, Invocation& invocation)
{
    auto* command = app.add_subcommand("diff", "Say how two versions of a song differ, in music");
    auto options = std::make_shared<DiffOptions>();
    command->add_option("songs", options->songs, "Before and after, NAME.dawproj")
        ->required()
        ->expected(2, 9);
    command->add_flag("--exit-code", options->tellsByExitCode, "Exit code 1 when they differ");
    command->add_flag("--git", options->isForGit, "For git, see git-setup")->group("");
    addJsonOption(*command, invocation);
    command->callback([options, &invocation] {
        invocation.run = [options, &invocation] {
            if (options->isForGit) return diffForGit(options->songs, invocation.console);
            if (options->songs.size() != 2)
                return invocation.console.failUsage("two songs are compared", "songs",
                                                    "cppmusic-cli diff --help");
            return diffSongs(*options, invocation.console);
        };
    });
}

} // namespace cppmusic::cli
