// SPDX-License-Identifier: GPL-3.0-or-later
// A song's audio files: where they come from, finding lost ones, tidying up without losing any.
#include "session/assets/SongAssets.h"

#include "SongFile.h"
#include "audio/files/AudioFileReader.h"
#include "audio/files/ConformedFile.h"
#include "core/io/Checksum.h"
#include "core/io/DiskFileSystem.h"
#include "project/ProjectModel.h"
#include "project/storage/HistoryAudio.h"
#include "project/storage/Repair.h"
#include "session/ProjectFiles.h"
#include "session/Session.h"
#include "session/files/AssetCopies.h"
#include "session/recording/FinishedTakes.h"
#include "session/storage/SongKeeper.h"
#include "support/TemporaryFolder.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <optional>

namespace {

using namespace cppmusic;
namespace fs = std::filesystem;
using core::Beats;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Condition = session::AssetState::Condition;

class SongAssets : public testing::Test {
protected:
    void SetUp() override
    {
        setenv("CPPMUSIC_CACHE", folder.file("cache").c_str(), 1);
        song = folder.file("Song.dawproj");
        session.emplace();
        ASSERT_TRUE(session->files().saveAs(song).ok());
    }
    void TearDown() override
    {
        session.reset();
        unsetenv("CPPMUSIC_CACHE");
    }

    /// Imports a tone of its own as a track.
    model::Asset import(const std::string& name, double hz, int rate = 48000)
    {
        EXPECT_TRUE(test::writeTone(folder.file(name), hz, 0.5, rate).ok());
        const auto clip = session->files().importAudioAsTrack(folder.file(name), Beats{0});
        EXPECT_TRUE(clip.ok());
        for (const auto& [id, asset] : session->model().snapshot()->assets)
            if (asset->name == name) return *asset;
        ADD_FAILURE() << name;
        return {};
    }
    void reopen()
    {
        session.reset();
        session.emplace();
        const auto status = session->files().open(song);
        ASSERT_TRUE(status.ok()) << status.error().text();
    }
    [[nodiscard]] const model::Project& document() { return *session->model().snapshot(); }
    [[nodiscard]] Condition stateOf(const model::Asset& asset)
    {
        for (const auto& state : session->assets().list(session::AssetCheck::content).assets)
            if (state.asset->sha256 == asset.sha256) return state.condition;
        return Condition::missing;
    }

