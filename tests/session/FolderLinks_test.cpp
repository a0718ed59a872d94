// SPDX-License-Identifier: GPL-3.0-or-later
// A song from somebody else, whose folder holds links that lead out of it: nothing outside is ever
// written, and the refusal is one sentence.
#include "SongFile.h"
#include "core/io/DiskFileSystem.h"
#include "project/ProjectModel.h"
#include "project/serialization/ProjectSerializer.h"
#include "project/storage/Repair.h"
#include "session/ProjectFiles.h"
#include "session/Session.h"
#include "session/assets/SongAssets.h"
#include "session/files/SongArchive.h"
#include "session/storage/SongKeeper.h"
#include "support/TemporaryFolder.h"

#include <cstdlib>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <vector>

namespace {

using namespace cppmusic;
namespace fs = std::filesystem;
using core::Beats;
using testing::HasSubstr;

class FolderLinks : public testing::Test {
protected:
    void SetUp() override
    {
        setenv("CPPMUSIC_CACHE", folder.file("cache").c_str(), 1);
        ASSERT_TRUE(test::writeTone(folder.file("kick.wav"), 100, 0.2, 48000).ok());
        session::Session session;
        ASSERT_TRUE(session.files().importAudioAsTrack(folder.file("kick.wav"), Beats{0}).ok());
        ASSERT_TRUE(session.files().saveAs(folder.file("Song.dawproj")).ok());
        ASSERT_TRUE(session.model().execute(project::RenameProject{"Sent"}).ok());
        ASSERT_TRUE(session.files().save().ok());
        asset = *session.model().snapshot()->assets.begin()->second;
        ASSERT_TRUE(session.files().keeper().close().ok());
        fs::create_directories(outside());
        test::writeBytes(outside() / "diary.txt", "mine");
    }
    void TearDown() override { unsetenv("CPPMUSIC_CACHE"); }

    [[nodiscard]] fs::path outside() const { return folder.file("outside"); }
    /// Every file outside of the song, with its content.
    [[nodiscard]] std::map<std::string, std::string> seeOutside() const
    {
        std::map<std::string, std::string> seen;
        for (const auto& entry : fs::recursive_directory_iterator(outside()))
            seen[entry.path().string()] =
                entry.is_regular_file() ? test::readBytes(entry.path()) : "";
        return seen;
    }
    /// A copy of the song in which `name` is a link to its content, which lies outside.
    fs::path songWithLink(const std::string& name)
    {
        const auto song = folder.file("Linked.dawproj");
        fs::remove_all(song);
        fs::remove_all(outside() / "moved");
        fs::copy(folder.file("Song.dawproj"), song, fs::copy_options::recursive);
        fs::create_directories(outside() / "moved");
        const auto target = outside() / "moved" / fs::path(name).filename();
        if (fs::exists(song / name))
            fs::rename(song / name, target);
        else
            fs::create_directories(target);
        fs::create_directories((song / name).parent_path());
        fs::create_symlink(target, song / name);
        return song;
    }

