// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/Json.h"
#include "cli/Workbench.h"
#include "session/assets/SongAssets.h"
#include "session/storage/SongKeeper.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

struct AssetsOptions {
    std::string project;
    std::vector<std::string> folders;
    bool isEvenFromHistory = false, isForever = false, isOnlyShown = false;
};

Json toJson(const session::AssetState& state)
{
    const auto& asset = *state.asset;
    Json json{{"id", asset.id.value},
              {"name", asset.name},
              {"file", asset.file},
              {"sha256", asset.sha256},
              {"bytes", asset.sizeBytes},
              {"sampleRate", asset.sampleRate},
              {"frames", asset.frames},
              {"channels", asset.channels},
              {"state", nameOf(state.condition)},
              {"isPlayed", state.isPlayed}};
    const auto& source = asset.provenance;
    Json provenance = Json::object();
    if (!source.origin.empty()) provenance["origin"] = source.origin;
    if (!source.fileName.empty()) provenance["fileName"] = source.fileName;
    if (!source.format.empty()) provenance["format"] = source.format;
    if (source.sampleRate != 0) provenance["sampleRate"] = source.sampleRate;
    json["provenance"] = std::move(provenance);
    return json;
}

std::string count(std::size_t number, const char* noun)
{
    return std::to_string(number) + " " + noun + (number == 1 ? "" : "s");
}

int listAssets(const AssetsOptions& options, Console& console, session::AssetCheck check)
{
    Workbench bench;
    if (auto status = bench.files.openReadOnly(options.project); !status)
        return console.fail(status.error());
    const session::SongAssets assets(bench.fileSystem, bench.model, bench.files, bench.pool);
    const auto list = assets.list(check);
    Json json = Json::array();
    std::size_t wrong = 0;
    for (const auto& state : list.assets) {
        if (!isSound(state.condition)) ++wrong;
        const auto& source = state.asset->provenance;
        console.line(std::string(nameOf(state.condition)) + "  " + state.asset->name +
                     (source.origin.empty() ? "" : ", " + source.origin) +
                     (state.isPlayed ? "" : ", not played") + "  (" + state.asset->file + ")");
        json.push_back(toJson(state));
    }
    for (const auto& file : list.strays) console.line("not in the song  " + file);
    for (const auto& file : list.recordings) console.line("recording without a clip  " + file);
    for (const auto& file : list.unused) console.line("removed  " + file);
    console.line(count(list.assets.size(), "audio file") +
                 (wrong == 0 ? std::string(", all there")
                             : ", " + std::to_string(wrong) + " missing, damaged or elsewhere"));
    console.object(dump(Json{{"project", options.project},
                             {"assets", std::move(json)},
                             {"strays", list.strays},
                             {"recordings", list.recordings},
                             {"removed", list.unused},
                             {"wrong", wrong}}));
    return check == session::AssetCheck::content && wrong != 0 ? exitFailed : exitOk;
}

Json tellLost(const std::vector<core::Error>& lost, Console& console)
{
    Json list = Json::array();
    for (const auto& error : lost) {
        console.line(error.text());
        list.push_back({{"place", error.place}, {"message", error.message}});
    }
    return list;
}

int tell(const session::RelinkReport& report, const AssetsOptions& options, Console& console)
{
    Json found = Json::array();
    for (const auto& each : report.found) {
        console.line("found: " + each.name + " in " + each.from.string());
        found.push_back({{"name", each.name}, {"from", each.from.string()}});
    }
    auto lost = tellLost(report.lost, console);
    if (report.found.empty() && report.lost.empty())
        console.line(options.project + ": all audio is there");
    console.object(dump(Json{
        {"project", options.project}, {"found", std::move(found)}, {"lost", std::move(lost)}}));
    return report.lost.empty() ? exitOk : exitFailed;
}

int tell(const session::CollectReport& report, const AssetsOptions& options, Console& console)
{
    Json brought = Json::array();
    for (const auto& each : report.brought) {
        const auto rate = std::to_string(static_cast<int>(each.convertedRate));
        console.line("brought in: " + each.name + " from " + each.from +
                     (each.convertedRate == 0 ? "" : ", converted to " + rate + " Hz"));
        Json json{{"name", each.name}, {"from", each.from}};
        if (each.convertedRate != 0) json["convertedRate"] = each.convertedRate;
        brought.push_back(std::move(json));
    }
    auto lost = tellLost(report.lost, console);
    if (report.lost.empty()) console.line(options.project + ": all of its audio is in its folder");
    console.object(dump(Json{
        {"project", options.project}, {"brought", std::move(brought)}, {"lost", std::move(lost)}}));
    return report.lost.empty() ? exitOk : exitFailed;
}