    test::TemporaryFolder folder;
    fs::path song;
    std::optional<session::Session> session;
    core::DiskFileSystem disk;
};

TEST_F(SongAssets, AnImportSaysWhereItComesFromWithoutAFolderAndKeepsItOnTheDisk)
{
    const auto asset = import("kick 1.wav", 100);
    EXPECT_EQ(asset.provenance.origin, "imported");
    EXPECT_EQ(asset.provenance.fileName, "kick 1.wav");
    EXPECT_EQ(asset.provenance.format, "") << "it wasn't converted";
    ASSERT_TRUE(session->files().save().ok());
    reopen();
    ASSERT_THAT(document().assets, SizeIs(1));
    EXPECT_EQ(document().assets.begin()->second->provenance, asset.provenance);
    const auto text = test::readBytes(song / "project.json");
    EXPECT_THAT(text, HasSubstr(R"("fileName": "kick 1.wav")"));
    EXPECT_THAT(text, HasSubstr(R"("origin": "imported")"));
    EXPECT_THAT(text, testing::Not(HasSubstr(folder.path().string())));
}

TEST_F(SongAssets, ImportingADamagedFileAgainHealsItAndKeepsTheDamagedOne)
{
    const auto asset = import("kick.wav", 100);
    auto bytes = test::readBytes(song / asset.file);
    const auto whole = bytes;
    bytes[5000] ^= 1;
    test::writeBytes(song / asset.file, bytes);
    EXPECT_EQ(stateOf(asset), Condition::damaged);
    ASSERT_TRUE(session->files().importAudio(folder.file("kick.wav")).ok());
    EXPECT_EQ(stateOf(asset), Condition::whole);
    EXPECT_EQ(test::readBytes(song / (asset.file + ".damaged")), bytes);
    EXPECT_EQ(test::readBytes(song / asset.file), whole);
    EXPECT_THAT(document().assets, SizeIs(1)) << "the same content is one asset";
}

TEST_F(SongAssets, LostAudioIsFoundByItsContentUnderAnyName)
{
    const auto gone = import("gone.wav", 100), damaged = import("damaged.wav", 200),
               lost = import("lost.wav", 300), whole = import("whole.wav", 400);
    ASSERT_TRUE(session->files().save().ok());
    const auto before = session->model().snapshot();
    fs::create_directories(folder.file("disk/deep/er"));
    fs::rename(folder.file("gone.wav"), folder.file("disk/deep/er/renamed.bin"));
    fs::rename(folder.file("damaged.wav"), folder.file("disk/other.wav"));
    // As large, of the same name, and something else.
    test::writeBytes(folder.file("disk/lost.wav"),
                     std::string(static_cast<std::size_t>(lost.sizeBytes), 'x'));
    // A folder that is in itself must not keep anybody busy for ever.
    fs::create_directory_symlink(folder.file("disk"), folder.file("disk/again"));
    fs::remove(song / gone.file);
    fs::remove(song / lost.file);
    fs::resize_file(song / damaged.file, 1000);

    const std::array places{folder.file("disk"), folder.file("there is no such folder")};
    const auto report = session->assets().relink(places);
    ASSERT_TRUE(report.ok()) << report.error().text();
    ASSERT_THAT(report->found, SizeIs(2));
    EXPECT_EQ(report->found[0].from.filename(), "renamed.bin");
    ASSERT_THAT(report->lost, SizeIs(1));
    EXPECT_EQ(report->lost[0].place, lost.file);
    EXPECT_EQ(stateOf(gone), Condition::whole);
    EXPECT_EQ(stateOf(damaged), Condition::whole);
    EXPECT_EQ(stateOf(lost), Condition::missing);
    EXPECT_EQ(stateOf(whole), Condition::whole);
    EXPECT_EQ(fs::file_size(song / (damaged.file + ".damaged")), 1000u);
    EXPECT_TRUE(*before == document()) << "content is what an asset is: nothing to edit";
    EXPECT_TRUE(fs::exists(folder.file("disk/deep/er/renamed.bin"))) << "the source stays";
}

TEST_F(SongAssets, WhatUndoWouldPlayIsKeptUnlessOneInsists)
{
    const auto played = import("played.wav", 100), undone = import("undone.wav", 200);
    ASSERT_TRUE(session->model().undo());
    EXPECT_THAT(document().assets, SizeIs(1));
    // Imported and never put on a track: nothing ever played it.
    ASSERT_TRUE(test::writeTone(folder.file("never.wav"), 300, 0.5, 48000).ok());
    ASSERT_TRUE(session->files().importAudio(folder.file("never.wav")).ok());
    const auto never = std::prev(document().assets.end())->second;
    const auto mine = song / "assets/audio/my notes.txt";
    test::writeBytes(mine, "mine");

    auto removed = session->assets().removeUnused({});
    ASSERT_TRUE(removed.ok()) << removed.error().text();
    EXPECT_THAT(removed->files, ElementsAre(never->file));
    EXPECT_THAT(removed->kept, ElementsAre(undone.file));
    EXPECT_THAT(removed->foreign, ElementsAre("assets/audio/my notes.txt"));
    EXPECT_EQ(removed->bytes, never->sizeBytes);
    EXPECT_TRUE(fs::exists(song / undone.file) && fs::exists(song / played.file));
    EXPECT_FALSE(fs::exists(song / never->file));
    EXPECT_TRUE(fs::exists(song / "assets/unused" / fs::path(never->file).filename()));
    EXPECT_TRUE(fs::exists(mine));
    EXPECT_THAT(document().assets, SizeIs(1));
    fs::remove(mine);
    EXPECT_THAT(project::verifyProject(song, disk), IsEmpty()) << "nothing of it is damage";

    // The other branch still plays.
    reopen();
    ASSERT_TRUE(session->files().keeper().goTo(2).ok());
    EXPECT_EQ(stateOf(undone), Condition::whole);
    ASSERT_TRUE(session->files().keeper().goTo(1).ok());

    removed = session->assets().removeUnused({false, false});
    ASSERT_TRUE(removed.ok());
    EXPECT_THAT(removed->files, ElementsAre(undone.file));
    EXPECT_FALSE(fs::exists(song / undone.file));
    // Even then it isn't lost: going back and relinking needs no folder.
    ASSERT_TRUE(session->files().keeper().goTo(2).ok());
    EXPECT_EQ(stateOf(undone), Condition::missing);
    const auto found = session->assets().relink({});
    ASSERT_TRUE(found.ok());
    EXPECT_THAT(found->found, SizeIs(1));
    EXPECT_EQ(stateOf(undone), Condition::whole);
}

TEST_F(SongAssets, RemovingUnusedAudioIsOneEditThatUndoTakesBack)
{
    (void)import("played.wav", 100);
    ASSERT_TRUE(test::writeTone(folder.file("never.wav"), 300, 0.5, 48000).ok());
    ASSERT_TRUE(session->files().importAudio(folder.file("never.wav")).ok());
    const auto before = session->model().snapshot();
    ASSERT_TRUE(session->assets().removeUnused({true, true}).ok());
    EXPECT_FALSE(fs::exists(song / "assets/unused")) << "deleted for good when that was asked for";
    EXPECT_EQ(session->model().undoLabel(), "Remove unused audio");
    EXPECT_FALSE(session->files().isModified()) << "saved before the files went";
    ASSERT_TRUE(session->model().undo());
    EXPECT_TRUE(*session->model().snapshot() == *before);
}

TEST_F(SongAssets, NothingGoesWhenTheSongCannotBeSavedFirst)
{
    ASSERT_TRUE(test::writeTone(folder.file("never.wav"), 300, 0.5, 48000).ok());
    ASSERT_TRUE(session->files().importAudio(folder.file("never.wav")).ok());
    const auto file = document().assets.begin()->second->file;
    // A save needs its staging folder, and there is a file in its place.
    test::writeBytes(song / ".save", "in the way");
    const auto removed = session->assets().removeUnused({});
    ASSERT_FALSE(removed.ok());
    EXPECT_TRUE(fs::exists(song / file));
    EXPECT_FALSE(fs::exists(song / "assets/unused"));
    fs::remove(song / ".save");
}

TEST_F(SongAssets, CollectingBringsInWhatLiesElsewhere)
{
    const auto linked = import("linked.wav", 100), removed = import("removed.wav", 200);
    ASSERT_TRUE(session->files().save().ok());
    fs::rename(song / linked.file, folder.file("big disk.wav"));
    fs::create_symlink(folder.file("big disk.wav"), song / linked.file);
    fs::create_directories(song / "assets/unused");
    fs::rename(song / removed.file, song / "assets/unused/x.wav");
    EXPECT_EQ(stateOf(linked), Condition::link);
    const auto report = session->assets().collect();
    ASSERT_TRUE(report.ok()) << report.error().text();
    EXPECT_THAT(report->brought, SizeIs(2));
    EXPECT_THAT(report->lost, IsEmpty());
    EXPECT_EQ(stateOf(linked), Condition::whole);
    EXPECT_EQ(stateOf(removed), Condition::whole);
    EXPECT_FALSE(fs::is_symlink(song / linked.file));
    EXPECT_TRUE(fs::exists(folder.file("big disk.wav")));
}

TEST_F(SongAssets, CollectingNeverBringsInWhatALinkOnlyPretendsToBe)
{
    const auto asset = import("kick.wav", 100);
    test::writeBytes(folder.file("secret"), "a key of somebody");
    fs::remove(song / asset.file);
    fs::create_symlink(folder.file("secret"), song / asset.file);
    const auto report = session->assets().collect();
    ASSERT_TRUE(report.ok());
    EXPECT_THAT(report->brought, IsEmpty());
    ASSERT_THAT(report->lost, SizeIs(1));
    EXPECT_TRUE(fs::is_symlink(song / asset.file));
    // Saving elsewhere doesn't take it along either.
    ASSERT_TRUE(session->files().saveAs(folder.file("Other.dawproj")).ok());
    EXPECT_FALSE(fs::exists(folder.file("Other.dawproj") / asset.file));
}

TEST_F(SongAssets, WhenOnlyTheConvertedVersionIsLeftItIsTakenAndSaysSo)
{
    const auto asset = import("cymbal.wav", 100, 44100);
    const auto cache = folder.file("cache") / "conformed";
    for (const int rate : {32000, 48000})
        ASSERT_TRUE(audio::conformFile(song / asset.file, asset.sha256, rate, cache).ok());
    fs::remove(song / asset.file);
    const auto report = session->assets().collect();
    ASSERT_TRUE(report.ok()) << report.error().text();
    ASSERT_THAT(report->brought, SizeIs(1));
    EXPECT_EQ(report->brought[0].convertedRate, 48000) << "the best there is";
    const auto now = document().assets.at(asset.id);
    EXPECT_EQ(now->name, "cymbal.wav");
    EXPECT_EQ(now->sampleRate, 48000);
    EXPECT_EQ(now->provenance.sampleRate, 44100);
    EXPECT_EQ(now->provenance.format, "wav");
    EXPECT_EQ(now->provenance.origin, "imported");
    EXPECT_EQ(stateOf(*now), Condition::whole);
    EXPECT_EQ(session->model().undoLabel(), "Collect audio");
    reopen();
    EXPECT_THAT(session->files().problems(), IsEmpty());
}

TEST_F(SongAssets, SavingElsewhereSharesAudioInsteadOfCopyingIt)
{
    const auto asset = import("long.wav", 100);
    const auto other = folder.file("Other.dawproj");
    ASSERT_TRUE(session->files().saveAs(other).ok());
    EXPECT_EQ(test::readBytes(other / asset.file), test::readBytes(song / asset.file));
    // A second name of the file, or a clone where the disk makes them: then the names differ and
    // the space is shared all the same.
    const bool isSecondName = fs::hard_link_count(other / asset.file) == 2;
    const bool makesClones = [&] {
        const auto probe = folder.file("probe");
        EXPECT_TRUE(disk.shareFile(song / asset.file, probe).ok());
        return fs::hard_link_count(probe) == 1;
    }();
    EXPECT_TRUE(isSecondName || makesClones);
    // Removing it from one song leaves it to the other.
    fs::remove_all(song);
    EXPECT_EQ(stateOf(asset), Condition::whole);
    // A save in place doesn't touch it.
    const auto written = fs::last_write_time(other / asset.file);
    ASSERT_TRUE(session->model().execute(project::RenameProject{"Other"}).ok());
    ASSERT_TRUE(session->files().save().ok());
    EXPECT_EQ(fs::last_write_time(other / asset.file), written);
}

TEST_F(SongAssets, ASongForReadingOnlyIsListedAndNotTouched)
{
    const auto asset = import("kick.wav", 100);
    ASSERT_TRUE(session->files().save().ok());
    session.reset();
    session.emplace();
    ASSERT_TRUE(session->files().openReadOnly(song).ok());
    EXPECT_EQ(stateOf(asset), Condition::whole);
    const auto code = core::ErrorCode::permissionDenied;
    EXPECT_EQ(session->assets().relink({}).error().code, code);
    EXPECT_EQ(session->assets().collect().error().code, code);
    EXPECT_EQ(session->assets().removeUnused({}).error().code, code);
    ASSERT_TRUE(test::writeTone(folder.file("new.wav"), 300, 0.1, 48000).ok());
    EXPECT_EQ(session->files().importAudio(folder.file("new.wav")).error().code, code);
}

TEST_F(SongAssets, TakesOfTheSameContentAreOneAssetAndSayThatTheyWereRecorded)
{
    model::Track track;
    track.id = session->model().newId<model::TrackId>();
    ASSERT_TRUE(session->model().execute(project::AddTrack{track, 0}).ok());
    std::vector<session::FinishedTake> takes(2);
    for (auto& take : takes) {
        // Two passes of silence: as long, and the same.
        ASSERT_TRUE(test::writeTone(folder.file("Take.wav"), 0, 0.2, 48000).ok());
        auto asset = session::moveIntoAssets(disk, folder.file("Take.wav"), song);
        ASSERT_TRUE(asset.ok()) << asset.error().text();
        EXPECT_EQ(asset->provenance.origin, "recorded");
        take.track = track.id;
        take.asset = *asset;
        take.frames = 9600;
    }
    std::vector<model::ClipId> clips;
    auto batch = session::takesAsClips(
        document(), core::SampleRate{48000.0}, takes,
        [&] { return session->model().newId<model::ClipId>().value; }, clips);
    ASSERT_TRUE(session->model().execute(std::move(batch)).ok());
    EXPECT_THAT(document().assets, SizeIs(1));
    EXPECT_THAT(clips, SizeIs(2));
    EXPECT_EQ(stateOf(*takes[0].asset), Condition::whole);
}

TEST_F(SongAssets, TheHistoryKnowsEveryFileThatAnyRevisionPlays)
{
    const auto first = import("first.wav", 100);
    ASSERT_TRUE(session->model().undo());
    const auto second = import("second.wav", 200);
    // Another file for the same asset: undo would play the one before.
    auto changed = second;
    changed.file = "assets/audio/other.wav";
    ASSERT_TRUE(session->model().execute(project::ChangeAsset{changed}).ok());
    const auto rows = session->files().keeper().rows();
    ASSERT_TRUE(rows.ok());
    const auto files = project::audioOfHistory(*rows);
    ASSERT_TRUE(files.ok()) << files.error().text();
    EXPECT_THAT(*files, testing::UnorderedElementsAre(first.file, second.file, changed.file));
}

} // namespace
