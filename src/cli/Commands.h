// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/Console.h"

#include <functional>

namespace CLI {
class App;
}

namespace cppmusic::cli {

/// What the command line asked for; set by the subcommand that was named.
struct Invocation {
    Console console;
    std::function<int()> run; ///< does it and returns the exit code
};

// Each adds its subcommand with options and help. The invocation must outlive the app.
void addNewCommand(CLI::App&, Invocation&);
void addImportCommand(CLI::App&, Invocation&);
void addExportCommand(CLI::App&, Invocation&);
void addRenderCommand(CLI::App&, Invocation&);
void addInfoCommand(CLI::App&, Invocation&);
void addLoudnessCommand(CLI::App&, Invocation&);
void addPresetsCommand(CLI::App&, Invocation&);
void addVerifyCommand(CLI::App&, Invocation&);
void addAssetsCommand(CLI::App&, Invocation&);
void addEditCommand(CLI::App&, Invocation&);
void addDiffCommand(CLI::App&, Invocation&);
void addMergeCommand(CLI::App&, Invocation&);
void addConflictsCommand(CLI::App&, Invocation&);
void addGitSetupCommand(CLI::App&, Invocation&);
void addRepairCommand(CLI::App&, Invocation&);
void addHistoryCommands(CLI::App&, Invocation&);
void addPackCommand(CLI::App&, Invocation&);
void addUnpackCommand(CLI::App&, Invocation&);
void addBenchCommand(CLI::App&, Invocation&);
void addDrillCommand(CLI::App&, Invocation&);

/// Adds --json to a subcommand.
void addJsonOption(CLI::App&, Invocation&);

} // namespace cppmusic::cli
