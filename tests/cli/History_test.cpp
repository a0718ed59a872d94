// SPDX-License-Identifier: GPL-3.0-or-later
// What was edited, from the command line: listed, searched, taken back, done again; and songs whose
// last edits are in the journal only.
#include "Process.h"

#include "core/io/DiskFileSystem.h"
#include "project/ProjectModel.h"
#include "session/ProjectFiles.h"
#include "session/Session.h"
#include "session/storage/SongKeeper.h"
#include "support/TemporaryFolder.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <unistd.h>

using namespace cppmusic;
using nlohmann::json;
using test::runCli;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

class History : public testing::Test {
protected:
    void SetUp() override
    {
        setenv("CPPMUSIC_CACHE", file("cache").c_str(), 1);
        setenv("CPPMUSIC_STATE", file("state").c_str(), 1);
        ASSERT_EQ(runCli({"new", song()}).exitCode, 0);
        edit("addTrack(\"Bass\", kind=instrument, instrument=cppmusic.synth)");
        edit("addTrack(\"Lead\", kind=instrument, instrument=cppmusic.synth)");
        begin_ = current();
    }
    void TearDown() override
    {
        unsetenv("CPPMUSIC_CACHE");
        unsetenv("CPPMUSIC_STATE");
    }

    [[nodiscard]] std::string file(const std::string& name) const
    {
        return folder_.file(name).string();
    }
    [[nodiscard]] std::string song() const { return file("Song.dawproj"); }
    void edit(const std::string& statement) const
    {
        const auto result = runCli({"edit", song(), "--set", statement});
        ASSERT_EQ(result.exitCode, 0) << result.error;
    }
    [[nodiscard]] json ask(std::vector<std::string> arguments, int exitCode = 0) const
    {
        arguments.emplace_back("--json");
        const auto result = runCli(arguments);
        EXPECT_EQ(result.exitCode, exitCode) << result.out;
        EXPECT_EQ(result.error, "");
        return json::parse(result.out);
    }
    [[nodiscard]] int current() const { return ask({"history", song()})["current"]; }
    [[nodiscard]] double tempo() const { return ask({"info", song()})["tempo"]; }
    /// Every file of the folder with what is in it, but for those that a reader can't avoid.
    [[nodiscard]] std::map<std::string, std::string> everything() const
    {
        std::map<std::string, std::string> files;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(song())) {
            std::ostringstream text;
            if (entry.is_regular_file()) text << std::ifstream(entry.path()).rdbuf();
            files[entry.path().string()] = text.str();
        }
        return files;
    }
    static void expectOneLine(const test::ProcessResult& result, int exitCode,
                              const std::string& what)
    {
        EXPECT_EQ(result.exitCode, exitCode) << result.out;
        EXPECT_EQ(result.out, "");
        EXPECT_THAT(result.error, StartsWith("cppmusic-cli: "));
        EXPECT_THAT(result.error, HasSubstr(what));
        EXPECT_EQ(std::count(result.error.begin(), result.error.end(), '\n'), 1) << result.error;
    }

    test::TemporaryFolder folder_;
    int begin_ = 0;
};

TEST_F(History, BranchesAreKeptOverClosingAndAnyRevisionCanBeGoneTo)
{
    edit("song.tempo=90");
    edit("song.tempo=100");
    const auto undone = ask({"undo", song()});
    EXPECT_EQ(undone["revision"], begin_ + 1);
    edit("song.tempo=110");
    EXPECT_EQ(tempo(), 110.0);
    const auto list = ask({"history", song()});
    EXPECT_EQ(list["current"], begin_ + 3);
    EXPECT_EQ(list["edits"][0]["parent"], begin_ + 1) << "a branch beside revision 4";
    EXPECT_EQ(list["edits"][1]["parent"], begin_ + 1);
    const auto text = runCli({"history", song()});
    const auto number = [this](int more) { return std::to_string(begin_ + more); };
    EXPECT_THAT(text.out, HasSubstr("* " + number(3) + "  "));
    EXPECT_THAT(text.out, HasSubstr("  (after " + number(1) + ")\n"));
    EXPECT_THAT(text.out, HasSubstr("  0  beginning\n"));

    EXPECT_EQ(ask({"restore", song(), number(2)})["revision"], begin_ + 2);
    EXPECT_EQ(tempo(), 100.0);
    EXPECT_EQ(ask({"undo", song(), "2"})["revision"], begin_);
    EXPECT_EQ(tempo(), 120.0);
    EXPECT_EQ(ask({"redo", song(), "2"})["revision"], begin_ + 2)
        << "redo goes where one came from";
    const auto first = runCli({"restore", song(), "0"});
    EXPECT_EQ(first.out, "revision 0: beginning\n");
    EXPECT_EQ(runCli({"verify", song()}).exitCode, 0);
}

