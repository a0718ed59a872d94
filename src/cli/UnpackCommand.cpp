// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/Json.h"
#include "core/io/DiskFileSystem.h"
#include "session/files/SongArchive.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

struct UnpackOptions {
    std::string archive, project;
};

int unpackProject(const UnpackOptions& options, Console& console)
{
    core::DiskFileSystem files;
    if (auto status = session::unpackSong(files, options.archive, options.project); !status)
        return console.fail(status.error());
    console.line("made " + options.project);
    console.object(dump(Json{{"archive", options.archive}, {"project", options.project}}));
    return exitOk;
}

} // namespace

void addUnpackCommand(CLI::App& app, Invocation& invocation)
{
    auto* command = app.add_subcommand("unpack", "Make a song of a file that 'pack' wrote");
    auto options = std::make_shared<UnpackOptions>();
    command->add_option("archive", options->archive, "The file, NAME.zip")->required();
    command->add_option("-o,--output", options->project, "Folder to make, NAME.dawproj")
        ->required();
    addJsonOption(*command, invocation);
    command->callback([options, &invocation] {
        invocation.run = [options, &invocation] {
            return unpackProject(*options, invocation.console);
        };
    });
}

} // namespace cppmusic::cli