    test::TemporaryFolder folder;
    model::Asset asset;
    core::DiskFileSystem disk;
};

TEST_F(FolderLinks, FoldersAndJournalsElsewhereAreNotWrittenTo)
{
    for (const char* name :
         {"tracks", "patterns", "automation", "assets", "assets/audio", "assets/recording",
          "assets/unused", ".journal", ".save", ".journal/history.db", ".journal/lock",
          ".journal/acknowledged", ".journal/closed"}) {
        const auto song = songWithLink(name);
        const auto before = seeOutside();
        session::Session session;
        const auto opened = session.files().open(song);
        ASSERT_FALSE(opened.ok()) << name;
        EXPECT_EQ(opened.error().code, core::ErrorCode::unsupported) << name;
        EXPECT_EQ(opened.error().place, name);
        EXPECT_THAT(opened.error().message, HasSubstr("link to another place"));
        EXPECT_FALSE(project::ProjectSerializer::save(*session.model().snapshot(), song, disk))
            << name;
        const auto repaired = project::repairProject(song, disk);
        EXPECT_TRUE(!repaired || repaired->kept.empty()) << name;
        // It can be looked at, and what one does then stays in memory.
        if (std::string(name) != ".save" && session.files().openReadOnly(song).ok()) {
            EXPECT_FALSE(session.files().importAudio(folder.file("kick.wav")).ok());
            EXPECT_FALSE(session.files().save().ok());
            EXPECT_FALSE(session.assets().collect().ok());
        }
        EXPECT_EQ(seeOutside(), before) << name;
    }
}

TEST_F(FolderLinks, SavingIntoAnotherSongsFolderFollowsNoLinksThere)
{
    for (const char* name : {"tracks", "assets/audio", ".journal"}) {
        const auto song = songWithLink(name);
        const auto before = seeOutside();
        session::Session session;
        ASSERT_TRUE(session.files().importAudioAsTrack(folder.file("kick.wav"), Beats{0}).ok());
        const auto saved = session.files().saveAs(song);
        ASSERT_FALSE(saved.ok()) << name;
        EXPECT_EQ(saved.error().place, name);
        EXPECT_EQ(seeOutside(), before) << name;
    }
}

TEST_F(FolderLinks, ALinkInPlaceOfAFileIsReplacedAndItsTargetStays)
{
    for (const std::string name : {"project.json", "manifest.json", "tracks/track-001.json"}) {
        const auto song = songWithLink(name);
        ASSERT_TRUE(fs::is_symlink(song / name)) << name;
        const auto before = seeOutside();
        session::Session session;
        ASSERT_TRUE(session.files().open(song).ok()) << name;
        const auto& tracks = session.model().snapshot()->tracks;
        for (std::size_t index = 0; index < tracks.size(); ++index)
            ASSERT_TRUE(
                session.model().execute(project::RenameTrack{tracks[index]->id, "New"}).ok());
        ASSERT_TRUE(session.model().execute(project::RenameProject{"New"}).ok());
        ASSERT_TRUE(session.files().save().ok());
        EXPECT_EQ(seeOutside(), before) << name;
    }
}

TEST_F(FolderLinks, ImportsRecordingsAndRelinkingWriteThroughNoLink)
{
    const auto song = folder.file("Song.dawproj");
    const auto before = seeOutside();
    // Where import would put the file, and where it would copy it first.
    fs::remove(song / asset.file);
    for (const char* ending : {"", ".part"}) {
        fs::create_symlink(outside() / "diary.txt", song / (asset.file + ending));
        session::Session session;
        ASSERT_TRUE(session.files().open(song).ok());
        ASSERT_TRUE(session.files().importAudio(folder.file("kick.wav")).ok());
        EXPECT_FALSE(fs::is_symlink(song / asset.file));
        EXPECT_EQ(seeOutside(), before);
        fs::remove(song / asset.file);
        fs::create_symlink(outside() / "diary.txt", song / (asset.file + ending));
        const std::array places{folder.file("kick.wav")};
        const auto report = session.assets().relink(places);
        ASSERT_TRUE(report.ok()) << report.error().text();
        EXPECT_EQ(report->found.size(), 1u);
        EXPECT_FALSE(fs::is_symlink(song / asset.file));
        EXPECT_EQ(seeOutside(), before);
        fs::remove(song / asset.file);
    }
}

TEST_F(FolderLinks, NamesOfAudioLeadNowhereElse)
{
    // What a hostile song may call its audio: refused when it is read, or never written.
    for (const char* name : {"../escaped.wav", "/escaped.wav", "assets/../../escaped.wav",
                             "assets\\..\\escaped.wav", "C:/escaped.wav"}) {
        auto song = model::makeEmptyProject();
        auto bad = asset;
        bad.file = name;
        song.assets.emplace(bad.id, bad);
        ASSERT_TRUE(project::ProjectSerializer::save(song, folder.file("Bad.dawproj"), disk));
        const auto loaded = project::ProjectSerializer::load(folder.file("Bad.dawproj"), disk);
        ASSERT_FALSE(loaded) << name;
        EXPECT_THAT(loaded.error().message, HasSubstr("inside the project folder"));
    }
    for (const char* name : {".git/hooks/post-checkout", "tracks/track-009.json", "run.sh"}) {
        fs::remove_all(folder.file("Bad.dawproj"));
        auto song = model::makeEmptyProject();
        auto bad = asset;
        bad.file = name;
        song.assets.emplace(bad.id, bad);
        song.nextId = bad.id.value + 1;
        ASSERT_TRUE(project::ProjectSerializer::save(song, folder.file("Bad.dawproj"), disk));
        session::Session session;
        ASSERT_TRUE(session.files().open(folder.file("Bad.dawproj")).ok()) << name;
        const std::array places{folder.file("kick.wav")};
        const auto report = session.assets().relink(places);
        ASSERT_TRUE(report.ok());
        EXPECT_EQ(report->found.size(), 0u);
        ASSERT_EQ(report->lost.size(), 1u);
        EXPECT_THAT(report->lost[0].message, HasSubstr("assets/ only"));
        EXPECT_FALSE(fs::exists(folder.file("Bad.dawproj") / name)) << name;
    }
}

TEST_F(FolderLinks, AudioThatIsALinkIsNotSentToAnybody)
{
    const std::vector<std::string> names{asset.file, "assets", "assets/audio"};
    for (const auto& name : names) {
        const auto song = songWithLink(name);
        session::Session session;
        ASSERT_TRUE(session.files().openReadOnly(song).ok());
        const auto packed =
            session::packSong(disk, *session.model().snapshot(), song, folder.file("sent.zip"));
        ASSERT_FALSE(packed) << name;
        EXPECT_EQ(packed.error().place, asset.file);
        EXPECT_FALSE(fs::exists(folder.file("sent.zip")));
    }
}

} // namespace
