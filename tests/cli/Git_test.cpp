// SPDX-License-Identifier: GPL-3.0-or-later
// Two people, two branches, one song: with the real git, in a repository of its own.
#include "Process.h"

#include "core/io/DiskFileSystem.h"
#include "model/Queries.h"
#include "project/ApplyCommand.h"
#include "project/serialization/ProjectSerializer.h"
#include "support/TemporaryFolder.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

using namespace cppmusic;
using namespace cppmusic::project;
using test::runCli;
using testing::HasSubstr;
using testing::Not;

namespace {

class Git : public testing::Test {
protected:
    void SetUp() override
    {
        if (std::system("git --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "there is no git";
        setenv("CPPMUSIC_CACHE", folder_.file("cache").c_str(), 1);
        std::filesystem::create_directory(repository());
        ASSERT_EQ(git("init -q -b main"), 0) << said();
        ASSERT_EQ(git("config user.name Test && git config user.email test@example.org"), 0);
        makeSong();
        const auto setUp = runCli({"git-setup", song()});
        ASSERT_EQ(setUp.exitCode, 0) << setUp.error;
        commit("The song");
    }
    void TearDown() override { unsetenv("CPPMUSIC_CACHE"); }

    [[nodiscard]] std::string repository() const { return folder_.file("band").string(); }
    [[nodiscard]] std::string song() const { return repository() + "/songs/Tune.dawproj"; }

    int git(const std::string& arguments)
    {
        const auto command = "cd '" + repository() + "' && git " + arguments + " > '" +
                             folder_.file("said").string() + "' 2>&1";
        return std::system(command.c_str());
    }
    [[nodiscard]] std::string said() const
    {
        std::ostringstream text;
        text << std::ifstream(folder_.file("said")).rdbuf();
        return text.str();
    }
    void commit(const std::string& message)
    {
        ASSERT_EQ(git("add -A && git commit -q -m '" + message + "'"), 0) << said();
    }

    /// Three synths, each with a pattern of four notes and a clip.
    void makeSong()
    {
        auto song = model::makeEmptyProject();
        for (const char* name : {"Bass", "Lead", "Pad"}) {
            model::Pattern pattern;
            pattern.id = model::PatternId{song.nextId++};
            pattern.name = std::string(name) + " riff";
            model::PatternLane lane;
            for (int beat = 0; beat < 4; ++beat) {
                model::Note note;
                note.id = model::NoteId{song.nextId++};
                note.event.start = core::Beats{static_cast<double>(beat)};
                lane.notes.push_back(note);
            }
            pattern.lanes.emplace(model::TrackId{}, lane);
            model::Device synth;
            synth.id = model::DeviceId{song.nextId++};
            synth.type = "cppmusic.synth";
            model::Clip clip;
            clip.id = model::ClipId{song.nextId++};
            clip.content = model::PatternClip{pattern.id, {}, true};
            model::Track track;
            track.id = model::TrackId{song.nextId++};
            track.name = name;
            track.instrument = core::Shared<model::Device>(synth);
            track.clips.emplace_back(clip);
            song.patterns.emplace(pattern.id, pattern);
            song.tracks.emplace_back(track);
        }
        save(song);
    }

    void save(const model::Project& project)
    {
        const auto saved = ProjectSerializer::save(project, song(), files_);
        ASSERT_TRUE(saved) << saved.error().text();
    }
    [[nodiscard]] model::Project load()
    {
        auto loaded = ProjectSerializer::load(song(), files_);
        EXPECT_TRUE(loaded) << loaded.error().text();
        return loaded ? std::move(loaded->project) : model::makeEmptyProject();
    }
    void edit(const std::vector<Command>& edits)
    {
        auto project = load();
        for (const auto& command : edits) {
            auto applied = applyCommand(project, command);
            ASSERT_TRUE(applied) << applied.error().text();
            project = std::move(applied->after);
        }
        save(project);
    }
    [[nodiscard]] static model::TrackId track(const model::Project& project,
                                              const std::string& name)
    {
        for (const auto& each : project.tracks)
            if (each->name == name) return each->id;
        return {};
    }
    /// The first pattern's n-th note, changed.
    [[nodiscard]] static Command moveNote(const model::Project& project, std::size_t index,
                                          double to)
    {
        const auto& pattern = *project.patterns.begin()->second;
        auto note = pattern.lanes.at({})->notes.at(index);
        note.event.start = core::Beats{to};
        return ChangeNotes{pattern.id, {}, {note}};
    }
    void branches(const std::vector<Command>& mine, const std::vector<Command>& hers)
    {
        ASSERT_EQ(git("checkout -q -b hers"), 0) << said();
        edit(hers);
        commit("Her edits");
        ASSERT_EQ(git("checkout -q main"), 0) << said();
        edit(mine);
        commit("My edits");
    }

    core::DiskFileSystem files_;
    test::TemporaryFolder folder_;
};

TEST_F(Git, WhatIsOfThisComputerOnlyIsNotCommitted)
{
    const std::filesystem::path folder(song());
    for (const char* name : {".journal/history.db", ".save/0", "assets/recording/take.wav",
                             "assets/unused/old.wav", "assets/audio/half.wav.part",
                             "project.json.damaged", "tracks/track-001.json.damaged-2"}) {
        std::filesystem::create_directories((folder / name).parent_path());
        std::ofstream(folder / name) << "x";
    }
    ASSERT_EQ(git("status --porcelain --untracked-files=all"), 0);
    EXPECT_EQ(said(), "");
    // Setting up again adds nothing; where .gitignore is a link, nothing is written through it.
    ASSERT_EQ(runCli({"git-setup", song()}).exitCode, 0);
    ASSERT_EQ(git("status --porcelain"), 0);
    EXPECT_EQ(said(), "");
    const auto diary = folder_.file("diary");
    std::ofstream(diary) << "mine";
    std::filesystem::remove(folder / ".gitignore");
    std::filesystem::create_symlink(diary, folder / ".gitignore");
    EXPECT_EQ(runCli({"git-setup", song()}).exitCode, 1);
    EXPECT_EQ(std::filesystem::file_size(diary), 4u);
}

TEST_F(Git, BranchesThatEditDifferentThingsMergeWithoutAConflictAndPlay)
{
    const auto song = load();
    const auto bass = track(song, "Bass"), pad = track(song, "Pad");
    model::Track drums;
    drums.id = model::TrackId{1000};
    drums.name = "Drums";
    model::Pattern fill;
    fill.id = model::PatternId{1001};
    branches({moveNote(song, 0, 0.5), SetTrackGain{bass, -3.0f}, SetTempo{{}, core::Bpm{97.0}},
              AddPattern{core::Shared<model::Pattern>(fill)}},
             {moveNote(song, 3, 3.5), SetTrackPan{bass, 0.5f}, RenameTrack{pad, "Strings"},
              AddTrack{core::Shared<model::Track>(drums)}});
    ASSERT_EQ(git("merge -q --no-edit hers"), 0) << said();
    const auto merged = load();
    EXPECT_EQ(merged.tracks.size(), 5u);
    EXPECT_EQ((*model::findTrack(merged, bass))->strip.gainDb, -3.0f);
    EXPECT_EQ((*model::findTrack(merged, bass))->strip.pan, 0.5f);
    EXPECT_EQ((*model::findTrack(merged, pad))->name, "Strings");
    EXPECT_EQ(merged.tempo->tempoAt({}), core::Bpm{97.0});
    const auto& notes = merged.patterns.begin()->second->lanes.at({})->notes;
    EXPECT_EQ(notes[0].event.start, core::Beats{0.5});
    EXPECT_EQ(notes[3].event.start, core::Beats{3.5});
    const auto render = runCli({"render", this->song(), "-o", folder_.file("x.wav").string()});
    EXPECT_EQ(render.exitCode, 0) << render.error;
    // The next save writes a manifest that knows every file, and nothing is left to settle.
    save(merged);
    const auto verify = runCli({"verify", this->song()});
    EXPECT_EQ(verify.exitCode, 0) << verify.out;
}

TEST_F(Git, OneNoteMovedOnBothBranchesStopsTheMergeAndBothVersionsAreThere)
{
    const auto song = load();
    branches({moveNote(song, 1, 1.25)}, {moveNote(song, 1, 1.75)});
    EXPECT_NE(git("merge --no-edit hers"), 0);
    EXPECT_THAT(said(), HasSubstr("Bass: note C4 at 1.2.240 was changed on both sides"));
    EXPECT_THAT(said(), HasSubstr("Merge conflict in songs/Tune.dawproj/patterns/"));
    EXPECT_THAT(said(), Not(HasSubstr("conflict in songs/Tune.dawproj/manifest.json")));
    const auto merged = load();
    const auto& notes = merged.patterns.begin()->second->lanes.at({})->notes;
    ASSERT_EQ(notes.size(), 5u);
    EXPECT_TRUE(notes[2].isMuted);
    commit("Merged");
    EXPECT_EQ(runCli({"render", this->song(), "-o", folder_.file("x.wav").string()}).exitCode, 0);
}

TEST_F(Git, ARebaseAndARemovedTrackGoWellToo)
{
    const auto song = load();
    const auto lead = track(song, "Lead"), pad = track(song, "Pad");
    branches({RemoveTrack{lead}}, {SetTrackGain{pad, -9.0f}});
    ASSERT_EQ(git("checkout -q hers && git rebase -q main"), 0) << said();
    const auto merged = load();
    EXPECT_EQ(merged.tracks.size(), 3u);
    EXPECT_EQ((*model::findTrack(merged, pad))->strip.gainDb, -9.0f);
}

TEST_F(Git, ATrackRemovedOnOneBranchAndChangedOnTheOtherCanStay)
{
    const auto song = load();
    const auto lead = track(song, "Lead");
    branches({RemoveTrack{lead}}, {SetTrackGain{lead, -9.0f}});
    EXPECT_NE(git("merge --no-edit hers"), 0); // git's own conflict: modify/delete
    commit("It stays");
    const auto merged = load();
    ASSERT_NE(model::findTrack(merged, lead), nullptr);
    EXPECT_EQ((*model::findTrack(merged, lead))->strip.gainDb, -9.0f);
}

TEST_F(Git, WhatBothBranchesAddNeverMeetsUnderOneId)
{
    const auto run = [&](const std::string& name) {
        const auto result =
            runCli({"edit", song(), "--set", "addTrack(\"" + name + "\")", "--set",
                    "addPattern(\"" + name + " fill\")", "--set",
                    "track(\"" + name + "\").addClip(\"" + name + " fill\", at=5.1.0)"});
        ASSERT_EQ(result.exitCode, 0) << result.error;
        commit("Add " + name);
    };
    ASSERT_EQ(git("checkout -q -b hers"), 0) << said();
    run("Strings");
    ASSERT_EQ(git("checkout -q main"), 0) << said();
    run("Drums");
    ASSERT_EQ(git("merge -q --no-edit hers"), 0) << said();
    const auto merged = load();
    EXPECT_EQ(merged.tracks.size(), 6u);
    EXPECT_EQ(merged.patterns.size(), 5u);
    for (const char* name : {"Strings", "Drums"})
        EXPECT_EQ((*model::findTrack(merged, track(merged, name)))->clips.size(), 1u) << name;
}

TEST_F(Git, DiffsAndLogsAreMusic)
{
    const auto song = load();
    edit({moveNote(song, 1, 1.25), SetTrackGain{track(song, "Pad"), -3.0f}});
    ASSERT_EQ(git("--no-pager diff"), 0) << said();
    EXPECT_THAT(said(), HasSubstr("Bass: note C4 at 1.2.0 moved to 1.2.240"));
    EXPECT_THAT(said(), HasSubstr("Pad: gain 0 dB → -3 dB"));
    EXPECT_THAT(said(), Not(HasSubstr("sha256")));
}

TEST_F(Git, SetupTwiceIsSetupOnceAndNeedsARepository)
{
    ASSERT_EQ(runCli({"git-setup", song()}).exitCode, 0);
    ASSERT_EQ(git("status --porcelain"), 0);
    EXPECT_EQ(said(), "");
    const auto alone = folder_.file("Alone.dawproj").string();
    ASSERT_EQ(runCli({"new", alone}).exitCode, 0);
    const auto result = runCli({"git-setup", alone});
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_THAT(result.error, HasSubstr("git init"));
}

TEST_F(Git, FoldersAreComparedAndMergedWithoutGitAsWell)
{
    const auto copy = [&](const std::string& name) {
        std::filesystem::copy(song(), folder_.file(name), std::filesystem::copy_options::recursive);
        return folder_.file(name).string();
    };
    const auto base = copy("Base.dawproj");
    const auto song = load();
    edit({SetTrackGain{track(song, "Bass"), -3.0f}});
    const auto ours = copy("Ours.dawproj");
    edit({SetTrackGain{track(song, "Bass"), 0.0f}, SetTrackPan{track(song, "Bass"), -1.0f}});
    const auto theirs = this->song();
    const auto diff = runCli({"diff", base, theirs, "--exit-code"});
    EXPECT_EQ(diff.exitCode, 1);
    EXPECT_EQ(diff.out, "Bass: pan centre → 100 % left\n");
    EXPECT_EQ(runCli({"diff", base, base, "--exit-code"}).exitCode, 0);
    const auto asJson = runCli({"diff", base, theirs, "--json"});
    EXPECT_THAT(asJson.out, HasSubstr("\"field\":\"strip/pan\""));
    const auto target = folder_.file("Merged.dawproj").string();
    const auto merge = runCli({"merge", base, ours, theirs, "-o", target});
    EXPECT_EQ(merge.exitCode, 0) << merge.out << merge.error;
    const auto merged = ProjectSerializer::load(target, files_);
    ASSERT_TRUE(merged);
    EXPECT_EQ((*model::findTrack(merged->project, track(song, "Bass")))->strip.pan, -1.0f);
    EXPECT_EQ((*model::findTrack(merged->project, track(song, "Bass")))->strip.gainDb, -3.0f);
    edit({SetTrackPan{track(song, "Bass"), 1.0f}});
    EXPECT_EQ(runCli({"merge", base, target, theirs}).exitCode, 1) << "a conflict is told";
}

TEST_F(Git, WhatAMergeKeptIsListedUntilSomebodyTakesIt)
{
    const auto copy = [&](const std::string& name) {
        std::filesystem::copy(song(), folder_.file(name), std::filesystem::copy_options::recursive);
        return folder_.file(name).string();
    };
    const auto base = copy("Base.dawproj");
    EXPECT_EQ(runCli({"conflicts", base, "--exit-code"}).out, "no merge left anything to decide\n");
    const auto song = load();
    const auto synth = (*(*model::findTrack(song, track(song, "Lead")))->instrument)->id;
    edit({SetTrackGain{track(song, "Bass"), -3.0f}, SetDeviceParameter{synth, "cutoff", 500.0f},
          RenameProject{"Mine"}});
    const auto ours = copy("Ours.dawproj");
    edit({SetTrackGain{track(song, "Bass"), -6.0f}, SetDeviceParameter{synth, "cutoff", 900.0f},
          RenameProject{"Hers"}});
    ASSERT_EQ(runCli({"merge", base, ours, this->song()}).exitCode, 1);
    const auto list = runCli({"conflicts", ours, "--exit-code"});
    EXPECT_EQ(list.exitCode, 1);
    EXPECT_THAT(list.out, HasSubstr("Song: name is 'Mine', the other version has 'Hers'\n"));
    EXPECT_THAT(list.out, HasSubstr("Bass: gain is -3 dB, the other version has -6 dB\n"));
    EXPECT_THAT(list.out, HasSubstr(" is 500 Hz, the other version has 900 Hz\n"));
    EXPECT_EQ(std::count(list.out.begin(), list.out.end(), '\n'), 3);
    ASSERT_EQ(runCli({"edit", ours, "--set", "track(\"Bass\").gain=-6"}).exitCode, 0);
    EXPECT_THAT(runCli({"conflicts", ours}).out, Not(HasSubstr("Bass")));
    ASSERT_EQ(runCli({"undo", ours}).exitCode, 0);
    EXPECT_THAT(runCli({"conflicts", ours, "--json"}).out, HasSubstr("\"kept\":\"-6 dB\""));
}

} // namespace
