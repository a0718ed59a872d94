// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/DrillEdits.h"
#include "cli/Workbench.h"
#include "project/storage/JournalRow.h"
#include "project/storage/ReadProject.h"
#include "session/storage/SongKeeper.h"

#include <CLI/CLI.hpp>
#include <cerrno>
#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include <unistd.h>

namespace cppmusic::cli {

namespace {

/// A line that whoever watches sees at once: one system call, nothing kept back.
void tell(const std::string& line)
{
    std::string rest = line + "\n";
    while (!rest.empty()) {
        const auto count = ::write(STDOUT_FILENO, rest.data(), rest.size());
        if (count <= 0 && errno != EINTR) return; // nobody listens any more
        if (count > 0) rest.erase(0, static_cast<std::size_t>(count));
    }
}

int initDrill(const std::string& folder, Console& console)
{
    Workbench bench;
    bench.model.replace(makeDrillSong());
    if (auto status = bench.files.saveAs(folder); !status) return console.fail(status.error());
    if (auto status = bench.files.keeper().close(); !status) return console.fail(status.error());
    return exitOk;
}

/// Performs edits and tells which are durable.
class Drill {
public:
    Drill(Workbench& bench, Console& console) : bench_(bench), console_(console) {}

    int run(const std::string& folder, std::uint64_t count)
    {
        if (auto status = bench_.files.open(folder); !status) return console_.fail(status.error());
        for (const auto& problem : keeper().problems())
            tell("WARN " + problem.place + ": " + problem.message);
        if (keeper().durability().isReadOnly)
            return console_.fail(core::makeError(core::ErrorCode::corrupt,
                                                 "The song is damaged; repair it first.", folder));
        acknowledged_ = keeper().durability().edits;
        for (std::uint64_t index = 1; index <= count; ++index) {
            const auto number = keeper().durability().edits + 1;
            if (auto status = performDrillEdit(bench_.model, number); !status)
                return console_.fail(status.error());
            rows_.push_back({number, keeper().progress().last});
            const bool isToWait = number % 4 == 0 || index == count;
            if (isToWait && !awaitDisk([this] { return keeper().flush(); })) return giveUp();
            acknowledge();
            if (number % 7 == 0) keeper().saveLater({});
            if (number % 50 == 0 && !awaitDisk([this] { return keeper().save(); })) return giveUp();
            bench_.mainThread.drain();
        }
        if (!awaitDisk([this] { return keeper().save(); })) return giveUp();
        const auto status = keeper().close();
        return status ? exitOk : console_.fail(status.error());
    }

private:
    session::SongKeeper& keeper() { return bench_.files.keeper(); }

    // A disk that refuses once may do it the next time; the program asks every two seconds.
    template <class Action>
    bool awaitDisk(Action&& action)
    {
        for (int tries = 0; tries < 8; ++tries) {
            status_ = action();
            if (status_) return true;
            bench_.mainThread.drain();
            keeper().retryNow();
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        return false;
    }

    int giveUp()
    {
        acknowledge();
        return console_.fail(status_.error());
    }

    void acknowledge()
    {
        const auto durable = keeper().progress().durable;
        while (!rows_.empty() && rows_.front().second <= durable) {
            acknowledged_ = rows_.front().first;
            rows_.erase(rows_.begin());
            tell("ACK " + std::to_string(acknowledged_));
        }
    }

    Workbench& bench_;
    Console& console_;
    core::Status status_;
    std::uint64_t acknowledged_ = 0;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> rows_; ///< edits and their rows
};

// Opens as the program does: with what a crash left half done finished first.
int verifyDrill(const std::string& folder, Console& console)
{
    Workbench bench;
    if (auto status = bench.files.open(folder); !status) return console.fail(status.error());
    auto& keeper = bench.files.keeper();
    for (const auto& problem : keeper.problems())
        tell("WARN " + problem.place + ": " + problem.message);
    const auto sum = project::checksumOf(*bench.model.snapshot());
    if (!sum) return console.fail(sum.error());
    tell("EDITS " + std::to_string(keeper.edits()));
    tell("HASH " + *sum);
    return exitOk;
}

} // namespace

void addDrillCommand(CLI::App& app, Invocation& invocation)
{
    auto* drill = app.add_subcommand("drill", "Edit a song at random, for tests that crash it");
    drill->require_subcommand(1);
    auto folder = std::make_shared<std::string>();
    auto count = std::make_shared<std::uint64_t>(0);
    auto* init = drill->add_subcommand("init", "Make a small song in an empty folder");
    init->add_option("folder", *folder, "The empty folder")->required();
    init->callback([folder, &invocation] {
        invocation.run = [folder, &invocation] { return initDrill(*folder, invocation.console); };
    });
    auto* run = drill->add_subcommand(
        "run", "Perform N random edits with saves between; 'ACK n' when edit n is durable");
    run->add_option("folder", *folder, "The song")->required();
    run->add_option("edits", *count, "How many edits")->required();
    run->callback([folder, count, &invocation] {
        invocation.run = [folder, count, &invocation] {
            Workbench bench;
            return Drill(bench, invocation.console).run(*folder, *count);
        };
    });
    auto* verify = drill->add_subcommand(
        "verify", "Open as the program does; print EDITS and HASH, WARN where damage was met");
    verify->add_option("folder", *folder, "The song")->required();
    verify->callback([folder, &invocation] {
        invocation.run = [folder, &invocation] { return verifyDrill(*folder, invocation.console); };
    });
}

} // namespace cppmusic::cli
