// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/BenchOptions.h"
#include "cli/Commands.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace cppmusic::cli {

core::Result<std::vector<BenchFile>> benchFiles(const BenchOptions& options,
                                                const std::filesystem::path& scratch)
{
    if (options.files.empty())
        return writeBenchFiles(scratch, options.tracks, options.seconds,
                               options.rate > 0.0 ? static_cast<int>(options.rate) : 48000);
    return findBenchFiles(options.files, options.tracks);
}

namespace {

using Options = std::shared_ptr<BenchOptions>;

CLI::App* addBench(CLI::App& parent, Invocation& invocation, const Options& options,
                   const char* name, const char* help, int (*run)(const BenchOptions&, Console&))
{
    auto* command = parent.add_subcommand(name, help);
    command->add_option("--tracks", options->tracks, "How many (default 16)")
        ->check(CLI::Range(1, 4096));
    command
        ->add_option("--variant", options->variant,
                     "dry: gain, pan, sum\n"
                     "bus: and a group per eight tracks, two sends, two buses\n"
                     "native: and equaliser and compressor everywhere, reverb, delay")
        ->check(CLI::IsMember({"dry", "bus", "native"}));
    command->add_option("--files", options->files,
                        "Folder of audio files, one per track\n"
                        "(default: stereo, 24 bits, made for the time)");
    command->add_option("--seconds", options->seconds, "Length (default 60)")
        ->check(CLI::Range(0.1, 3600.0));
    command->add_option("--threads", options->threads, "Threads that render together (default 1)")
        ->check(CLI::Range(1, 64));
    command->add_option("--block", options->block, "Frames a block")->check(CLI::Range(1, 16384));
    addJsonOption(*command, invocation);
    command->callback([options, run, &invocation] {
        invocation.run = [options, run, &invocation] { return run(*options, invocation.console); };
    });
    return command;
}

int writeFiles(const BenchOptions& options, Console& console)
{
    const auto written = writeBenchFiles(options.files, options.tracks, options.seconds);
    if (!written) return console.fail(written.error());
    console.line("wrote " + std::to_string(written->size()) + " files to " + options.files);
    return exitOk;
}

} // namespace

void addBenchCommand(CLI::App& app, Invocation& invocation)
{
    auto* bench = app.add_subcommand("bench", "Measure the engine with songs made for it");
    bench->require_subcommand(1);

    const auto render = std::make_shared<BenchOptions>();
    auto* command = addBench(*bench, invocation, render, "render",
                             "Render a song of audio tracks; start-up counts", &benchRender);
    command->add_option("--bits", render->bits, "16, 24 or 32 for float (default 24)")
        ->check(CLI::IsMember({16, 24, 32}));
    command->add_flag("--measure", render->isMeasured,
                      "With loudness, true peak and SHA-256, as 'render' does");

    const auto live = std::make_shared<BenchOptions>();
    live->block = 128;
    live->seconds = 20.0;
    command =
        addBench(*bench, invocation, live, "live",
                 "Play a song of audio tracks into the void; how long blocks take", &benchLive);
    command->add_flag("--paced", live->isPaced,
                      "A block whenever a device would ask for one (default: one right after the\n"
                      "other, files read in between by another thread)");
    command->add_flag("--pinned", live->isPinned, "Keep the audio thread on one core");
    command
        ->add_option("--rate", live->rate,
                     "Frames a second, 8000 to 192000 (default: the files', a project: 48000)")
        ->check(CLI::Range(8000.0, 192000.0));
    command
        ->add_option("--project", live->project,
                     "Play this song, NAME.dawproj, over and over, instead of one that is made")
        ->excludes("--tracks")
        ->excludes("--variant")
        ->excludes("--files");

    const auto edit = std::make_shared<BenchOptions>();
    edit->variant = "native";
    edit->block = 128;
    edit->seconds = 10.0;
    addBench(*bench, invocation, edit, "edit",
             "Edit a song while it plays: what edits cost the main thread, and whether blocks\n"
             "come late for them",
             &benchEdit);

    const auto files = std::make_shared<BenchOptions>();
    auto* make = bench->add_subcommand("files", "Make audio files to measure with");
    make->add_option("folder", files->files, "Where")->required();
    make->add_option("--tracks", files->tracks, "How many (default 16)")
        ->check(CLI::Range(1, 4096));
    make->add_option("--seconds", files->seconds, "Length (default 60)")
        ->check(CLI::Range(0.1, 3600.0));
    make->callback([files, &invocation] {
        invocation.run = [files, &invocation] { return writeFiles(*files, invocation.console); };
    });
}

} // namespace cppmusic::cli
