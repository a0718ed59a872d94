// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/Json.h"
#include "cli/Workbench.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

struct NewOptions {
    std::string project;
    std::string name;
    double tempo = 120.0;
};

int makeProject(const NewOptions& options, Console& console)
{
    Workbench bench;
    const std::filesystem::path folder(options.project);
    if (bench.fileSystem.exists(folder))
        return console.fail(core::makeError(core::ErrorCode::alreadyExists,
                                            "is there already; choose another name",
                                            options.project));
    const auto name = options.name.empty() ? folder.stem().string() : options.name;
    project::Batch batch{"New song", {}};
    if (!name.empty()) batch.commands.emplace_back(project::RenameProject{name});
    batch.commands.emplace_back(project::SetTempo{core::Beats{0.0}, core::Bpm{options.tempo}});
    auto status = bench.model.execute(std::move(batch));
    if (status) bench.model.replace(*bench.model.snapshot()); // a new song has no history
    if (status) status = bench.files.saveAs(folder);
    if (!status) return console.fail(status.error());
    console.line("made " + options.project);
    console.object(dump(Json{{"project", options.project}, {"name", name}}));
    return exitOk;
}

} // namespace

void addNewCommand(CLI::App& app, Invocation& invocation)
{
    auto* command = app.add_subcommand("new", "Make an empty song");
    auto options = std::make_shared<NewOptions>();
    command->add_option("project", options->project, "Folder to make, NAME.dawproj")->required();
    command->add_option("--name", options->name, "Name of the song (default: the folder's)");
    command->add_option("--tempo", options->tempo, "Beats a minute, 20 to 999 (default 120)")
        ->check(CLI::Range(20.0, 999.0));
    addJsonOption(*command, invocation);
    command->callback([options, &invocation] {
        invocation.run = [options, &invocation] {
            return makeProject(*options, invocation.console);
        };
    });
}

} // namespace cppmusic::cli