TEST_F(History, EditsAreFoundByWordsOfTheirLabels)
{
    edit("song.tempo=90");
    edit("track(\"Bass\").gain=-3");
    const auto all = ask({"history", song()});
    const std::string label = all["edits"][0]["label"];
    auto words = label.substr(0, label.size() - 1);
    for (char& c : words) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    const auto found = ask({"history", song(), "--find", words});
    ASSERT_GE(found["edits"].size(), 1u);
    EXPECT_EQ(found["edits"][0], all["edits"][0]);
    EXPECT_LT(found["edits"].size(), all["edits"].size());
    EXPECT_EQ(ask({"history", song(), "--find", "tuba"})["edits"].size(), 0u);
    EXPECT_EQ(runCli({"history", song(), "--find", "tuba"}).out,
              "no edit has these words in its label\n");
}

TEST_F(History, OnlyOneTracksEditsAreTakenBack)
{
    edit("track(\"Bass\").gain=-3");
    edit("track(\"Bass\").pan=-0.5");
    edit("track(\"Lead\").gain=-9");
    edit("song.tempo=90");
    const auto copy = file("Before.dawproj");
    std::filesystem::copy(song(), copy, std::filesystem::copy_options::recursive);
    const auto undone = ask({"undo", song(), "--track", "Bass"});
    EXPECT_THAT(undone["label"].get<std::string>(), StartsWith("Undo "));
    EXPECT_EQ(runCli({"diff", copy, song()}).out, "Bass: pan 50 % left → centre\n");
    ASSERT_EQ(runCli({"undo", song(), "--track", "Bass"}).exitCode, 0);
    EXPECT_EQ(runCli({"diff", copy, song()}).out,
              "Bass: gain -3 dB → 0 dB, pan 50 % left → centre\n");
    EXPECT_EQ(tempo(), 90.0);
    ASSERT_EQ(runCli({"undo", song(), "2"}).exitCode, 0);
    EXPECT_EQ(runCli({"diff", copy, song(), "--exit-code"}).exitCode, 0);
    ASSERT_EQ(runCli({"undo", song(), "2", "--track", "Bass"}).exitCode, 0);
    EXPECT_EQ(runCli({"diff", copy, song()}).out,
              "Bass: gain -3 dB → 0 dB, pan 50 % left → centre\n");
}

TEST_F(History, ATracksEditThatALaterOneNeedsStaysAndTheLaterOneIsNamed)
{
    ASSERT_EQ(runCli({"edit", song(), "--set", "track(\"Bass\").pan=-1", "--set",
                      "track(\"Lead\").pan=1"})
                  .exitCode,
              0);
    edit("track(\"Lead\").pan=0.25");
    const auto before = ask({"history", song()});
    expectOneLine(runCli({"undo", song(), "--track", "Bass"}), 1,
                  "(revision " + std::to_string(begin_ + 2) + ") depends on it");
    // The last edit of Lead alone, then the shared one: the second is refused, so nothing is done.
    expectOneLine(runCli({"undo", song(), "9", "--track", "Lead"}), 1, "cppmusic-cli");
    EXPECT_EQ(ask({"history", song()}), before);
    EXPECT_EQ(ask({"undo", song(), "--track", "Bass"}, 1)["error"]["code"], "invalidArgument");
    expectOneLine(runCli({"undo", song(), "--track", "Tuba"}), 1, "no track of this name");
}

TEST_F(History, WhatCantBeDoneIsOneSentenceAndChangesNothing)
{
    const auto before = ask({"history", song()});
    expectOneLine(runCli({"undo", song(), "99"}), 1, "There are only 2 edits to undo.");
    expectOneLine(runCli({"redo", song()}), 1, "There is nothing to redo.");
    expectOneLine(runCli({"restore", song(), "99"}), 1,
                  "There is no such revision; the last one is 2.");
    expectOneLine(runCli({"undo", song(), "0"}), 2, "see cppmusic-cli undo --help");
    expectOneLine(runCli({"undo", song(), "two"}), 2, "see cppmusic-cli undo --help");
    expectOneLine(runCli({"restore", song(), "-1"}), 2, "see cppmusic-cli restore --help");
    expectOneLine(runCli({"restore", song()}), 2, "see cppmusic-cli restore --help");
    for (const std::string command : {"history", "undo", "redo"})
        expectOneLine(runCli({command, file("no.dawproj")}), 1, "no.dawproj");
    expectOneLine(runCli({"restore", file("no.dawproj"), "1"}), 1, "no.dawproj");
    EXPECT_EQ(ask({"history", song()}), before);
}

