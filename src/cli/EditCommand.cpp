// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/Json.h"
#include "cli/Workbench.h"
#include "project/ApplyCommand.h"
#include "project/merge/Diff.h"
#include "session/edit/EditScript.h"
#include "session/edit/EngineLabels.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

struct EditOptions {
    std::string project;
    std::vector<std::string> statements;
    bool isDry = false;
};

int editProject(const EditOptions& options, Console& console)
{
    Workbench bench;
    const auto opened = options.isDry ? bench.files.openReadOnly(options.project)
                                      : bench.files.open(options.project);
    if (!opened) return console.fail(opened.error());
    const auto before = bench.model.snapshot();
    auto batch = session::compileEdits(options.statements, *before,
                                       [&] { return bench.model.newId<model::NoteId>().value; });
    if (!batch) return console.fail(batch.error());
    const auto after = project::applyCommand(*before, *batch);
    if (!after) return console.fail(after.error());
    core::Status status;
    if (!options.isDry) status = bench.model.execute(std::move(*batch));
    if (status && !options.isDry) status = bench.files.save();
    if (!status) return console.fail(status.error());
    const auto labels = session::engineLabels();
    Json changes = Json::array();
    for (const auto& each : project::diffProjects(*before, after->after, labels)) {
        console.line(each.sentence());
        changes.push_back(each.sentence());
    }
    console.object(dump(Json{{"project", options.project},
                             {"isSaved", !options.isDry},
                             {"changes", std::move(changes)}}));
    return exitOk;
}

constexpr const char* examples =
    "Statements (quote them for the shell):\n"
    "  song.tempo=97.5                     song.signature=3/4\n"
    "  track(\"Bass\").gain=-3               track(2).pan=-0.25   track(\"Bass\").mute=on\n"
    "  track(\"Bass\").instrument.cutoff=800 track(\"Bass\").insert(\"Compressor\").ratio=4\n"
    "  track(\"Bass\").addSend(\"Hall\", level=-12)\n"
    "  addTrack(\"Lead\", kind=instrument, instrument=cppmusic.synth)\n"
    "  addPattern(\"Riff\", length=8)        pattern(\"Riff\").addNote(E2, at=1.3.0, length=0.5)\n"
    "  track(\"Lead\").addClip(\"Riff\", at=17.1.0)\n"
    "  track(\"Bass\").clip(1).move(9.1.0)   track(\"Bass\").remove()\n"
    "  addMarker(\"Chorus\", at=17.1.0)\n"
    "Places are beats (2.5) or bar.beat.tick (17.1.0). All statements are one edit: all or none.";

} // namespace

void addEditCommand(CLI::App& app, Invocation& invocation)
{
    auto* command = app.add_subcommand("edit", "Change a song by statements, as one edit");
    auto options = std::make_shared<EditOptions>();
    command->add_option("project", options->project, "The song, NAME.dawproj")->required();
    command->add_option("-s,--set,--do", options->statements, "A statement; may be given often")
        ->required()
        ->allow_extra_args(false)
        ->take_all();
    command->add_flag("-n,--dry-run", options->isDry, "Say what would change; save nothing");
    command->footer(examples);
    addJsonOption(*command, invocation);
    command->callback([options, &invocation] {
        invocation.run = [options, &invocation] {
            return editProject(*options, invocation.console);
        };
    });
}

} // namespace cppmusic::cli
