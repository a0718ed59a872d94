// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/Json.h"
#include "cli/Workbench.h"
#include "session/files/SongArchive.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

struct PackOptions {
    std::string project, archive;
    bool isForced = false;
};

int packProject(const PackOptions& options, Console& console)
{
    Workbench bench;
    if (auto status = bench.files.openReadOnly(options.project); !status)
        return console.fail(status.error());
    if (bench.fileSystem.exists(options.archive) && !options.isForced)
        return console.fail(core::makeError(core::ErrorCode::alreadyExists,
                                            "is there already; --force replaces it",
                                            options.archive));
    auto status = session::packSong(bench.fileSystem, *bench.model.snapshot(), options.project,
                                    options.archive);
    if (!status) return console.fail(status.error());
    const auto size = bench.fileSystem.fileSize(options.archive);
    const auto bytes = size ? *size : 0;
    console.line("packed " + options.archive + ", " + std::to_string(bytes) + " bytes");
    console.object(
        dump(Json{{"project", options.project}, {"archive", options.archive}, {"bytes", bytes}}));
    return exitOk;
}

} // namespace

void addPackCommand(CLI::App& app, Invocation& invocation)
{
    auto* command =
        app.add_subcommand("pack", "Put a song and its audio into one file to send (ZIP)");
    auto options = std::make_shared<PackOptions>();
    command->add_option("project", options->project, "The song, NAME.dawproj")->required();
    command->add_option("-o,--output", options->archive, "File to write, NAME.zip")->required();
    command->add_flag("-f,--force", options->isForced, "Replace a file that is there");
    addJsonOption(*command, invocation);
    command->callback([options, &invocation] {
        invocation.run = [options, &invocation] {
            return packProject(*options, invocation.console);
        };
    });
}

} // namespace cppmusic::cli
