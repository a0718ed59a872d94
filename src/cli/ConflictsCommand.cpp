// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/Json.h"
#include "cli/ReadSong.h"
#include "core/io/DiskFileSystem.h"
#include "project/merge/KeptVersions.h"
#include "session/edit/EngineLabels.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

struct ConflictsOptions {
    std::string project;
    bool tellsByExitCode = false;
};

int listConflicts(const ConflictsOptions& options, Console& console)
{
    core::DiskFileSystem files;
    const auto song = readSong(options.project, files);
    if (!song) return console.fail(song.error());
    tellReading(*song, console);
    Json list = Json::array();
    for (const auto& kept : project::keptVersions(song->project, session::engineLabels())) {
        console.line(kept.sentence());
        list.push_back({{"place", kept.place},
                        {"noun", kept.noun},
                        {"field", kept.field},
                        {"stands", kept.stands},
                        {"kept", kept.kept},
                        {"text", kept.sentence()}});
    }
    const bool isSettled = list.empty();
    if (isSettled) console.line("no merge left anything to decide");
    console.object(dump(Json{{"project", options.project},
                             {"conflicts", std::move(list)},
                             {"problems", toJson<Json>(song->problems)}}));
    return options.tellsByExitCode && !isSettled ? exitFailed : exitOk;
}

} // namespace

void addConflictsCommand(CLI::App& app, Invocation& invocation)
{
    auto* command =
        app.add_subcommand("conflicts", "List what merges kept of the side that didn't win");
    auto options = std::make_shared<ConflictsOptions>();
    command->add_option("project", options->project, "The song, NAME.dawproj")->required();
    command->add_flag("--exit-code", options->tellsByExitCode, "Exit code 1 when there is some");
    command->footer("'cppmusic-cli edit' takes the other value; then it is no longer listed.\n"
                    "Second versions of notes and clips are in the song, muted.");
    addJsonOption(*command, invocation);
    command->callback([options, &invocation] {
        invocation.run = [options, &invocation] {
            return listConflicts(*options, invocation.console);
        };
    });
}

} // namespace cppmusic::cli
