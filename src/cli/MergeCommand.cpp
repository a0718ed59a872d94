// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/GitFiles.h"
#include "cli/Json.h"
#include "cli/ReadSong.h"
#include "core/io/DiskFileSystem.h"
#include "core/io/FileLock.h"
#include "project/merge/FileMerge.h"
#include "project/merge/Merge.h"
#include "project/serialization/ProjectSerializer.h"
#include "project/storage/ReadProject.h"
#include "session/edit/EngineLabels.h"
#include "session/files/AssetCopies.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;
using project::Conflict;
using project::ProjectSerializer;

struct MergeOptions {
    std::vector<std::string> songs; // base, ours, theirs; for git also the path
    std::string output;
    bool isForGit = false;
};

int tellConflicts(const std::vector<Conflict>& conflicts, const std::string& output,
                  Console& console)
{
    Json list = Json::array();
    for (const auto& conflict : conflicts) {
        console.line("conflict: " + conflict.sentence());
        list.push_back({{"place", conflict.place}, {"text", conflict.text}});
    }
    if (conflicts.empty()) console.line("merged into " + output);
    console.object(dump(
        Json{{"project", output}, {"isClean", conflicts.empty()}, {"conflicts", std::move(list)}}));
    return conflicts.empty() ? exitOk : exitFailed;
}

/// A song that is written over must not be open in a program. Nothing to lock in a new folder.
core::Status lockSong(core::FileLock& lock, const std::filesystem::path& folder,
                      core::FileSystem& files)
{
    if (!files.exists(folder)) return {};
    if (!files.exists(folder / project::manifestPath))
        return core::makeError(core::ErrorCode::alreadyExists,
                               "is there already and is not a project", folder.string());
    const auto hidden = project::journalFolder(folder);
    if (auto status = files.createDirectories(hidden); !status) return status;
    return lock.acquire(hidden / "lock");
}

int mergeSongs(const MergeOptions& options, Console& console)
{
    core::DiskFileSystem files;
    const std::string output = options.output.empty() ? options.songs[1] : options.output;
    core::FileLock lock;
    if (auto status = lockSong(lock, output, files); !status) return console.fail(status.error());
    std::vector<ReadSong> versions;
    for (const auto& folder : options.songs) {
        auto song = readWholeSong(folder, files);
        if (!song) return console.fail(song.error());
        tellReading(*song, console);
        versions.push_back(std::move(*song));
    }
    const auto labels = session::engineLabels();
    const auto merged = project::mergeProjects(versions[0].project, versions[1].project,
                                               versions[2].project, labels);
    if (!merged) return console.fail(merged.error());
    for (const std::size_t side : {1u, 2u}) {
        if (options.songs[side] == output) continue;
        auto status = session::copyAssets(files, merged->project, options.songs[side], output);
        if (!status) return console.fail(status.error());
    }
    const auto saved = ProjectSerializer::save(merged->project, output, files);
    if (!saved) return console.fail(saved.error());
    return tellConflicts(merged->conflicts, output, console);
}

/// Called by git for one file: base, ours, theirs, its path. The result goes where ours is.
int mergeForGit(const std::vector<std::string>& arguments, Console& console)
{
    core::DiskFileSystem files;
    const auto place = splitSongPath(arguments[3]);
    std::vector<std::string> texts;
    for (std::size_t side = 0; side < 3; ++side) {
        auto text = files.readFile(arguments[side]);
        if (!text) return console.fail(text.error());
        texts.push_back(std::move(*text));
    }
    auto merged = project::mergeFile(place.file, texts[0], texts[1], texts[2]);
    if (!merged) return console.fail(merged.error());
    if (auto status = files.writeFile(arguments[1], merged->text); !status)
        return console.fail(status.error());
    const auto song = contextSong(files, place.song);
    const auto labels = session::engineLabels();
    for (const auto& conflict : project::describeClashes(merged->clashes, song, labels))
        console.line("conflict: " + conflict.sentence());
    return merged->clashes.empty() ? exitOk : exitFailed;
}

} // namespace

void addMergeCommand(CLI::App& app, Invocation& invocation)
{
    auto* command = app.add_subcommand("merge", "Join what two people did to one song");
    auto options = std::make_shared<MergeOptions>();
    command
        ->add_option("songs", options->songs,
                     "BASE OURS THEIRS: the song both began with, and\nthe two versions of it")
        ->required()
        ->expected(3, 4);
    command->add_option("-o,--output", options->output, "Folder to write (default: OURS)");
    command->add_flag("--git", options->isForGit, "For git, see git-setup")->group("");
    command->footer("Both versions of a conflict are kept; exit code 1 when there were some.");
    addJsonOption(*command, invocation);
    command->callback([options, &invocation] {
        invocation.run = [options, &invocation] {
            if (options->songs.size() != (options->isForGit ? 4u : 3u))
                return invocation.console.failUsage("three songs are needed", "songs",
                                                    "cppmusic-cli merge --help");
            return options->isForGit ? mergeForGit(options->songs, invocation.console)
                                     : mergeSongs(*options, invocation.console);
        };
    });
}

} // namespace cppmusic::cli
