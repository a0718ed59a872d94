// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/Json.h"
#include "cli/Workbench.h"
#include "project/SelectiveUndo.h"
#include "project/storage/ReadProject.h"
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
    Json list = Json::array();
    for (const auto revision : tree.find(options.words)) {
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
    console.object(dump(Json{{"current", tree.current()}, {"edits", std::move(list)}}));
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

core::Status undoOfTrack(Workbench& bench, const std::string& name)
{
    const auto project = bench.model.snapshot();
    for (const auto& track : project->tracks) {
        if (track->name != name) continue;
        auto undo = project::undoLastOfTrack(*project, bench.model.undoTree(), track->id);
        if (!undo) return undo.error();
        return bench.model.execute(std::move(undo->command));
    }
    return core::makeError(core::ErrorCode::notFound, "There is no track of this name.", name);
}

core::Status step(Workbench& bench, const HistoryOptions& options, bool isUndo)
{
    if (!options.track.empty()) return undoOfTrack(bench, options.track);
    for (std::uint64_t count = 0; count < options.number; ++count) {
        const bool isDone = isUndo ? bench.model.undo() : bench.model.redo();
        if (!isDone)
            return core::makeError(core::ErrorCode::notFound,
                                   isUndo ? "There is nothing more to undo."
                                          : "There is nothing more to redo.",
                                   options.project);
    }
    return {};
}

void addStep(CLI::App& app, Invocation& invocation, bool isUndo)
{
    auto* command = isUndo ? app.add_subcommand("undo", "Take the last edits of a song back")
                           : app.add_subcommand("redo", "Do again what was taken back");
    auto options = std::make_shared<HistoryOptions>();
    command->add_option("project", options->project, "The song, NAME.dawproj")->required();
    auto* count = command->add_option("count", options->number, "How many edits (default 1)")
                      ->check(CLI::PositiveNumber);
    if (isUndo)
        command
            ->add_option("--track", options->track,
                         "Only the last edit of this track; refused when a later one depends on it")
            ->excludes(count);
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
        ->required();
    addJsonOption(*restore, invocation);
    restore->callback([target, &invocation] {
        invocation.run = [target, &invocation] {
            return change(*target, invocation.console, [&](Workbench& bench) {
                return bench.files.keeper().goTo(target->number);
            });
        };
    });
}

} // namespace cppmusic::cli
