// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/Json.h"
#include "core/io/DiskFileSystem.h"
#include "project/serialization/ProjectSerializer.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

int verifyProject(const std::string& folder, Console& console)
{
    core::DiskFileSystem files;
    const auto errors = project::ProjectSerializer::verify(folder, files);
    if (errors.size() == 1 && errors.front().code == core::ErrorCode::notFound &&
        !files.exists(folder))
        return console.fail(errors.front());
    std::vector<session::Problem> problems;
    for (const auto& error : errors) {
        problems.push_back({error.place, error.message});
        console.line(error.text());
    }
    if (errors.empty()) console.line(folder + ": every file is as it was saved");
    console.object(dump(Json{
        {"project", folder}, {"isWhole", errors.empty()}, {"problems", toJson<Json>(problems)}}));
    return errors.empty() ? exitOk : exitFailed;
}

} // namespace

void addVerifyCommand(CLI::App& app, Invocation& invocation)
{
    auto* command = app.add_subcommand(
        "verify", "Check every file of a song against its checksum; exit code 1 names the damaged");
    auto project = std::make_shared<std::string>();
    command->add_option("project", *project, "The song, NAME.dawproj")->required();
    addJsonOption(*command, invocation);
    command->callback([project, &invocation] {
        invocation.run = [project, &invocation] {
            return verifyProject(*project, invocation.console);
        };
    });
}

} // namespace cppmusic::cli
