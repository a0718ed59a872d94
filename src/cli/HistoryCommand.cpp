// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/Json.h"
#include "cli/Workbench.h"
#include "project/storage/ReadProject.h"
#include "session/controllers/HistoryController.h"
#include "session/storage/SongKeeper.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

struct HistoryOptions {
    std::string project;
    std::string words;
    std::string track;
    std::uint64_t number = 1;
};

int showHistory(const HistoryOptions& options, Console& console)
{
    core::DiskFileSystem files;
    const auto opened = project::readProject(options.project, files, project::LoadAccess::readOnly);
    if (!opened) return console.fail(opened.error());
    const auto& tree = opened->tree;
    Json list = Json::array(), problems = Json::array();
    const auto found = tree.find(options.words);
    for (const auto revision : found) {
        const auto& node = tree.node(revision);
        const bool isHere = revision == tree.current();
        console.line(
            (isHere ? "* " : "  ") + std::to_string(revision) + "  " + node.entry->label +
            (node.parent + 1 == revision ? "" : "  (after " + std::to_string(node.parent) + ")"));
        list.push_back(
            Json{{"revision", revision}, {"parent", node.parent}, {"label", node.entry->label}});
    }
    if (options.words.empty())
        console.line((tree.current() == 0 ? "* 0  beginning" : "  0  beginning"));
    else if (found.empty())
        console.line("no edit has these words in its label");
    for (const auto* errors : {&opened->damage, &opened->problems})
        for (const auto& error : *errors) {
            console.warning(error.text());
            problems.push_back({{"place", error.place}, {"message", error.message}});
        }
    console.object(dump(Json{{"current", tree.current()},
                             {"edits", std::move(list)},
                             {"problems", std::move(problems)}}));
    return exitOk;
}

/// Opens the song for writing, lets `act` change it, saves it and says where it is.
template <class Act>
int change(const HistoryOptions& options, Console& console, Act&& act)
{
    Workbench bench;
    if (auto status = bench.files.open(options.project); !status)
        return console.fail(status.error());
    if (auto status = act(bench); !status) return console.fail(status.error());
    if (auto status = bench.files.save(); !status) return console.fail(status.error());
    if (auto status = bench.files.keeper().close(); !status) return console.fail(status.error());
    const auto& tree = bench.model.undoTree();
    const auto* last = tree.nextUndo();
    const std::string label = last != nullptr ? last->label : "beginning";
    console.line("revision " + std::to_string(tree.current()) + ": " + label);
    console.object(dump(Json{{"revision", tree.current()}, {"label", label}}));
    return exitOk;
}

core::Status undoOfTrack(project::ProjectModel& model, model::TrackId track, std::uint64_t number)
{
    session::HistoryController history(model);
    for (std::uint64_t count = 0; count < number; ++count)
        if (auto undone = history.undoOfTrack(track); !undone) return undone.error();
    return {};
}

core::Status undoOfTrack(Workbench& bench, const HistoryOptions& options)
{
    const auto project = bench.model.snapshot();
    for (const auto& track : project->tracks) {
        if (track->name != options.track) continue;
        // All of them or none: tried on a copy first.
        project::ProjectModel copy(*project, bench.model.undoTree());
        if (auto status = undoOfTrack(copy, track->id, options.number); !status) return status;
        return undoOfTrack(bench.model, track->id, options.number);
    }
    return core::makeError(core::ErrorCode::notFound, "There is no track of this name.",
                           options.track);
}

core::Status step(Workbench& bench, const HistoryOptions& options, bool isUndo)
{
    if (!options.track.empty()) return undoOfTrack(bench, options);
    const auto line = bench.model.undoStack();
    const auto there = isUndo ? line.position() : line.entries().size() - line.position();
    if (there < options.number)
        return core::makeError(core::ErrorCode::notFound,
                               there == 0 && isUndo ? "There is nothing to undo."
                               : there == 0         ? "There is nothing to redo."
                                                    : "There are only " + std::to_string(there) +
                                                  (isUndo ? " edits to undo." : " edits to redo."),
                               options.project);
    for (std::uint64_t count = 0; count < options.number; ++count)
        if (!(isUndo ? bench.model.undo() : bench.model.redo()))
            return core::makeError(core::ErrorCode::corrupt,
                                   "An edit of the history doesn't apply.", options.project);
    return {};
}

core::Status goTo(Workbench& bench, project::Revision revision)
{
    const auto count = bench.model.undoTree().count();
    if (revision < count) return bench.files.keeper().goTo(revision);
    return core::makeError(core::ErrorCode::notFound,
                           "There is no such revision; the last one is " +
                               std::to_string(count - 1) + ".",
                           "revision " + std::to_string(revision));
}

void addStep(CLI::App& app, Invocation& invocation, bool isUndo)
{
    auto* command = isUndo ? app.add_subcommand("undo", "Take the last edits of a song back")
                           : app.add_subcommand("redo", "Do again what was taken back");
    auto options = std::make_shared<HistoryOptions>();
    command->add_option("project", options->project, "The song, NAME.dawproj")->required();
    command->add_option("count", options->number, "How many edits (default 1)")
        ->check(CLI::PositiveNumber);
    if (isUndo)
        command->add_option("--track", options->track,
                            "Only the last edits of this track; refused when later ones depend\n"
                            "on them");
    addJsonOption(*command, invocation);
    command->callback([options, isUndo, &invocation] {
        invocation.run = [options, isUndo, &invocation] {
            return change(*options, invocation.console,
                          [&](Workbench& bench) { return step(bench, *options, isUndo); });
        };
    });
}

} // namespace

void addHistoryCommands(CLI::App& app, Invocation& invocation)
{
    auto* history = app.add_subcommand("history", "List every edit of a song, newest first");
    auto options = std::make_shared<HistoryOptions>();
    history->add_option("project", options->project, "The song, NAME.dawproj")->required();
    history->add_option("--find", options->words, "Only edits whose label contains these words");
    addJsonOption(*history, invocation);
    history->callback([options, &invocation] {
        invocation.run = [options, &invocation] {
            return showHistory(*options, invocation.console);
        };
    });
    addStep(app, invocation, true);
    addStep(app, invocation, false);
    auto* restore = app.add_subcommand("restore", "Go to any revision of a song's history");
    auto target = std::make_shared<HistoryOptions>();
    restore->add_option("project", target->project, "The song, NAME.dawproj")->required();
    restore->add_option("revision", target->number, "As 'history' names it; 0: the beginning")
        ->required()
        ->check(CLI::NonNegativeNumber);
    addJsonOption(*restore, invocation);
    restore->callback([target, &invocation] {
        invocation.run = [target, &invocation] {
            return change(*target, invocation.console,
                          [&](Workbench& bench) { return goTo(bench, target->number); });
        };
    });
}

} // namespace cppmusic::cli
