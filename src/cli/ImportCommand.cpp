// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/Json.h"
#include "cli/Workbench.h"
#include "model/Queries.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

struct ImportOptions {
    std::vector<std::string> files;
    std::string project;
    bool isForced = false;
};

/// By its first bytes: a Standard MIDI File, bare or in a RIFF wrapper.
bool isMidiFile(const core::FileSystem& files, const std::string& path)
{
    const auto head = files.readRange(path, 0, 12);
    if (!head) return false;
    return head->starts_with("MThd") ||
           (head->size() == 12 && head->starts_with("RIFF") && head->substr(8) == "RMID");
}

/// Imports one file; adds to the list of problems.
core::Status importFile(Workbench& bench, const std::string& file,
                        std::vector<session::Problem>& problems)
{
    if (bench.fileSystem.isDirectory(file))
        return core::makeError(core::ErrorCode::invalidArgument,
                               "is a folder; name the files in it", file);
    if (isMidiFile(bench.fileSystem, file)) {
        auto imported = bench.files.importMidi(file);
        if (!imported) return imported.error();
        for (auto& problem : imported->problems)
            problems.push_back({file + ": " + problem.place, problem.message});
        return {};
    }
    return bench.files.importAudioAsTrack(file, core::Beats{0.0}).status();
}

/// The folder to write to: a new one, or with --force in the place of one that is there.
core::Status checkTarget(const Workbench& bench, const ImportOptions& options)
{
    const std::filesystem::path folder(options.project);
    if (!bench.fileSystem.exists(folder)) return {};
    if (!options.isForced)
        return core::makeError(core::ErrorCode::alreadyExists,
                               "is there already; --force replaces it", options.project);
    if (bench.fileSystem.exists(folder / "project.json") ||
        bench.fileSystem.exists(folder / "manifest.json"))
        return {};
    return core::makeError(core::ErrorCode::alreadyExists,
                           "is there already and is not a project; --force replaces only projects",
                           options.project);
}

int importFiles(const ImportOptions& options, Console& console)
{
    Workbench bench;
    if (auto status = checkTarget(bench, options); !status) return console.fail(status.error());
    std::vector<session::Problem> problems;
    for (const auto& file : options.files)
        if (auto status = importFile(bench, file, problems); !status)
            return console.fail(status.error());
    bench.model.replace(*bench.model.snapshot()); // the history begins with the imported song
    if (auto status = bench.files.saveAs(options.project); !status)
        return console.fail(status.error());

    const auto project = bench.model.snapshot();
    std::size_t numClips = 0;
    for (const auto& track : project->tracks) numClips += track->clips.size();
    for (const auto& problem : problems) console.warning(problem.place + ": " + problem.message);
    console.line("made " + options.project + ": " + std::to_string(project->tracks.size() - 1) +
                 " tracks, " + std::to_string(numClips) + " clips");
    console.object(dump(Json{{"project", options.project},
                             {"tracks", project->tracks.size() - 1},
                             {"clips", numClips},
                             {"problems", toJson<Json>(problems)}}));
    return exitOk;
}

} // namespace

void addImportCommand(CLI::App& app, Invocation& invocation)
{
    auto* command = app.add_subcommand("import", "Make a song of MIDI and audio files");
    auto options = std::make_shared<ImportOptions>();
    command
        ->add_option("files", options->files,
                     "MIDI files become tracks, patterns and clips;\n"
                     "audio files become tracks with one clip")
        ->required();
    command->add_option("-o,--output", options->project, "Folder to make, NAME.dawproj")
        ->required();
    command->add_flag("-f,--force", options->isForced, "Replace a project that is there");
    addJsonOption(*command, invocation);
    command->callback([options, &invocation] {
        invocation.run = [options, &invocation] {
            return importFiles(*options, invocation.console);
        };
    });
}

} // namespace cppmusic::cli
