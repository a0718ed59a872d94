// SPDX-License-Identifier: GPL-3.0-or-later
// What was edited is there again: after closing, after a crash, after files changed.
#include "../project/RandomCommands.h"
#include "core/io/DiskFileSystem.h"
#include "core/jobs/MainThreadQueue.h"
#include "project/ProjectModel.h"
#include "project/serialization/ProjectSerializer.h"
#include "session/ProjectFiles.h"
#include "session/Session.h"
#include "session/storage/LeftDrafts.h"
#include "session/storage/SaveState.h"
#include "session/storage/SongKeeper.h"
#include "support/OldUndo.h"
#include "support/TemporaryFolder.h"

#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

using namespace cppmusic;
using project::RenameProject;
using testing::HasSubstr;

namespace {

class Durability : public testing::Test {
protected:
    void SetUp() override { setenv("CPPMUSIC_STATE", folder.file("state").c_str(), 1); }
    void TearDown() override { unsetenv("CPPMUSIC_STATE"); }

    /// What a program that dies leaves: the folder as it is now, without being closed.
    std::filesystem::path copyOf(const std::filesystem::path& song, const char* name)
    {
        const auto copy = folder.file(name);
        std::filesystem::copy(song, copy, std::filesystem::copy_options::recursive);
        return copy;
    }
    static void edit(session::Session& session, int count, std::uint64_t seed)
    {
        test::RandomCommands random(seed);
        std::mt19937_64 dice(seed);
        while (count > 0) {
            auto& model = session.model();
            if (dice() % 5 == 0 && model.undo())
                --count;
            else if (dice() % 9 == 0 && model.redo())
                --count;
            else if (model.execute(random.next(*model.snapshot())))
                --count;
        }
    }
    test::TemporaryFolder folder;
};

} // namespace

