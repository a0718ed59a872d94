// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/Json.h"
#include "cli/ProgressBar.h"
#include "cli/ReadSong.h"
#include "cli/RenderOptions.h"
#include "core/io/DiskFileSystem.h"
#include "core/jobs/CancellationToken.h"
#include "session/controllers/TransportController.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

/// What Ctrl-C and a polite kill ask to stop. Storing to its flag is all a signal handler does.
core::CancellationToken& interruption()
{
    static core::CancellationToken token;
    return token;
}

extern "C" void onInterrupt(int)
{
    interruption().cancel();
}

std::string loudnessText(const session::RenderResult& result)
{
    if (!result.loudnessLufs) return "silence or too short to measure";
    char text[80];
    std::snprintf(text, sizeof text, "%.1f LUFS, true peak %.1f dBTP", *result.loudnessLufs,
                  result.truePeakDb);
    return text;
}

void tellResult(const ReadSong& song, const session::RenderResult& result,
                const RenderOptions& options, Console& console)
{
    for (const auto& problem : result.problems)
        console.warning(problem.place + ": " + problem.message);
    for (const auto& file : result.files) console.line("wrote " + file.string());
    char text[120];
    std::snprintf(text, sizeof text, "%s long, rendered in %.2f s (%.1f x real time)",
                  session::formatTime(core::Seconds{result.seconds}).c_str(), result.elapsedSeconds,
                  result.realTimeFactor);
    console.line(text);
    console.line(loudnessText(result));

    Json json;
    json["files"] = Json::array();
    for (const auto& file : result.files) json["files"].push_back(file.string());
    json["frames"] = result.frames;
    json["rate"] = result.rate.value;
    json["seconds"] = result.seconds;
    json["elapsedSeconds"] = result.elapsedSeconds;
    json["realTimeFactor"] = result.realTimeFactor;
    json["threads"] = options.threads;
    json["loudnessLufs"] = result.loudnessLufs ? Json(*result.loudnessLufs) : Json(nullptr);
    json["truePeakDb"] = result.truePeakDb;
    json["sha256"] = result.sha256;
    json["editsAfterSave"] = song.unsavedEdits;
    json["isDamaged"] = song.isDamaged;
    auto problems = song.problems;
    problems.insert(problems.end(), result.problems.begin(), result.problems.end());
    json["problems"] = toJson<Json>(problems);
    console.object(dump(json));
}

int renderProject(const RenderOptions& options, Console& console)
{
    auto settings = settingsOf(options);
    if (!settings)
        return console.failUsage(settings.error().message, settings.error().place,
                                 "cppmusic-cli render --help");
    core::DiskFileSystem files;
    const auto song = readSong(options.project, files);
    if (!song) return console.fail(song.error());
    if (auto status = applyRange(options.range, *song->project.tempo, *settings); !status)
        return console.failUsage(status.error().message, status.error().place,
                                 "cppmusic-cli render --help");

    (void)interruption(); // made before a signal can ask for it
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
    ProgressBar bar("rendering");
    const auto result = session::renderSong(
        song->project, options.project, *settings, [&bar](double fraction) { bar.show(fraction); },
        interruption());
    bar.erase();
    if (!result) return console.fail(result.error());
    tellReading(*song, console);
    tellResult(*song, *result, options, console);
    return exitOk;
}

} // namespace

void addRenderCommand(CLI::App& app, Invocation& invocation)
{
    auto* command = app.add_subcommand("render", "Render a song to an audio file");
    auto options = std::make_shared<RenderOptions>();
    command->add_option("project", options->project, "The song, NAME.dawproj")->required();
    command->add_option("-o,--output", options->output, "Audio file to write");
    command->add_option("--stems", options->stems, "Folder for one file per track");
    command->add_option("--format", options->format,
                        "wav, aiff, flac, ogg, opus or mp3\n(default: from the file's name)");
    command->add_option("--rate", options->rate, "Frames a second, 8000 to 192000 (default 48000)")
        ->check(CLI::Range(8000.0, 192000.0));
    command->add_option("--bits", options->bits, "16, 24 or 32f (default 24)");
    command->add_option("--range", options->range,
                        "BAR:BAR from the start of one to the start of the other,\n"
                        "or seconds, 2.5s:10s (default: the whole song and its tail)");
    command->add_option("--block", options->block,
                        "Frames a block, 1 to 16384, or random (default 1024);\n"
                        "changes nothing in the sound");
    command->add_option("--seed", options->seed, "For --block random (default 1)");
    command
        ->add_option("--threads", options->threads,
                     "Threads that render together, 1 to 64 (default 1);\n"
                     "changes nothing in the sound")
        ->check(CLI::Range(1, 64));
    addJsonOption(*command, invocation);
    command->callback([options, &invocation] {
        invocation.run = [options, &invocation] {
            return renderProject(*options, invocation.console);
        };
    });
}

} // namespace cppmusic::cli