/// A song whose last two edits are in the journal only, in a program that has it open.
class OpenSong : public History {
protected:
    void SetUp() override
    {
        History::SetUp();
        session_ = std::make_unique<session::Session>();
        ASSERT_TRUE(session_->files().open(song()));
        const auto& tracks = session_->model().snapshot()->tracks;
        for (const auto& track : tracks)
            if (track->name == "Bass") {
                ASSERT_TRUE(session_->model().execute(project::RenameTrack{track->id, "Tuba"}));
            }
        ASSERT_TRUE(session_->model().execute(project::RenameProject{"Beyond"}));
        ASSERT_TRUE(session_->files().keeper().flush());
    }
    std::unique_ptr<session::Session> session_;
};

TEST_F(OpenSong, EditsAfterTheLastSaveAreReadAndNothingIsWritten)
{
    const auto before = everything();
    const auto info = ask({"info", song()});
    EXPECT_EQ(info["name"], "Beyond");
    EXPECT_EQ(info["editsAfterSave"], 2);
    EXPECT_EQ(info["isDamaged"], false);
    const auto text = runCli({"info", song()});
    EXPECT_THAT(text.out, HasSubstr("Tuba"));
    EXPECT_EQ(text.error, "cppmusic-cli: 2 edits beyond the last save included\n");

    const auto render = runCli({"render", song(), "-o", file("mix.wav"), "--range", "1:2"});
    EXPECT_EQ(render.exitCode, 0) << render.error;
    EXPECT_THAT(render.error, HasSubstr("2 edits beyond the last save included\n"));
    const auto midi = ask({"export", song(), "-o", file("song.mid")});
    EXPECT_EQ(midi["editsAfterSave"], 2);
    std::ostringstream bytes;
    bytes << std::ifstream(file("song.mid")).rdbuf();
    EXPECT_THAT(bytes.str(), HasSubstr("Beyond"));
    EXPECT_EQ(ask({"history", song()})["current"], begin_ + 2);

    std::filesystem::copy(song(), file("Copy.dawproj"), std::filesystem::copy_options::recursive);
    EXPECT_EQ(runCli({"diff", song(), file("Copy.dawproj"), "--exit-code"}).exitCode, 0);
    const auto target = file("Merged.dawproj");
    EXPECT_EQ(runCli({"merge", song(), song(), song(), "-o", target}).exitCode, 0);
    EXPECT_EQ(ask({"info", target})["name"], "Beyond");
    EXPECT_TRUE(everything() == before);
}

TEST_F(OpenSong, AFolderThatMayNotBeWrittenToIsReadToo)
{
    session_.reset();
    test::ProcessOptions options;
    options.isBoundByPermissions = true;
    const auto bound = std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec;
    std::filesystem::permissions(song(), bound);
    std::filesystem::permissions(song() + "/.journal", bound);
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"info", song()}, {"export", song(), "-o", file("song.mid")}}) {
        const auto result = runCli(command, options);
        EXPECT_EQ(result.exitCode, 0) << result.error;
    }
    for (const std::string& folder : {song(), song() + "/.journal"})
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
}

TEST_F(OpenSong, NothingElseIsWrittenWhileAProgramHasTheSong)
{
    const auto before = everything();
    std::filesystem::copy(song(), file("Copy.dawproj"), std::filesystem::copy_options::recursive);
    const auto copy = file("Copy.dawproj");
    const std::vector<std::vector<std::string>> commands{
        {"merge", copy, song(), copy},
        {"merge", copy, copy, copy, "-o", song()},
        {"undo", song()},
        {"restore", song(), "0"},
        {"edit", song(), "--set", "song.tempo=90"}};
    for (const auto& command : commands)
        expectOneLine(runCli(command), 1, "process " + std::to_string(getpid()) + " on ");
    EXPECT_TRUE(everything() == before);
    session_.reset();
    EXPECT_EQ(runCli(commands.front()).exitCode, 0);
    EXPECT_EQ(ask({"info", song()})["name"], "Beyond");
}

TEST_F(History, ADamagedSongIsReadAsWholeAsItIsAndNotMerged)
{
    edit("song.tempo=90");
    const auto copy = file("Copy.dawproj");
    std::filesystem::copy(song(), copy, std::filesystem::copy_options::recursive);
    std::ofstream(song() + "/project.json", std::ios::app) << "{";
    const auto before = everything();
    const auto info = ask({"info", song()});
    EXPECT_EQ(info["tempo"], 90.0) << "the journal has it";
    EXPECT_EQ(info["isDamaged"], true);
    EXPECT_THAT(info["problems"][0]["place"].get<std::string>(), HasSubstr("project.json"));
    EXPECT_THAT(runCli({"info", song()}).error, HasSubstr("warning: project.json"));
    expectOneLine(runCli({"merge", copy, song(), copy}), 1, "'cppmusic-cli repair'");
    EXPECT_TRUE(everything() == before);
}

} // namespace