TEST_F(Durability, TheWholeUndoTreeIsThereAgainAfterReopening)
{
    const auto song = folder.file("Song.dawproj");
    project::UndoTree tree;
    model::Project project;
    {
        session::Session session;
        edit(session, 60, 0xd0'01);
        ASSERT_TRUE(session.files().saveAs(song).ok());
        edit(session, 60, 0xd0'02);
        ASSERT_TRUE(session.files().save().ok());
        tree = session.model().undoTree();
        project = *session.model().snapshot();
    }
    session::Session session;
    ASSERT_TRUE(session.files().open(song).ok());
    EXPECT_TRUE(session.files().problems().empty());
    EXPECT_EQ(*session.model().snapshot(), project);
    EXPECT_TRUE(session.model().undoTree() == tree);
    ASSERT_GT(tree.count(), 60u);
    for (project::Revision revision = 0; revision < tree.count(); ++revision)
        EXPECT_TRUE(session.model().goTo(revision).ok()) << revision;
}

TEST_F(Durability, EditsThatWereNeverSavedAreThereAfterACrash)
{
    const auto song = folder.file("Song.dawproj");
    session::Session session;
    ASSERT_TRUE(session.files().saveAs(song).ok());
    for (std::uint64_t round = 1; round <= 10; ++round) {
        edit(session, 12, 0xc4a5 + round);
        if (round % 3 == 0) { ASSERT_TRUE(session.files().save().ok()); }
        ASSERT_TRUE(session.files().keeper().flush().ok());
        const auto left = copyOf(song, ("Left" + std::to_string(round)).c_str());
        session::Session after;
        ASSERT_TRUE(after.files().open(left).ok());
        for (const auto& problem : after.files().problems()) // random assets have no files
            EXPECT_THAT(problem.message, HasSubstr("is missing; what plays it is silent"))
                << problem.place;
        EXPECT_EQ(*after.model().snapshot(), *session.model().snapshot());
        EXPECT_TRUE(after.model().undoTree() == session.model().undoTree());
        EXPECT_EQ(after.files().keeper().edits(), session.files().keeper().edits());
    }
}

TEST_F(Durability, AGestureThatGoesOnWhileItIsSavedComesBackWhole)
{
    const auto song = folder.file("Song.dawproj");
    session::Session session;
    ASSERT_TRUE(session.files().saveAs(song).ok());
    const auto drag = session.model().newGesture();
    const auto master = (*session.model().snapshot()->tracks.begin())->id;
    for (int tick = 1; tick <= 90; ++tick) {
        ASSERT_TRUE(session.model().execute(
            project::SetTrackGain{master, -0.5f * static_cast<float>(tick)}, drag));
        if (tick % 30 == 0) { ASSERT_TRUE(session.files().save().ok()); }
        if (tick % 7 == 0) { ASSERT_TRUE(session.files().keeper().flush().ok()); }
    }
    ASSERT_TRUE(session.files().keeper().flush().ok());
    session::Session after;
    ASSERT_TRUE(after.files().open(copyOf(song, "Left")).ok());
    EXPECT_EQ(*after.model().snapshot(), *session.model().snapshot());
    EXPECT_EQ(after.model().undoTree().count(), 2u);
    ASSERT_TRUE(after.model().undo());
    EXPECT_EQ((*after.model().snapshot()->tracks.begin())->strip.gainDb, 0.0f);
}

TEST_F(Durability, ASecondProgramIsToldWhoHasTheSongAndMayRead)
{
    const auto song = folder.file("Song.dawproj");
    session::Session first;
    ASSERT_TRUE(first.files().saveAs(song).ok());
    session::Session second;
    const auto status = second.files().open(song);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, core::ErrorCode::alreadyExists);
    EXPECT_THAT(status.error().message, HasSubstr("process " + std::to_string(getpid()) + " on "));
    ASSERT_TRUE(second.files().openReadOnly(song).ok());
    ASSERT_TRUE(second.model().execute(RenameProject{"Mine"}));
    EXPECT_EQ(second.files().save().error().code, core::ErrorCode::permissionDenied);
    EXPECT_TRUE(second.files().saveAs(folder.file("Mine.dawproj")).ok()) << "save elsewhere";
    ASSERT_TRUE(first.files().newProject().ok());
    EXPECT_TRUE(second.files().open(song).ok()) << "the lock goes with the song";
}

TEST_F(Durability, ALockOfAProgramThatDiedIsTakenOver)
{
    const auto song = folder.file("Song.dawproj");
    session::Session first;
    ASSERT_TRUE(first.files().saveAs(song).ok());
    const auto left = copyOf(song, "Left.dawproj"); // its lock file names a process
    session::Session second;
    EXPECT_TRUE(second.files().open(left).ok());
}

TEST_F(Durability, ASongThatWasNeverSavedIsFoundAmongTheDrafts)
{
    std::filesystem::path left;
    model::Project project;
    {
        session::Session session;
        session.files().keepDrafts();
        EXPECT_FALSE(session.files().hasLocation());
        edit(session, 20, 0xd4af7);
        project = *session.model().snapshot();
        ASSERT_TRUE(session.files().keeper().flush().ok());
        EXPECT_TRUE(session.files().drafts().empty()) << "it is open";
        left = copyOf(session.files().keeper().folder(), "state/drafts/left.dawproj");
    }
    session::Session session;
    ASSERT_EQ(session.files().drafts(), std::vector{left}) << "closing removed the other one";
    ASSERT_TRUE(session.files().open(left).ok());
    EXPECT_TRUE(session.files().problems().empty());
    EXPECT_EQ(*session.model().snapshot(), project);
}

TEST_F(Durability, AnEarlierSaveThatIsBroughtBackKeepsTheLaterEditsInTheHistory)
{
    const auto song = folder.file("Song.dawproj"), early = folder.file("early");
    {
        session::Session session;
        ASSERT_TRUE(session.model().execute(RenameProject{"One"}));
        ASSERT_TRUE(session.files().saveAs(song).ok());
        std::filesystem::create_directory(early);
        for (const char* name : {"project.json", "manifest.json"})
            std::filesystem::copy(song / name, early / name);
        ASSERT_TRUE(session.model().execute(RenameProject{"Two"}));
        ASSERT_TRUE(session.files().save().ok());
    }
    for (const char* name : {"project.json", "manifest.json"})
        std::filesystem::copy(early / name, song / name,
                              std::filesystem::copy_options::overwrite_existing);
    session::Session session;
    ASSERT_TRUE(session.files().open(song).ok());
    EXPECT_EQ(session.model().snapshot()->name, "One");
    ASSERT_EQ(session.files().problems().size(), 1u);
    EXPECT_THAT(session.files().problems()[0].message, HasSubstr("an earlier save"));
    ASSERT_TRUE(session.files().keeper().goTo(2).ok());
    EXPECT_EQ(session.model().snapshot()->name, "Two");
}

TEST_F(Durability, FilesThatAnotherProgramWroteBeginANewPartOfTheHistory)
{
    const auto song = folder.file("Song.dawproj");
    core::DiskFileSystem disk;
    {
        session::Session session;
        ASSERT_TRUE(session.model().execute(RenameProject{"Ours"}));
        ASSERT_TRUE(session.files().saveAs(song).ok());
    }
    auto theirs = project::ProjectSerializer::load(song, disk)->project;
    theirs.name = "Theirs";
    ASSERT_TRUE(project::ProjectSerializer::save(theirs, song, disk));
    for (int round = 0; round < 2; ++round) {
        session::Session session;
        ASSERT_TRUE(session.files().open(song).ok());
        EXPECT_EQ(session.files().problems().size(), round == 0 ? 1u : 0u);
        EXPECT_EQ(session.model().snapshot()->name, round == 0 ? "Theirs" : "Ours");
        if (round == 1) break;
        EXPECT_FALSE(session.model().canUndo());
        ASSERT_TRUE(session.files().keeper().goTo(1).ok());
        EXPECT_EQ(session.model().snapshot()->name, "Ours");
    }
}

TEST_F(Durability, AHistoryOfAnOlderVersionIsTakenOver)
{
    const auto song = folder.file("Song.dawproj");
    core::DiskFileSystem disk;
    project::ProjectModel model;
    ASSERT_TRUE(model.execute(RenameProject{"One"}));
    ASSERT_TRUE(model.execute(RenameProject{"Two"}));
    ASSERT_TRUE(model.undo());
    ASSERT_TRUE(project::ProjectSerializer::save(*model.snapshot(), song, disk));
    ASSERT_TRUE(test::addOldUndo(disk, song, model.undoStack()));
    for (int round = 0; round < 2; ++round) {
        session::Session session;
        ASSERT_TRUE(session.files().open(song).ok());
        EXPECT_EQ(session.model().snapshot()->name, "One");
        EXPECT_EQ(session.model().redo(), true);
        EXPECT_EQ(session.model().snapshot()->name, "Two");
        ASSERT_TRUE(session.model().undo());
        ASSERT_TRUE(session.files().save().ok());
        EXPECT_FALSE(disk.exists(song / "undo.json"));
    }
}

TEST_F(Durability, ADraftThatSavedItselfIsNotClosedUnasked)
{
    session::Session session;
    auto& files = session.files();
    files.keepDrafts();
    EXPECT_FALSE(files.isModified()) << "an empty song is nobody's loss";
    ASSERT_TRUE(session.model().execute(RenameProject{"Tune"}));
    ASSERT_TRUE(files.keeper().save().ok()); // as after 30 seconds
    EXPECT_FALSE(session.model().isModified());
    EXPECT_TRUE(files.isModified()) << "leaving it would remove it";
    EXPECT_EQ(session::saveStateOf(files).word, "draft");
    ASSERT_TRUE(files.saveAs(folder.file("Tune.dawproj")).ok());
    EXPECT_FALSE(files.isModified());
    EXPECT_EQ(session::saveStateOf(files).word, "saved");
}

TEST_F(Durability, LeftDraftsAreOfferedTheLastOneFirstAndStayDraftsUntilSaved)
{
    const auto leave = [&](const char* name, const char* folderName, int edits) {
        session::Session session;
        session.files().keepDrafts();
        for (int count = 0; count < edits; ++count)
            ASSERT_TRUE(session.model().execute(
                project::Batch{"Edit", {RenameProject{name}, project::SetAuthor{name}}}));
        ASSERT_TRUE(session.files().keeper().flush().ok());
        copyOf(session.files().keeper().folder(), folderName);
    };
    leave("First", "state/drafts/b.dawproj", 2);
    leave("Second", "state/drafts/a.dawproj", 1);
    leave("Untouched", "state/drafts/c.dawproj", 0);
    const auto old = folder.file("state/drafts/b.dawproj/.journal");
    for (const auto& entry : std::filesystem::directory_iterator(old))
        std::filesystem::last_write_time(entry.path(),
                                         entry.last_write_time() - std::chrono::hours(1));
    core::DiskFileSystem disk;
    session::Session session;
    auto& files = session.files();
    files.keepDrafts();
    const auto left = session::leftDrafts(files, disk);
    ASSERT_EQ(left.size(), 2u) << "in the third nothing was done";
    EXPECT_EQ(session::describe(left),
              "2 songs were never saved, and the program ended without asking; the last one is "
              "'Second' (1 edit).");
    EXPECT_EQ(session::describe({left[1]}),
              "'First' (2 edits) was never saved, and the program ended without asking.");
    ASSERT_TRUE(files.openDraft(left[0].folder).ok());
    EXPECT_FALSE(files.hasLocation());
    EXPECT_TRUE(files.isModified());
    ASSERT_TRUE(files.saveAs(folder.file("Saved.dawproj")).ok());
    EXPECT_TRUE(files.hasLocation());
    EXPECT_EQ(session.model().snapshot()->name, "Second");
    EXPECT_TRUE(session.model().canUndo());
    EXPECT_FALSE(disk.exists(left[0].folder)) << "it has a place of its own now";
    EXPECT_TRUE(disk.exists(left[1].folder));
}

TEST_F(Durability, TheWindowSaysWhatIsNotKept)
{
    using Kind = session::SaveState::Kind;
    const auto song = folder.file("Song.dawproj");
    session::Session session;
    auto& files = session.files();
    ASSERT_TRUE(files.saveAs(song).ok());
    EXPECT_EQ(session::saveStateOf(files), (session::SaveState{Kind::saved, "saved", {}}));
    ASSERT_TRUE(session.model().execute(RenameProject{"Tune"}));
    EXPECT_EQ(session::saveStateOf(files), (session::SaveState{Kind::unsaved, "not saved", {}}));

    session::Session second;
    ASSERT_TRUE(second.files().openReadOnly(song).ok());
    EXPECT_EQ(session::saveStateOf(second.files()),
              (session::SaveState{Kind::readOnly, "read only", {}}));
    ASSERT_TRUE(second.model().execute(RenameProject{"Mine"}));
    EXPECT_THAT(session::saveStateOf(second.files()).banner,
                HasSubstr("kept nowhere until you save it elsewhere"));

    // The folder goes away under the program: nothing more can be written to it.
    std::filesystem::rename(song, folder.file("Gone.dawproj"));
    std::ofstream(song) << "in the way";
    ASSERT_FALSE(files.save().ok());
    const auto failing = session::saveStateOf(files);
    EXPECT_EQ(failing.kind, Kind::failing);
    EXPECT_EQ(failing.word, "not being saved");
    EXPECT_THAT(failing.banner, testing::StartsWith("Not being saved: "));
    EXPECT_THAT(failing.banner,
                testing::EndsWith(". Your edits are kept in memory, and it is tried again every "
                                  "two seconds."));
    ASSERT_TRUE(files.saveAs(folder.file("Elsewhere.dawproj")).ok());
    EXPECT_EQ(session::saveStateOf(files).kind, Kind::saved);
    EXPECT_EQ(session.model().snapshot()->name, "Tune");
}

TEST_F(Durability, TwoHundredEditsAreSavedWithoutBeingAsked)
{
    const auto song = folder.file("Song.dawproj");
    session::Session session;
    ASSERT_TRUE(session.files().saveAs(song).ok());
    auto& keeper = session.files().keeper();
    const auto now = session::SongKeeper::Clock::now();
    const auto isSaved = [&] { return !session.files().isModified(); };
    for (int count = 0; count < 199; ++count)
        ASSERT_TRUE(session.model().execute(RenameProject{std::to_string(count)}));
    keeper.poll(now);
    session.mainThread().drain();
    EXPECT_FALSE(isSaved());
    ASSERT_TRUE(session.model().execute(RenameProject{"last"}));
    keeper.poll(now);
    session.mainThread().drainUntil(isSaved);
    ASSERT_TRUE(session.model().execute(RenameProject{"one more"}));
    keeper.poll(now + std::chrono::seconds(29));
    session.mainThread().drain();
    EXPECT_FALSE(isSaved());
    keeper.poll(now + std::chrono::seconds(40));
    session.mainThread().drainUntil(isSaved);
    core::DiskFileSystem disk;
    EXPECT_EQ(
        project::ProjectSerializer::load(song, disk, project::LoadAccess::readOnly)->project.name,
        "one more");
}

TEST_F(Durability, ADamagedSongOpensForReadingAndNothingIsOverwritten)
{
    const auto song = folder.file("Song.dawproj");
    model::Project project;
    {
        session::Session session;
        edit(session, 30, 0xda'3a);
        ASSERT_TRUE(session.files().saveAs(song).ok());
        project = *session.model().snapshot();
    }
    auto bytes = test::readBytes(song / "project.json");
    bytes[bytes.size() / 2] ^= 1;
    test::writeBytes(song / "project.json", bytes);
    session::Session session;
    ASSERT_TRUE(session.files().open(song).ok());
    EXPECT_EQ(*session.model().snapshot(), project) << "from the journal";
    EXPECT_TRUE(session.files().keeper().durability().isReadOnly);
    ASSERT_EQ(session.files().keeper().damage().size(), 1u);
    EXPECT_EQ(session.files().keeper().damage()[0].place, "project.json");
    EXPECT_FALSE(session.files().save().ok());
    EXPECT_EQ(test::readBytes(song / "project.json"), bytes);
}
