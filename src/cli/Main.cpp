// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <exception>
#include <new>
#include <string_view>

namespace cppmusic::cli {

void addJsonOption(CLI::App& command, Invocation& invocation)
{
    command.add_flag("--json", invocation.console.isJson,
                     "Print one JSON object instead of text, for errors too");
}

namespace {

/// Before the command line is understood: was --json meant?
bool wantsJson(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--") return false;
        if (std::string_view(argv[i]) == "--json") return true;
    }
    return false;
}

/// "cppmusic-cli render --help" for the subcommand that was named, if any.
std::string helpCommand(const CLI::App& app)
{
    const auto named = app.get_subcommands();
    return named.empty() ? "cppmusic-cli --help"
                         : "cppmusic-cli " + named.front()->get_name() + " --help";
}

/// CLI11 begins some messages with the option they are about; that is the place.
int tellUsage(const CLI::App& app, const CLI::ParseError& error, Console& console)
{
    std::string message = error.what();
    std::string place;
    const auto colon = message.find(": ");
    if (colon != std::string::npos && message.compare(0, 2, "--") == 0) {
        place = message.substr(0, colon);
        message = message.substr(colon + 2);
    }
    return console.failUsage(message, place, helpCommand(app));
}

int runProgram(int argc, char** argv)
{
    Invocation invocation;
    CLI::App app{"CPPMusic without a window: make, convert, check and render songs.\n"
                 "A song is a folder NAME.dawproj.",
                 "cppmusic-cli"};
    app.set_version_flag("--version", "cppmusic-cli " CPPMUSIC_VERSION);
    app.require_subcommand(1);
    app.get_formatter()->column_width(34);
    app.footer("Exit codes: 0 done, 1 failed, 2 wrong usage.\n"
               "'cppmusic-cli COMMAND --help' explains a command.");
    addNewCommand(app, invocation);
    addImportCommand(app, invocation);
    addExportCommand(app, invocation);
    addRenderCommand(app, invocation);
    addInfoCommand(app, invocation);
    addLoudnessCommand(app, invocation);
    addPresetsCommand(app, invocation);
    addVerifyCommand(app, invocation);
    addAssetsCommand(app, invocation);
    addEditCommand(app, invocation);
    addDiffCommand(app, invocation);
    addMergeCommand(app, invocation);
    addConflictsCommand(app, invocation);
    addGitSetupCommand(app, invocation);
    addRepairCommand(app, invocation);
    addHistoryCommands(app, invocation);
    addPackCommand(app, invocation);
    addUnpackCommand(app, invocation);
    addBenchCommand(app, invocation);
    addDrillCommand(app, invocation);

    Console& console = invocation.console;
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& help) {
        app.exit(help);
        return console.finish(exitOk);
    } catch (const CLI::ParseError& error) {
        console.isJson = wantsJson(argc, argv);
        return console.finish(tellUsage(app, error, console));
    }
    return console.finish(invocation.run());
}

} // namespace

} // namespace cppmusic::cli

int main(int argc, char** argv)
{
#ifdef SIGXFSZ
    // A file size limit is then an error of the write, told like a full disk.
    std::signal(SIGXFSZ, SIG_IGN);
#endif
    try {
        return cppmusic::cli::runProgram(argc, argv);
    } catch (const std::bad_alloc&) {
        std::fputs("cppmusic-cli: memory: there is not enough of it for this song\n", stderr);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "cppmusic-cli: internal error: %s\n", error.what());
    }
    return cppmusic::cli::exitFailed;
}
