// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/Json.h"
#include "cli/ReadSong.h"
#include "cli/Workbench.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

struct ExportOptions {
    std::string project;
    std::string output;
};

int exportProject(const ExportOptions& options, Console& console)
{
    Workbench bench;
    auto song = readSong(options.project, bench.fileSystem);
    if (!song) return console.fail(song.error());
    tellReading(*song, console);
    bench.model.replace(std::move(song->project));
    if (auto status = bench.files.exportMidi(options.output); !status)
        return console.fail(status.error());
    console.line("wrote " + options.output);
    Json json;
    json["file"] = options.output;
    json["editsAfterSave"] = song->unsavedEdits;
    json["isDamaged"] = song->isDamaged;
    json["problems"] = toJson<Json>(song->problems);
    console.object(dump(json));
    return exitOk;
}

} // namespace

void addExportCommand(CLI::App& app, Invocation& invocation)
{
    auto* command = app.add_subcommand("export", "Write a song as a standard MIDI file");
    auto options = std::make_shared<ExportOptions>();
    command->add_option("project", options->project, "The song, NAME.dawproj")->required();
    command->add_option("-o,--output", options->output, "MIDI file to write")->required();
    addJsonOption(*command, invocation);
    command->callback([options, &invocation] {
        invocation.run = [options, &invocation] {
            return exportProject(*options, invocation.console);
        };
    });
}

} // namespace cppmusic::cli
