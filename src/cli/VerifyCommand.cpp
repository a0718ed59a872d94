// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/Json.h"
#include "core/io/DiskFileSystem.h"
#include "project/storage/Repair.h"
#include "project/storage/Salvage.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

int verifyProject(const std::string& folder, Console& console)
{
    core::DiskFileSystem files;
    const auto errors = project::verifyProject(folder, files);
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

int repair(const std::string& folder, bool isSalvage, Console& console)
{
    core::DiskFileSystem files;
    const auto report =
        isSalvage ? project::salvageProject(folder, files) : project::repairProject(folder, files);
    if (!report) return console.fail(report.error());
    Json damaged = Json::array(), kept = Json::array(), lost = Json::array();
    for (const auto& name : report->damaged) {
        console.line("damaged: " + name);
        damaged.push_back(name);
    }
    for (const auto& name : report->kept) {
        console.line("kept: " + name);
        kept.push_back(name);
    }
    for (const auto& error : report->lost) {
        console.line("lost: " + error.text());
        lost.push_back({{"place", error.place}, {"message", error.message}});
    }
    console.line(report->damaged.empty()
                     ? folder + ": nothing is damaged"
                     : folder + ": repaired, with " + std::to_string(report->edits) +
                           " edits in its history");
    console.object(dump(Json{{"project", folder},
                             {"damaged", std::move(damaged)},
                             {"kept", std::move(kept)},
                             {"lost", std::move(lost)},
                             {"edits", report->edits}}));
    return report->lost.empty() ? exitOk : exitFailed;
}

} // namespace

void addRepairCommand(CLI::App& app, Invocation& invocation)
{
    auto* command = app.add_subcommand(
        "repair",
        "Restore damaged files of a song from its history; exit code 1 when some is lost");
    struct Options {
        std::string project;
        bool isSalvage = false;
    };
    auto options = std::make_shared<Options>();
    command->add_option("project", options->project, "The song, NAME.dawproj")->required();
    command->add_flag("--salvage", options->isSalvage,
                      "When files and history are both damaged: save what can be read of each,\n"
                      "and say what is lost");
    addJsonOption(*command, invocation);
    command->callback([options, &invocation] {
        invocation.run = [options, &invocation] {
            return repair(options->project, options->isSalvage, invocation.console);
        };
    });
}

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