int tell(const session::UnusedAudio& unused, const AssetsOptions& options, Console& console)
{
    Json removed = Json::array();
    for (const auto& asset : unused.assets) {
        console.line("no longer in the song: " + asset->name);
        removed.push_back({{"id", asset->id.value}, {"name", asset->name}});
    }
    const char* word = options.isOnlyShown ? "would go: "
                       : options.isForever ? "deleted: "
                                           : "moved: ";
    for (const auto& file : unused.files) console.line(word + file);
    for (const auto& file : unused.kept)
        console.line("kept, because undo plays it (--even-from-history removes it): " + file);
    for (const auto& file : unused.foreign)
        console.line("left alone, because no import made it: " + file);
    console.line(count(unused.files.size(), "file") + ", " + std::to_string(unused.bytes) +
                 " bytes" +
                 (options.isOnlyShown || options.isForever || unused.files.empty()
                      ? ""
                      : "; they are in assets/unused, which nothing needs"));
    console.object(dump(Json{{"project", options.project},
                             {"removed", std::move(removed)},
                             {"files", unused.files},
                             {"kept", unused.kept},
                             {"foreign", unused.foreign},
                             {"bytes", unused.bytes},
                             {"isDone", !options.isOnlyShown}}));
    return exitOk;
}

/// Opens the song for writing, lets `act` do its work and closes it.
template <class Act>
int change(const AssetsOptions& options, Console& console, Act&& act)
{
    Workbench bench;
    if (auto status = bench.files.open(options.project); !status)
        return console.fail(status.error());
    session::SongAssets assets(bench.fileSystem, bench.model, bench.files, bench.pool);
    auto report = act(assets);
    if (!report) return console.fail(report.error());
    if (auto status = bench.files.keeper().close(); !status) return console.fail(status.error());
    return tell(*report, options, console);
}

int relink(const AssetsOptions& options, Console& console)
{
    for (const auto& folder : options.folders)
        if (!std::filesystem::exists(folder))
            return console.fail(core::makeError(core::ErrorCode::notFound,
                                                "There is no such folder to look in.", folder));
    return change(options, console, [&](session::SongAssets& assets) {
        const std::vector<std::filesystem::path> folders(options.folders.begin(),
                                                         options.folders.end());
        return assets.relink(folders);
    });
}

int collect(const AssetsOptions& options, Console& console)
{
    return change(options, console, [](session::SongAssets& assets) { return assets.collect(); });
}

int removeUnused(const AssetsOptions& options, Console& console)
{
    return change(options, console, [&](session::SongAssets& assets) {
        return options.isOnlyShown
                   ? assets.unused(!options.isEvenFromHistory)
                   : assets.removeUnused({!options.isEvenFromHistory, options.isForever});
    });
}

using Run = int (*)(const AssetsOptions&, Console&);

CLI::App* addAction(CLI::App& command, Invocation& invocation, const char* name, const char* help,
                    const std::shared_ptr<AssetsOptions>& options, Run run)
{
    auto* action = command.add_subcommand(name, help);
    addJsonOption(*action, invocation);
    action->callback([options, run, &invocation] {
        invocation.run = [options, run, &invocation] { return run(*options, invocation.console); };
    });
    return action;
}

} // namespace

void addAssetsCommand(CLI::App& app, Invocation& invocation)
{
    auto* command = app.add_subcommand("assets", "List a song's audio files, find lost ones, "
                                                 "bring in what lies elsewhere, tidy up");
    auto options = std::make_shared<AssetsOptions>();
    command->add_option("project", options->project, "The song, NAME.dawproj")->required();
    command->require_subcommand(1);
    addAction(*command, invocation, "list", "What there is and where it came from", options,
              [](const AssetsOptions& given, Console& console) {
                  return listAssets(given, console, session::AssetCheck::size);
              });
    addAction(*command, invocation, "check",
              "Read every audio file; exit code 1 when one is missing or damaged", options,
              [](const AssetsOptions& given, Console& console) {
                  return listAssets(given, console, session::AssetCheck::content);
              });
    addAction(*command, invocation, "relink",
              "Find missing and damaged audio by its content; exit code 1 when some is still lost",
              options, relink)
        ->add_option("folders", options->folders,
                     "Folders to look in, with all below them; the song's own\n"
                     "assets/unused is always one of them");
    addAction(*command, invocation, "collect",
              "Copy into the song's folder what it plays from elsewhere; exit code 1 when some is "
              "lost",
              options, collect);
    auto* removal =
        addAction(*command, invocation, "remove-unused",
                  "Move audio that nothing plays to assets/unused", options, removeUnused);
    removal->add_flag("--even-from-history", options->isEvenFromHistory,
                      "Also what undo, redo or restore would play again");
    removal->add_flag("--delete", options->isForever,
                      "Delete it, and what is in assets/unused already");
    removal->add_flag("-n,--dry-run", options->isOnlyShown, "Only say what would go");
}

} // namespace cppmusic::cli
